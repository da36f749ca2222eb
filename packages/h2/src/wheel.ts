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
  readonly #expireOthers: (tick: number) => boolean
  #tick = 0
  #count = 0
  #timer: NodeJS.Timeout | null = null

  /** `expireOthers`: ends what is due elsewhere by a tick, and answers whether more waits there. */
  constructor(clock: () => number, expire: (call: Call) => void, expireOthers: (tick: number) => boolean) {
    this.#clock = clock
    this.#expire = expire
    this.#expireOthers = expireOthers
  }

  /** The tick of a deadline in so many milliseconds. The wheel turns from now on, until nothing is left on it. */
  due(ms: number): number {
    const now = this.#clock()
    if (this.#timer === null) {
      this.#tick = Math.floor(now / tickMs)
      this.#timer = setInterval(this.#turn, tickMs)
    }
    return Math.max(Math.floor((now + (ms > 0 ? Math.min(ms, longestMs) : 0)) / tickMs), this.#tick + 1)
  }

  /** A call whose `due` is set. */
  add(call: Call): void {
    // One whose time came while it waited is due at the next turn.
    const slot = Math.max(call.due, this.#tick + 1) % slotCount
    const head = this.#slots[slot] as Call | null
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

  /** All that are on it now. */
  all(): readonly Call[] {
    const found: Call[] = []
    for (const head of this.#slots) for (let call = head; call !== null; call = call.later) found.push(call)
    return found
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }

  /**
   * Behind the sockets, by the time before them: a process that was busy must not take its own delay for the peer's, and end what was
   * answered meanwhile. It may have been busy between the two, as well.
   */
  readonly #turn = (): void => {
    setImmediate(this.#sweep, Math.floor(this.#clock() / tickMs))
  }

  readonly #sweep = (now: number): void => {
    const waits = this.#expireOthers(now)
    // Not at the last one's end: bursts follow each other, and a timer for each would cost more than an idle turn.
    if (this.#count === 0 && !waits) {
      this.stop()
      return
    }
    // After a long stop of the process each slot is seen once.
    const first = Math.max(this.#tick + 1, now - slotCount + 1)
    this.#tick = Math.max(this.#tick, now)
    for (let tick = first; tick <= now; tick++) this.#empty(tick % slotCount, now)
  }

  #empty(slot: number, now: number): void {
    const due: Call[] = []
    for (let call = this.#slots[slot] as Call | null; call !== null; call = call.later) if (call.due <= now) due.push(call)
    // One may have ended by another's end.
    for (const call of due) if (call.slot === slot && call.due <= now) this.#expire(call)
  }
}
