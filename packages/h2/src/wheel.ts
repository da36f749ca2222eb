import type { Call } from './connection/call.ts'

const tickMs = 10
const slotCount = 1024
/** Deadlines beyond it, Infinity among them, are this one: some 24 days, as with the platform's timers. */
const longestMs = 2 ** 31 - 1

/** One timer for all deadlines. A deadline is met early by at most one tick (10 ms), and late only when the process is. */
export class Wheel {
  readonly #slots: (Call | null)[] = new Array<Call | null>(slotCount).fill(null)
  readonly #clock: () => number
  readonly #expire: (call: Call) => void
  #tick = 0
  #count = 0
  #timer: NodeJS.Timeout | null = null

  constructor(clock: () => number, expire: (call: Call) => void) {
    this.#clock = clock
    this.#expire = expire
  }

  add(call: Call, ms: number): void {
    const now = this.#clock()
    if (this.#timer === null) {
      this.#tick = Math.floor(now / tickMs)
      this.#timer = setInterval(() => this.#turn(), tickMs)
    }
    const due = Math.max(Math.floor((now + (ms > 0 ? Math.min(ms, longestMs) : 0)) / tickMs), this.#tick + 1)
    const slot = due % slotCount
    const head = this.#slots[slot] as Call | null
    call.due = due
    call.slot = slot
    call.earlier = null
    call.later = head
    if (head !== null) head.earlier = call
    this.#slots[slot] = call
    this.#count++
  }

  remove(call: Call): void {
    if (call.slot < 0) return
    if (call.earlier === null) this.#slots[call.slot] = call.later
    else call.earlier.later = call.later
    if (call.later !== null) call.later.earlier = call.earlier
    call.slot = -1
    call.earlier = null
    call.later = null
    this.#count--
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }

  #turn(): void {
    // Not at the last one's end: bursts follow each other, and a timer for each would cost more than an idle turn.
    if (this.#count === 0) {
      this.stop()
      return
    }
    const now = Math.floor(this.#clock() / tickMs)
    // After a long stop of the process each slot is seen once.
    const first = Math.max(this.#tick + 1, now - slotCount + 1)
    this.#tick = now
    for (let tick = first; tick <= now; tick++) this.#empty(tick % slotCount, now)
  }

  #empty(slot: number, now: number): void {
    const due: Call[] = []
    for (let call = this.#slots[slot] as Call | null; call !== null; call = call.later) if (call.due <= now) due.push(call)
    // One may have ended by another's end.
    for (const call of due) if (call.slot === slot && call.due <= now) this.#expire(call)
  }
}
