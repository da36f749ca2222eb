import type { DeliveryJob } from '../delivery-api.ts'
import type { DeliveryResults } from './delivery-results.ts'
import type { Shared } from './shared.ts'
import type { TargetAttempt } from './target-attempt.ts'

/** A job's pauses, and what becomes of its entries while they wait: a push may lose its reason, or its badge. */
export class RetryWaiter {
  readonly #shared: Shared
  readonly #ends: DeliveryResults
  readonly #absolute: boolean
  /** Whether a request shows one badge for all of its targets. */
  readonly sharesBadge: boolean

  constructor(shared: Shared, job: DeliveryJob, ends: DeliveryResults) {
    this.#shared = shared
    this.#ends = ends
    const { capabilities, limits } = job.channel
    this.#absolute = capabilities.badge === 'absolute' || (job.setsBadge === true && capabilities.badge === 'add')
    this.sharesBadge = this.#absolute && limits.tokens > 1
  }

  /** Waits before the next attempt; answers what is still to go by then. */
  async pause(entries: readonly TargetAttempt[]): Promise<readonly TargetAttempt[]> {
    const waiting = this.standing(entries, true)
    let longest = 0
    for (const entry of waiting) longest = Math.max(longest, entry.wait)
    if (longest > 0) await this.until(started => this.#shared.sleepers.sleep(longest, started), waiting)
    return this.standing(waiting, true)
  }

  /** Waits for something that can be left; what ends meanwhile ends at once, and when that is all, so does the wait. */
  async until<T>(wait: (started: (leave: () => void) => void) => Promise<T>, entries: readonly TargetAttempt[]): Promise<T> {
    let stop = (): void => undefined
    const result = await wait(leave => {
      stop = this.#watch(entries, leave)
    })
    stop()
    return result
  }

  /** Asks whenever there is reason to; calls `none` when nothing is to go any more. Answers how to stop. */
  #watch(entries: readonly TargetAttempt[], none: () => void): () => void {
    const stops: (() => void)[] = []
    let left = entries.length
    for (const entry of entries) {
      const ask = (): void => {
        if (!this.#ends.isOpen(entry) || this.stands(entry, false)) return
        left--
        if (left === 0) none()
      }
      const stop = entry.target.waits?.(ask)
      if (stop !== undefined) stops.push(stop)
    }
    return () => {
      for (const stop of stops) stop()
    }
  }

  /** Without those whose push lost its reason while it waited. `badges`: an overtaken badge is left out from now on. */
  standing(entries: readonly TargetAttempt[], badges: boolean): readonly TargetAttempt[] {
    let left = 0
    for (const entry of entries) if (this.stands(entry, badges)) left++
    return left === entries.length ? entries : entries.filter(entry => this.#ends.isOpen(entry))
  }

  stands(entry: TargetAttempt, badges: boolean): boolean {
    if (!this.#ends.isOpen(entry)) return false
    const standing = entry.target.permission?.(entry.attempts > 0) ?? 'current'
    if (standing === 'current') return true
    if (standing === 'badge-stale') {
      // What only adds one is right whatever came before it.
      if (badges && this.#absolute) entry.leaveBadge()
      return true
    }
    if (standing === 'superseded') this.#ends.end(entry, 'superseded', null, null)
    else this.#ends.end(entry, 'suppressed', null, standing)
    return false
  }
}
