import type { Credential } from '../../channel/contract.ts'
import type { DeliveryJob } from '../delivery-api.ts'
import type { AppState } from './app-state.ts'
import type { DeliveryResults } from './delivery-results.ts'
import { failureOf } from './failures.ts'
import type { RetryWaiter } from './retry-waiter.ts'
import type { Shared } from './shared.ts'
import type { TargetAttempt } from './target-attempt.ts'

/** An attempt that may be made now: a slot and its share of the quota are taken. */
export interface Admission {
  readonly entries: readonly TargetAttempt[]
  readonly credential: Credential<unknown>
}

/** What stands before each attempt: the kill switch, the ttl, gates, quota, credential, slots, breaker. */
export class AdmissionController {
  readonly #shared: Shared
  readonly #state: AppState
  readonly #job: DeliveryJob
  readonly #ends: DeliveryResults
  readonly #waits: RetryWaiter

  constructor(shared: Shared, state: AppState, job: DeliveryJob, ends: DeliveryResults, waits: RetryWaiter) {
    this.#shared = shared
    this.#state = state
    this.#job = job
    this.#ends = ends
    this.#waits = waits
  }

  /** Takes all that an attempt of one entry needs, if nothing of it is to be waited for and nothing is in the way; else null, and nothing is taken. */
  tryAcquire(): Credential<unknown> | null {
    const { slots, clock } = this.#shared
    const { breaker, credentials, quota, refusals } = this.#state
    const now = clock()
    const credential = credentials.settled(now)
    if (credential === null || !breaker.closed || !refusals.none || this.#isHeld(now) || !slots.tryAcquire()) return null
    if (quota === null || quota.tryTake(1)) return credential
    slots.release()
    return null
  }

  /** Waits for all that an attempt needs; or answers what keeps it from being made: what is held, or none where all have their end. */
  async acquire(pending: readonly TargetAttempt[]): Promise<Admission | readonly TargetAttempt[]> {
    const { slots, clock } = this.#shared
    const { credentials, quota } = this.#state
    const held = this.#held(pending)
    if (held !== null) return held
    if (quota !== null && !quota.tryTake(pending.length)) {
      if (!this.#ends.inTime(quota.wait(pending.length))) return this.#ends.endAll(pending, 'throttled')
      const taken = await this.#waits.until(started => quota.turn(pending.length, started), pending)
      const open = this.#open(pending)
      // Without a share nothing is to go any more, or all is being closed.
      if (!taken) return this.#ends.endAll(open, 'closed')
      const heldNow = this.#held(open)
      if (heldNow !== null) {
        quota.refund(pending.length)
        return heldNow
      }
    }
    let credential: Credential<unknown>
    let waited = false
    try {
      const got = credentials.get(clock())
      waited = got instanceof Promise
      credential = got instanceof Promise ? await got : got
    } catch (error) {
      quota?.refund(pending.length)
      const open = this.#open(pending)
      const failure = failureOf(error)
      // Nothing was sent, so no retry is spent on it: all wait until it is tried again.
      return failure.next === 'retry' ? this.#ends.hold(open, Math.max(clock(), credentials.retryAt), failure.cause) : this.#ends.failed(open, failure)
    }
    if (!slots.tryAcquire()) {
      await slots.acquire()
      waited = true
      // Another may have taken its place meanwhile.
      credential = credentials.standing(clock()) ?? credential
    }
    const entries = this.#waits.standing(pending, !this.#waits.sharesBadge)
    const late = entries.length === 0 ? entries : this.#heldLast(entries, waited)
    if (late === null) {
      if (entries.length < pending.length) quota?.refund(pending.length - entries.length)
      return { entries, credential }
    }
    slots.release()
    quota?.refund(pending.length)
    return late
  }

  #open(entries: readonly TargetAttempt[]): readonly TargetAttempt[] {
    return entries.every(entry => this.#ends.isOpen(entry)) ? entries : entries.filter(entry => this.#ends.isOpen(entry))
  }

  #isHeld(now: number): boolean {
    const { closed, pauses } = this.#shared
    const { channel, app, payload } = this.#job
    const { gates, refusals } = this.#state
    return closed || pauses.has(channel.name, app.app) || this.#ends.over(now) || refusals.stopped(now) || gates.closedUntil(payload.quotaClass, now) !== 0
  }

  /** null: nothing is in the way; else what is held, or none where all have their end. */
  #held(pending: readonly TargetAttempt[]): readonly TargetAttempt[] | null {
    const { clock, closed, pauses } = this.#shared
    const { channel, app, payload } = this.#job
    const { gates, refusals } = this.#state
    const now = clock()
    if (!this.#isHeld(now)) return null
    if (closed) return this.#ends.endAll(pending, 'closed')
    if (pauses.has(channel.name, app.app)) return this.#ends.endAll(pending, 'paused')
    if (this.#ends.over(now)) return this.#ends.endAll(pending, null)
    if (refusals.stopped(now)) return this.#ends.refuseAll(pending, 'credential-refused')
    return this.#ends.hold(pending, gates.closedUntil(payload.quotaClass, now), 'exhausted')
  }

  /** The same with a slot in hand, where it may have `waited` long; and what lets requests through one by one. */
  #heldLast(pending: readonly TargetAttempt[], waited: boolean): readonly TargetAttempt[] | null {
    const { breaker, refusals } = this.#state
    const held = waited || this.#shared.closed ? this.#held(pending) : null
    if (held !== null) return held
    const now = this.#shared.clock()
    const until = breaker.enter(now)
    if (until > 0) return this.#ends.hold(pending, until, this.#state.cause ?? 'unavailable')
    if (refusals.enter(now)) return null
    breaker.dropped()
    return this.#ends.refuseAll(pending, 'credential-refused')
  }
}
