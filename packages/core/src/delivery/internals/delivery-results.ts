import type { Delivered, DeliveryJob, ResultListener } from '../delivery-api.ts'
import { retryDelay } from '../retry.ts'
import type { Failure } from './failures.ts'
import type { SafeWords } from './safe-words.ts'
import type { Shared } from './shared.ts'
import type { TargetAttempt } from './target-attempt.ts'

/** No entry goes again. */
export const none: readonly TargetAttempt[] = []

/** These are `failed` however much of the ttl is left: another channel may still be in time. */
const downs: ReadonlySet<string | null> = new Set(['closed', 'paused', 'exhausted'])

/** The ends of one job's entries, and the time that they have. What goes again is answered with its `wait` set. */
export class DeliveryResults {
  readonly results: Delivered[]
  readonly startedAt: number
  readonly #shared: Shared
  /** UNIX ms: no attempt starts at or after it, and what that means. */
  readonly #until: number
  readonly #atEnd: 'failed' | 'expired'
  readonly #told: ResultListener | undefined
  readonly #safe: SafeWords

  constructor(shared: Shared, job: DeliveryJob, told: ResultListener | undefined, safe: SafeWords) {
    this.#safe = safe
    this.#shared = shared
    this.#told = told
    this.startedAt = shared.clock()
    const { budgetMs, nowMs } = shared.retry
    const budgetEnd = this.startedAt + (job.ttlZero ? Math.min(nowMs, budgetMs) : budgetMs)
    const expires = !job.ttlZero && job.expiresAt <= budgetEnd
    this.#until = expires ? job.expiresAt : budgetEnd
    this.#atEnd = expires ? 'expired' : 'failed'
    this.results = new Array(job.targets.length)
  }

  /** Whether no attempt may start now. A budget of nothing still has its first attempt; a push that has expired has none. */
  over(now: number): boolean {
    return now >= this.#until && (now > this.startedAt || this.#atEnd === 'expired')
  }

  end(entry: TargetAttempt, status: Delivered['status'], fault: Delivered['fault'], detail: string | null): 'done' {
    const delivered = entry.end(status, fault, detail === null ? null : this.#safe.text(detail), this.#shared.clock() - this.startedAt)
    this.results[entry.index] = delivered
    this.#told?.(entry.index, delivered)
    return 'done'
  }

  /** Whether it has no end yet. */
  isOpen(entry: TargetAttempt): boolean {
    return this.results[entry.index] === undefined
  }

  /** All have their end for this reason, or for the one they already had. */
  endAll(entries: readonly TargetAttempt[], cause: string | null): readonly TargetAttempt[] {
    for (const entry of entries) this.end(entry, downs.has(cause) ? 'failed' : this.#atEnd, null, cause ?? entry.cause)
    return none
  }

  /** A config fault ends all. */
  refuseAll(entries: readonly TargetAttempt[], detail: string): readonly TargetAttempt[] {
    for (const entry of entries) this.end(entry, 'rejected', 'config', entry.answer?.detail ?? detail)
    return none
  }

  /** Whether a wait would end in time. */
  inTime(ms: number): boolean {
    return this.#shared.clock() + ms < this.#until
  }

  /** Holds all until a gate opens, with some jitter behind it, so that not all that wait go at once. It costs no retry. */
  hold(entries: readonly TargetAttempt[], until: number, cause: string): readonly TargetAttempt[] {
    const wait = until - this.#shared.clock() + retryDelay(0, {}, this.#shared.random(), this.#shared.retry)
    if (!this.inTime(wait)) return this.endAll(entries, cause)
    return entries.filter(entry => {
      entry.wait = wait
      entry.held += wait
      // A host's clock may stand still, or be set back: nothing is held longer for that.
      const over = this.startedAt + entry.held > this.#until
      if (over) this.endAll([entry], cause)
      return !over
    })
  }

  /** Takes one of an entry's retries; false: it has none left, or its wait would end too late, and it has its end. */
  spend(entry: TargetAttempt): boolean {
    if (entry.retries >= entry.allowed) this.end(entry, 'failed', null, entry.cause)
    else if (!this.inTime(entry.wait)) this.end(entry, downs.has(entry.cause) ? 'failed' : this.#atEnd, null, entry.cause)
    else {
      entry.retries++
      return true
    }
    return false
  }

  /** There was no answer; `lost`: though the vendor may have acted. */
  failed(entries: readonly TargetAttempt[], failure: Failure, lost = false): readonly TargetAttempt[] {
    const { random, retry } = this.#shared
    return entries.filter(entry => {
      entry.cause = failure.cause
      entry.lost ||= lost
      entry.wait = retryDelay(entry.retries, {}, random(), retry)
      if (failure.next === 'config') this.end(entry, 'rejected', 'config', failure.cause)
      else if (failure.next === 'fail') this.end(entry, 'failed', null, failure.cause)
      else return this.spend(entry)
      return false
    })
  }
}
