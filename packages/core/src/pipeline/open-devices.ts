/**
 * Which (message id, revision) are still open for which devices: the same one again is a duplicate. Each
 * `enter` is answered by one `leave`; what nobody holds any more is forgotten.
 */
export interface OpenDevices {
  has(message: string, revision: number, recipient: string, device: string): boolean
  enter(message: string, revision: number, recipient: string, device: string): void
  leave(message: string, revision: number, recipient: string, device: string): void
  /** Resolves when this revision is open for none of the recipient's devices any more. */
  left(message: string, revision: number, recipient: string): Promise<void>
}

interface Open {
  /** By recipient, the devices. */
  readonly devices: Map<string, Set<string>>
  readonly watchers: Map<string, (() => void)[]>
}

export function createOpenDevices(): OpenDevices {
  const open = new Map<string, Open>()
  const keyOf = (message: string, revision: number) => `${revision}\n${message}`
  return {
    has: (message, revision, recipient, device) => open.get(keyOf(message, revision))?.devices.get(recipient)?.has(device) ?? false,
    enter(message, revision, recipient, device) {
      const key = keyOf(message, revision)
      let one = open.get(key)
      if (one === undefined) {
        one = { devices: new Map(), watchers: new Map() }
        open.set(key, one)
      }
      const devices = one.devices.get(recipient)
      if (devices === undefined) one.devices.set(recipient, new Set([device]))
      else devices.add(device)
    },
    leave(message, revision, recipient, device) {
      const key = keyOf(message, revision)
      const one = open.get(key)
      const devices = one?.devices.get(recipient)
      if (one === undefined || devices === undefined) return
      devices.delete(device)
      if (devices.size > 0) return
      one.devices.delete(recipient)
      const watchers = one.watchers.get(recipient) ?? []
      one.watchers.delete(recipient)
      if (one.devices.size === 0) open.delete(key)
      for (const watcher of watchers) watcher()
    },
    left(message, revision, recipient) {
      const one = open.get(keyOf(message, revision))
      if (one?.devices.has(recipient) !== true) return Promise.resolve()
      return new Promise(resolve => {
        one.watchers.set(recipient, [...(one.watchers.get(recipient) ?? []), resolve])
      })
    },
  }
}
