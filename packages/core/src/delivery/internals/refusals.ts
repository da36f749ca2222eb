const inARow = 5
const firstMs = 30_000
const longestMs = 300_000

/**
 * Stops an app entry whose credential the vendor refuses time after time, each after a renewal: going on would only be taken for an
 * attack, and the operator has to act.
 */
export class Refusals {
  #count = 0
  #until = 0
  #stops = 0

  refused(now: number): void {
    this.#count++
    if (this.#count < inARow) return
    this.#until = now + Math.min(longestMs, firstMs * 2 ** Math.min(this.#stops, 10))
    this.#stops++
    // One more refusal after the stop is enough to stop again.
    this.#count = inARow - 1
  }

  /** Something was accepted, or the credential was replaced. */
  reset(): void {
    this.#count = 0
    this.#until = 0
    this.#stops = 0
  }

  stopped(now: number): boolean {
    return now < this.#until
  }
}
