import { createBoundedMap } from './bounded-map.ts'

/** One time that a message id came by. */
export interface Arrival {
  /** Its place among all that came to this engine. */
  readonly serial: number
  /** No message with this id came by lately. */
  readonly first: boolean
  /** How many accepted pushes were forgotten by then. */
  readonly evictedCount: number
}

/** Counts what comes to the engine, and tells whether anything of a message id but this very arrival can stand on a device. */
export interface MessageSequencer {
  enter(message: string): Arrival
  /** The place of what is no message. */
  next(): number
  /** The first of its id, and none has come since. */
  isAlone(message: string, arrival: Arrival): boolean
}

/** Remembers at least half of `size` ids, and at most `size`; `forgotten` counts what the engine has no memory of any more. */
export function createMessageSequencer(size: number, forgotten: () => number): MessageSequencer {
  const latest = createBoundedMap<string, number>(size)
  let serial = 0
  /** The serial of the last one whose id had come before: most engines hear of no edits, and look nothing up. */
  let repeatedAt = 0
  return {
    enter(message) {
      const first = !latest.has(message)
      latest.set(message, ++serial)
      if (!first) repeatedAt = serial
      return { serial, first, evictedCount: forgotten() }
    },
    next: () => ++serial,
    isAlone: (message, arrival) => arrival.first && (repeatedAt < arrival.serial || latest.peek(message) === arrival.serial),
  }
}
