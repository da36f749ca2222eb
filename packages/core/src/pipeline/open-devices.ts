/**
 * Which (message id, revision) are still open for which devices: the same one again is a duplicate. Each
 * `enter` is answered by one `leave`; what nobody holds any more is forgotten.
 */
export interface OpenDevices {
  has(message: string, revision: number, recipient: string, device: string): boolean
  enter(message: string, revision: number, recipient: string, device: string): void
  leave(message: string, revision: number, recipient: string, device: string): void
}

export function createOpenDevices(): OpenDevices {
  const open = new Map<string, Set<string>>()
  const of = (message: string, revision: number) => `${revision}\n${message}`
  const at = (recipient: string, device: string) => `${recipient}\n${device}`
  return {
    has: (message, revision, recipient, device) => open.get(of(message, revision))?.has(at(recipient, device)) ?? false,
    enter(message, revision, recipient, device) {
      const key = of(message, revision)
      const devices = open.get(key)
      if (devices === undefined) open.set(key, new Set([at(recipient, device)]))
      else devices.add(at(recipient, device))
    },
    leave(message, revision, recipient, device) {
      const key = of(message, revision)
      const devices = open.get(key)
      if (devices === undefined) return
      devices.delete(at(recipient, device))
      if (devices.size === 0) open.delete(key)
    },
  }
}
