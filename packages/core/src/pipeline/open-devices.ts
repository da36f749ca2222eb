/**
 * Which (message id, revision) are still open for which devices: the same one again is a duplicate. Each
 * `enter` that took is answered by one `leave`; what nobody holds any more is forgotten.
 */
export interface OpenDevices {
  has(message: string, revision: number, recipient: string, device: string): boolean
  /** false: it was open already, and nothing was done. */
  enter(message: string, revision: number, recipient: string, device: string): boolean
  leave(message: string, revision: number, recipient: string, device: string): void
  /** Whether this revision, or a lower one, is open for any of the recipient's devices. */
  isOpen(message: string, revision: number, recipient: string): boolean
  /** Resolves when this revision and all lower ones are open for none of the recipient's devices any more. */
  left(message: string, revision: number, recipient: string): Promise<void>
  /** Messages that are open for anybody. */
  readonly size: number
}

interface Open {
  /** By recipient, the devices. */
  readonly devices: Map<string, Set<string>>
  readonly watchers: Map<string, (() => void)[]>
}

export function createOpenDevices(): OpenDevices {
  /** By message id, then revision: mostly one. */
  const open = new Map<string, Map<number, Open>>()
  const upTo = (message: string, revision: number, recipient: string): readonly Open[] =>
    [...(open.get(message) ?? [])].filter(([each, { devices }]) => each <= revision && devices.has(recipient)).map(([, one]) => one)
  return {
    get size() {
      return open.size
    },
    has: (message, revision, recipient, device) => open.get(message)?.get(revision)?.devices.get(recipient)?.has(device) ?? false,
    isOpen: (message, revision, recipient) => upTo(message, revision, recipient).length > 0,
    enter(message, revision, recipient, device) {
      let revisions = open.get(message)
      if (revisions === undefined) {
        revisions = new Map()
        open.set(message, revisions)
      }
      let one = revisions.get(revision)
      if (one === undefined) {
        one = { devices: new Map(), watchers: new Map() }
        revisions.set(revision, one)
      }
      const devices = one.devices.get(recipient)
      if (devices === undefined) {
        one.devices.set(recipient, new Set([device]))
        return true
      }
      if (devices.has(device)) return false
      devices.add(device)
      return true
    },
    leave(message, revision, recipient, device) {
      const revisions = open.get(message)
      const one = revisions?.get(revision)
      const devices = one?.devices.get(recipient)
      if (revisions === undefined || one === undefined || devices === undefined) return
      devices.delete(device)
      if (devices.size > 0) return
      one.devices.delete(recipient)
      const watchers = one.watchers.get(recipient) ?? []
      one.watchers.delete(recipient)
      if (one.devices.size === 0) revisions.delete(revision)
      if (revisions.size === 0) open.delete(message)
      for (const watcher of watchers) watcher()
    },
    async left(message, revision, recipient) {
      const waits = upTo(message, revision, recipient).map(
        one =>
          new Promise<void>(resolve => {
            one.watchers.set(recipient, [...(one.watchers.get(recipient) ?? []), resolve])
          }),
      )
      await Promise.all(waits)
    },
  }
}
