import type { Rate } from '../channel/rate.ts'

/** A token bucket that reserves: what does not fit now is told how long to wait, in the order of asking. */
export class Quota {
  readonly #rate: Rate
  #level: number
  #at: number | null = null
  #startedAt = 0

  constructor(rate: Rate) {
    this.#rate = rate
    this.#level = rate.burst ?? rate.perSecond
  }

  /** Takes a request's share and answers the milliseconds to wait before sending it; 0: go. */
  reserve(tokens: number, now: number): number {
    const rate = this.#refill(now)
    this.#level -= this.#share(tokens)
    return this.#level >= 0 ? 0 : Math.ceil((-this.#level / rate) * 1000)
  }

  /** Gives back what was reserved and not sent. */
  refund(tokens: number): void {
    this.#level += this.#share(tokens)
  }

  #share(tokens: number): number {
    return this.#rate.unit === 'request' ? 1 : tokens
  }

  /** Units a second at this moment. */
  #refill(now: number): number {
    if (this.#at === null) {
      this.#at = now
      this.#startedAt = now
      const ramp = this.#height(now)
      this.#level *= ramp
    }
    const rate = this.#rate.perSecond * this.#height(now)
    const gained = (Math.max(0, now - this.#at) / 1000) * rate
    this.#at = Math.max(now, this.#at)
    this.#level = Math.min(this.#rate.burst ?? this.#rate.perSecond, this.#level + gained)
    return rate
  }

  #height(now: number): number {
    const over = this.#rate.rampMs ?? 0
    return over === 0 ? 1 : Math.min(1, 0.1 + (0.9 * Math.max(0, now - this.#startedAt)) / over)
  }
}
