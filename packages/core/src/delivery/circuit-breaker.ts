import type { BreakerOptions } from './delivery-api.ts'

/** The defaults of BreakerOptions. */
export const breakerDefaults: Required<BreakerOptions> = { failures: 50, openMs: 1000, maxOpenMs: 30_000 }

/**
 * Stops requests to a host that does not answer: after so many failures in a row it opens, later lets one probe through, and closes
 * when that is answered. One for each (channel, app, credential). A refused credential is an answer, so it never opens it.
 */
export class CircuitBreaker {
  readonly #options: Required<BreakerOptions>
  #failures = 0
  #openUntil = 0
  #openings = 0
  #probing = false

  constructor(options: BreakerOptions = {}) {
    this.#options = { ...breakerDefaults, ...options }
  }

  /** Nothing was ever amiss, or all is well again. */
  get closed(): boolean {
    return this.#openings === 0
  }

  /** 0: send; else UNIX ms of when to ask again. What got 0 reports `answered`, `failed` or `dropped`. */
  enter(now: number): number {
    if (this.#openings === 0) return 0
    if (now < this.#openUntil) return this.#openUntil
    if (this.#probing) return now + this.#options.openMs
    this.#probing = true
    return 0
  }

  /** The vendor answered, whatever it said of the tokens. */
  answered(): void {
    this.#failures = 0
    this.#openings = 0
    this.#probing = false
  }

  /** No answer, or none but `unavailable`. */
  failed(now: number): void {
    this.#failures++
    if (this.#openings > 0 && !this.#probing) return
    if (!this.#probing && this.#failures < this.#options.failures) return
    this.#probing = false
    this.#openUntil = now + Math.min(this.#options.maxOpenMs, this.#options.openMs * 2 ** Math.min(this.#openings, 20))
    this.#openings++
  }

  /** What was let through ended without telling anything of the host: the next one probes. */
  dropped(): void {
    this.#probing = false
  }
}
