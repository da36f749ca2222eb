import QuickLRU from 'quick-lru'

/** One time that a message id came by. */
export interface Arrival {
  readonly serial: number
  /** No message with this id came by lately. */
  readonly first: boolean
}

/** Tells whether anything of a message id but this very arrival can stand on a device. */
export interface Arrivals {
  enter(message: string): Arrival
  /** The first of its id, and none has come since. */
  isAlone(message: string, arrival: Arrival): boolean
}

/** Remembers at least half of `size` ids, and at most `size`. */
export function createArrivals(size: number): Arrivals {
  const latest = new QuickLRU<string, number>({ maxSize: Math.max(1, Math.ceil(size / 2)) })
  let serial = 0
  return {
    enter(message) {
      const first = !latest.has(message)
      latest.set(message, ++serial)
      return { serial, first }
    },
    isAlone: (message, arrival) => arrival.first && latest.peek(message) === arrival.serial,
  }
}
