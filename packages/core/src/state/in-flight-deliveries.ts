/**
 * Which (message id, revision) are still open for which devices: the same one again is a duplicate. Each
 * `enter` that took is answered by one `leave`; what nobody holds any more is forgotten.
 */
export interface InFlightDeliveries {
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

/** One revision of a message; `next`: another one of it, which is rare. */
class Open {
  readonly revision: number
  readonly next: Open | undefined
  /** By recipient: the device, or several. */
  readonly #devices = new Map<string, string | Set<string>>()
  #watchers: Map<string, (() => void)[]> | null = null

  constructor(revision: number, next: Open | undefined) {
    this.revision = revision
    this.next = next
  }

  get isEmpty(): boolean {
    return this.#devices.size === 0
  }

  has(recipient: string, device?: string): boolean {
    const devices = this.#devices.get(recipient)
    if (devices === undefined || device === undefined) return devices !== undefined
    return typeof devices === 'string' ? devices === device : devices.has(device)
  }

  enter(recipient: string, device: string): boolean {
    const devices = this.#devices.get(recipient)
    if (devices === undefined) this.#devices.set(recipient, device)
    else if (this.has(recipient, device)) return false
    else if (typeof devices === 'string') this.#devices.set(recipient, new Set([devices, device]))
    else devices.add(device)
    return true
  }

  leave(recipient: string, device: string): void {
    const devices = this.#devices.get(recipient)
    if (devices === undefined) return
    if (typeof devices === 'string') {
      if (devices !== device) return
    } else {
      devices.delete(device)
      if (devices.size > 0) return
    }
    this.#devices.delete(recipient)
    const watchers = this.#watchers?.get(recipient) ?? []
    this.#watchers?.delete(recipient)
    for (const watcher of watchers) watcher()
  }

  left(recipient: string): Promise<void> {
    this.#watchers ??= new Map()
    const watchers = this.#watchers
    return new Promise(resolve => {
      watchers.set(recipient, [...(watchers.get(recipient) ?? []), resolve])
    })
  }
}

export function createInFlightDeliveries(): InFlightDeliveries {
  /** By message id. */
  const open = new Map<string, Open>()
  const find = (message: string, revision: number): Open | undefined => {
    let one = open.get(message)
    while (one !== undefined && one.revision !== revision) one = one.next
    return one
  }
  const upTo = (message: string, revision: number, recipient: string): readonly Open[] => {
    const found: Open[] = []
    for (let one = open.get(message); one !== undefined; one = one.next) if (one.revision <= revision && one.has(recipient)) found.push(one)
    return found
  }
  /** A message that is open for nobody any more, in no revision, is forgotten. */
  const prune = (message: string): void => {
    for (let one = open.get(message); one !== undefined; one = one.next) if (!one.isEmpty) return
    open.delete(message)
  }
  return {
    get size() {
      return open.size
    },
    has: (message, revision, recipient, device) => find(message, revision)?.has(recipient, device) ?? false,
    isOpen: (message, revision, recipient) => upTo(message, revision, recipient).length > 0,
    enter(message, revision, recipient, device) {
      let one = find(message, revision)
      if (one === undefined) {
        one = new Open(revision, open.get(message))
        open.set(message, one)
      }
      return one.enter(recipient, device)
    },
    leave(message, revision, recipient, device) {
      const one = find(message, revision)
      one?.leave(recipient, device)
      if (one?.isEmpty === true) prune(message)
    },
    async left(message, revision, recipient) {
      await Promise.all(upTo(message, revision, recipient).map(one => one.left(recipient)))
    },
  }
}
