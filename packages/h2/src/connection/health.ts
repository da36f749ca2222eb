import type { ConnectionLimits } from './limits.ts'

/** Whether the peer still lives: when to ask it by PING, and when it is given up. Times are the clock's milliseconds. */
export class Health {
  readonly openedAt: number
  /** Something came in since the last check. */
  heard = false
  /** A request ran out of time, and the peer has not answered a PING since: it gets no more. */
  suspect = false
  readonly #limits: ConnectionLimits
  readonly #payload = Buffer.alloc(8)
  #count = 0
  #heardAt: number
  #pingedAt: number | null = null
  /** Checks since then: a process that was stopped itself must look for the answer before it blames the peer. */
  #checks = 0

  constructor(limits: ConnectionLimits, now: number) {
    this.#limits = limits
    this.openedAt = now
    this.#heardAt = now
  }

  /** The first request after a pause: whether a PING is to go with it. */
  resume(now: number): boolean {
    return this.#pingedAt === null && now - this.#heardAt > this.#limits.silenceMs
  }

  doubt(): void {
    this.suspect = true
  }

  check(now: number, busy: boolean): 'ping' | 'dead' | null {
    this.#checks++
    if (this.heard) {
      this.heard = false
      this.#heardAt = now
    }
    if (this.#pingedAt !== null) return now - this.#pingedAt > this.#limits.pingTimeoutMs && this.#checks > 2 ? 'dead' : null
    return now - this.#heardAt > (busy ? this.#limits.silenceMs : this.#limits.pingIntervalMs) ? 'ping' : null
  }

  /** The payload of a PING that is sent now. One that is under way already keeps its deadline. */
  pinged(now: number): Buffer {
    if (this.#pingedAt === null) {
      this.#pingedAt = now
      this.#checks = 0
    }
    this.#payload.writeUInt32BE(++this.#count, 4)
    return this.#payload
  }

  /** A PING's answer; others than ours are ignored. */
  answered(bytes: Buffer, at: number): void {
    if (this.#payload.compare(bytes, at, at + 8) !== 0) return
    this.#pingedAt = null
    this.suspect = false
  }
}
