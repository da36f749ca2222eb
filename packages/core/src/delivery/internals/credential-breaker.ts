const inARow = 5
const firstMs = 30_000
const longestMs = 300_000
/** Milliseconds that others wait for the word on the one that was let through. */
const probeMs = 10_000

/**
 * Stops an app entry whose credential the vendor refuses time after time: going on would only be taken for an attack, and the operator
 * has to act. After the stop one request goes to see, and the others only when something was accepted.
 */
export class CredentialBreaker {
  #count = 0
  #until = 0
  #stops = 0
  #probing = false

  refused(now: number): void {
    // Those that were under way when it stopped say nothing new.
    if (now < this.#until && !this.#probing) return
    this.#probing = false
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
    this.#probing = false
  }

  /** It never stopped anything, or something was accepted since. */
  get none(): boolean {
    return this.#stops === 0
  }

  stopped(now: number): boolean {
    return now < this.#until
  }

  /** Whether a request may go now: after a stop, one alone. */
  enter(now: number): boolean {
    if (this.#stops === 0) return true
    if (now < this.#until) return false
    this.#until = now + probeMs
    this.#probing = true
    return true
  }
}
