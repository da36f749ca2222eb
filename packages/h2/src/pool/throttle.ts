const hold = { firstMs: 100, longestMs: 5000, refusedMs: 20 }
/** Refusals of one moment tell one thing. */
const togetherMs = 20
/** Ends of streams that count, and the share of refusals among them that is borne. */
const remembered = 64
const tolerated = 0.1

/** How much a pool allows itself: less after the peer refused streams or asked for calm, and then more again with its answers. */
export class Throttle {
  /** Streams on one connection. */
  limit = Number.POSITIVE_INFINITY
  /** The clock's milliseconds; nothing is sent before. */
  heldUntil = 0
  readonly #maxStreams: number
  readonly #clock: () => number
  #answers = 0
  #calms = 0
  #quietUntil = 0
  /** The share of refusals of late. */
  #refusals = 0

  constructor(maxStreams: number, clock: () => number) {
    this.#maxStreams = maxStreams
    this.#clock = clock
  }

  /** Whether the peer has asked for less, and has not answered enough since. */
  get limited(): boolean {
    return this.limit !== Number.POSITIVE_INFINITY
  }

  get holds(): boolean {
    if (this.heldUntil === 0) return false
    if (this.#clock() < this.heldUntil) return true
    this.heldUntil = 0
    return false
  }

  /** A stream was refused. One now and then is sent again and no more; many of late: half of what is under way, once for all of one moment. */
  refused(active: number): void {
    this.#refusals += (1 - this.#refusals) / remembered
    if (this.#refusals > tolerated && this.#clock() >= this.#quietUntil) this.#halve(active)
  }

  #halve(active: number): void {
    this.#quietUntil = this.#clock() + togetherMs
    this.limit = Math.max(1, Math.floor(Math.min(this.limit, active) / 2))
    this.#answers = 0
    if (this.limit === 1) this.#hold(hold.refusedMs)
  }

  /** ENHANCE_YOUR_CALM: half of it, and a pause, each time a longer one. */
  calm(active: number): void {
    // Streams that end together say it once.
    if (this.holds) return
    this.#halve(active)
    this.#hold(Math.min(hold.longestMs, hold.firstMs * 2 ** this.#calms))
    this.#calms = Math.min(this.#calms + 1, 10)
  }

  /** As many answers as streams: a little more, until there is no need for a limit. */
  answered(): void {
    this.#refusals -= this.#refusals / remembered
    if (!this.limited || ++this.#answers < this.limit) return
    this.#answers = 0
    this.#calms = 0
    this.limit = this.limit * 2 >= this.#maxStreams ? Number.POSITIVE_INFINITY : Math.ceil(this.limit * 1.25)
  }

  #hold(ms: number): void {
    this.heldUntil = Math.max(this.heldUntil, this.#clock() + ms)
  }
}
