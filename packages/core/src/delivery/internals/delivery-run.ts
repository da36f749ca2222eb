import type { Answer, Credential } from '../../channel/contract.ts'
import type { Delivered, DeliveryJob, ResultListener } from '../delivery-api.ts'
import type { Listener } from '../transport.ts'
import { TransportError } from '../transport-error.ts'
import { AdmissionController } from './admission-controller.ts'
import type { AppState } from './app-state.ts'
import { applyAnswer } from './apply-answer.ts'
import { type BatchAttempt, createBatchAttempt, splitFrom } from './batch-attempt.ts'
import { DeliveryResults, none } from './delivery-results.ts'
import { failureOf, wasNotSent } from './failures.ts'
import { Requests } from './requests.ts'
import { RetryWaiter } from './retry-waiter.ts'
import { SafeWords } from './safe-words.ts'
import type { Shared } from './shared.ts'
import { TargetAttempt } from './target-attempt.ts'

/** Requests of one job that start in one turn of the event loop: so the peer works on the first while the next ones are made. */
const slice = 64

/** Hands what a first attempt came to back to its run. */
class FirstAttempt implements Listener<readonly Answer[]> {
  readonly #run: DeliveryRun
  readonly #entry: TargetAttempt
  readonly #credential: Credential<unknown>
  readonly #end: () => void

  constructor(run: DeliveryRun, entry: TargetAttempt, credential: Credential<unknown>, end: () => void) {
    this.#run = run
    this.#entry = entry
    this.#credential = credential
    this.#end = end
  }

  done(answers: readonly Answer[]): void {
    this.#run.heard(this.#entry, answers, this.#credential, this.#end)
  }

  failed(error: unknown): void {
    this.#run.heardNothing(this.#entry, error, this.#end)
  }
}

/** One call of `deliver`: from its targets to one Delivered each. */
export class DeliveryRun {
  readonly #shared: Shared
  readonly #state: AppState
  readonly #job: DeliveryJob
  readonly #ends: DeliveryResults
  readonly #waits: RetryWaiter
  readonly #entrance: AdmissionController
  readonly #requests: Requests
  readonly #safe: SafeWords

  constructor(shared: Shared, state: AppState, job: DeliveryJob, told: ResultListener | undefined) {
    this.#shared = shared
    this.#state = state
    this.#job = job
    this.#safe = new SafeWords(job.targets)
    this.#ends = new DeliveryResults(shared, job, told, this.#safe)
    this.#waits = new RetryWaiter(shared, job, this.#ends)
    this.#entrance = new AdmissionController(shared, state, job, this.#ends, this.#waits)
    this.#requests = new Requests(shared, state, job)
  }

  async all(): Promise<readonly Delivered[]> {
    const { batchId, channel, exchange } = this.#job
    const entries = this.#entries()
    const { tokens, prepareFrom } = channel.limits
    const prepared = exchange === undefined && channel.prepare !== undefined && prepareFrom !== undefined && entries.length >= prepareFrom
    if (tokens === 1 && !prepared) await this.#each(entries)
    else if (entries.length > 0 && entries.length <= tokens) await this.#send(entries, createBatchAttempt(batchId, prepared))
    else {
      const batches: Promise<void>[] = []
      for (let at = 0; at < entries.length; at += tokens) {
        // A vendor that drops repeated request ids must not take one batch for another.
        const id = at === 0 ? batchId : `${batchId}-${at / tokens}`
        batches.push(this.#send(entries.slice(at, at + tokens), createBatchAttempt(id, prepared)))
      }
      await Promise.all(batches)
    }
    return this.#ends.results
  }

  /** What may be sent: a malformed token has its end here, before it reaches a path or a body. */
  #entries(): readonly TargetAttempt[] {
    const { targets, channel } = this.#job
    const allowed = this.#shared.retry.attempts - 1
    const entries: TargetAttempt[] = []
    let index = 0
    for (const target of targets) {
      const entry = new TargetAttempt(target, index++, allowed)
      if (this.#state.token.test(target.token.reveal())) entries.push(entry)
      else {
        entry.answer = { kind: 'rejected', fault: 'token', code: 'token-malformed', detail: `not a token of ${channel.name}: it was not sent` }
        this.#ends.end(entry, 'rejected', 'token', entry.answer.detail ?? null)
      }
    }
    return entries
  }

  /** One token a request, each on a way of its own. */
  #each(entries: readonly TargetAttempt[]): Promise<void> {
    return new Promise(resolve => {
      let left = entries.length
      const done = (): void => {
        left--
        if (left === 0) resolve()
      }
      const from = (start: number): void => {
        const end = Math.min(start + slice, entries.length)
        for (let at = start; at < end; at++) this.#one(entries[at] as TargetAttempt, done)
        if (end < entries.length) setImmediate(from, end)
      }
      if (left === 0) resolve()
      else from(0)
    })
  }

  /** Where all is at hand for a first attempt, its answer alone is waited for, without a promise of ours: that is the way of most pushes. */
  #one(entry: TargetAttempt, done: () => void): void {
    const credential = this.#entrance.tryAcquire()
    if (credential === null) {
      this.#send([entry], createBatchAttempt(entry.target.id, false)).then(done)
      return
    }
    if (this.#waits.stands(entry, true)) {
      this.#requests.one(entry, credential, new FirstAttempt(this, entry, credential, done))
      return
    }
    this.#shared.slots.release()
    this.#state.quota?.refund(1)
    done()
  }

  /** A first attempt of one entry has its answer. */
  heard(entry: TargetAttempt, answers: readonly Answer[], credential: Credential<unknown>, done: () => void): void {
    this.#shared.slots.release()
    const only = answers[0]
    if (only?.kind === 'accepted') {
      this.#state.breaker.answered()
      this.#accepted()
      this.#judge(entry, only, true, false)
      done()
      return
    }
    const group = createBatchAttempt(entry.target.id, false)
    this.#send([entry], group, this.#answered([entry], answers, group, credential)).then(done)
  }

  /** A first attempt of one entry has none. */
  heardNothing(entry: TargetAttempt, error: unknown, done: () => void): void {
    this.#shared.slots.release()
    if (wasNotSent(error)) entry.attempts--
    this.#send([entry], createBatchAttempt(entry.target.id, false), Promise.resolve(this.#unanswered([entry], error))).then(done)
  }

  /** Attempts, with pauses between them, until every entry has its end. `first`: what an attempt that was made already has left. */
  async #send(entries: readonly TargetAttempt[], group: BatchAttempt, first?: Promise<readonly TargetAttempt[]>): Promise<void> {
    try {
      let pending = first === undefined ? entries : await this.#rested(await first, group)
      while (pending.length > 0) pending = await this.#rested(await this.#attempt(pending, group), group)
    } catch (error) {
      // A plugin that breaks the contract in a way nobody thought of ends its own batch, and nothing else.
      const { cause } = failureOf(error)
      for (const entry of entries) if (this.#ends.isOpen(entry)) this.#ends.end(entry, 'rejected', 'config', cause)
    }
  }

  /** What is to go again after the pause that it has to make. */
  async #rested(pending: readonly TargetAttempt[], group: BatchAttempt): Promise<readonly TargetAttempt[]> {
    if (pending.length === 0) return pending
    const left = await this.#waits.pause(pending)
    return left.length > 1 && this.#waits.sharesBadge ? this.#apart(left, group) : left
  }

  /** Sends those apart whose badge is left out; answers the others. */
  async #apart(entries: readonly TargetAttempt[], own: BatchAttempt): Promise<readonly TargetAttempt[]> {
    const bare = entries.filter(entry => entry.sent !== entry.target)
    if (bare.length === 0 || bare.length === entries.length) return entries
    const rest = entries.filter(entry => entry.sent === entry.target)
    await Promise.all([this.#send(bare, splitFrom(own, `${own.id}-bare`)), this.#send(rest, own)])
    return none
  }

  /** One attempt, or what keeps it from being made; answers what is to go again. */
  async #attempt(pending: readonly TargetAttempt[], group: BatchAttempt): Promise<readonly TargetAttempt[]> {
    const admission = await this.#entrance.acquire(pending)
    if (!('credential' in admission)) return admission
    const { entries, credential } = admission
    let answers: readonly Answer[]
    try {
      answers = await this.#requests.many(entries, group, credential)
    } catch (error) {
      this.#shared.slots.release()
      return this.#unanswered(entries, error)
    }
    this.#shared.slots.release()
    return this.#answered(entries, answers, group, credential)
  }

  #unanswered(entries: readonly TargetAttempt[], error: unknown): readonly TargetAttempt[] {
    const { breaker, refusals } = this.#state
    const now = this.#shared.clock()
    const failure = failureOf(error)
    if (failure.down) {
      breaker.failed(now)
      this.#state.cause = this.#safe.text(failure.cause)
    } else breaker.dropped()
    if (failure.refused === true) refusals.refused(now)
    return this.#ends.failed(entries, failure, error instanceof TransportError && error.taken)
  }

  async #answered(
    entries: readonly TargetAttempt[],
    answers: readonly Answer[],
    group: BatchAttempt,
    credential: Credential<unknown>,
  ): Promise<readonly TargetAttempt[]> {
    const { breaker, refusals } = this.#state
    if (answers.every(isDown)) {
      breaker.failed(this.#shared.clock())
      this.#state.cause = answers[0]?.kind ?? null
    } else breaker.answered()
    if (answers.some(isStop) && !this.#superseded(credential)) refusals.refused(this.#shared.clock())
    return this.#sort(entries, answers, group, credential)
  }

  #judge(entry: TargetAttempt, answer: Answer, alone: boolean, believed: boolean) {
    return applyAnswer(entry, this.#safe.answer(answer), { alone, believed, quotaClass: this.#job.payload.quotaClass }, this.#state, this.#ends, this.#shared)
  }

  #accepted(): void {
    this.#state.doubt.accepted()
    this.#state.refusals.reset()
  }

  /** Ends what has its answer; sends one by one what is to be split; answers what goes again. */
  async #sort(
    pending: readonly TargetAttempt[],
    answers: readonly Answer[],
    group: BatchAttempt,
    credential: Credential<unknown>,
  ): Promise<readonly TargetAttempt[]> {
    // First, since a doubtful `gone` of the same batch is believed for it.
    if (answers.some(answer => answer.kind === 'accepted')) this.#accepted()
    // Once a request, however many tokens it was for.
    const believed = answers.some(isDoubtful) && this.#state.doubt.believes()
    const again: TargetAttempt[] = []
    const unauthorized: TargetAttempt[] = []
    const split: TargetAttempt[] = []
    let stale = false
    for (const [at, entry] of pending.entries()) {
      const answer = answers[at]
      const next =
        answer === undefined
          ? this.#ends.end(entry, 'rejected', 'config', 'channel-answered-too-few')
          : isStop(answer) && !group.renewed && this.#superseded(credential)
            ? 'unauthorized'
            : this.#judge(entry, answer, pending.length === 1, believed)
      if (next === 'again') again.push(entry)
      else if (next === 'unauthorized') unauthorized.push(entry)
      else if (next === 'retryIndividually') split.push(entry)
      else if (next === 'preparedMessageExpired') {
        stale = true
        if (group.preparedAnew || group.stored === null) this.#ends.end(entry, 'failed', null, 'unavailable')
        else again.push(entry)
      }
    }
    if (stale && group.stored !== null) {
      this.#state.handles.drop(this.#job.payload.key, group.stored)
      group.preparedAnew = true
    }
    if (unauthorized.length > 0) again.push(...(await this.#renew(unauthorized, group, credential)))
    if (split.length === 0) return again
    // One token a request, each under an id of its own; what goes again does not wait for them.
    const alone = split.map(entry => this.#send([entry], splitFrom(group, entry.target.id)))
    await Promise.all([this.#send(again, group, Promise.resolve(again)), ...alone])
    return none
  }

  /** Another credential has taken its place: what is said of it holds no more. */
  #superseded(credential: Credential<unknown>): boolean {
    const standing = this.#state.credentials.standing(this.#shared.clock())
    return standing !== null && standing !== credential
  }

  /** A new credential, once. */
  async #renew(entries: readonly TargetAttempt[], group: BatchAttempt, refused: Credential<unknown>): Promise<readonly TargetAttempt[]> {
    const now = this.#shared.clock()
    if (!group.renewed) {
      group.renewed = true
      try {
        const renewed = await this.#state.credentials.renew(refused, now)
        if (renewed !== null && renewed !== refused) return entries
      } catch (error) {
        return this.#ends.failed(entries, failureOf(error))
      }
    }
    this.#state.refusals.refused(now)
    return this.#ends.refuseAll(entries, 'unauthorized')
  }
}

/** Something answers that is not the vendor, or the vendor that it is down. */
const isDown = (answer: Answer): boolean => answer.kind === 'unavailable' || answer.kind === 'protocol'
const isStop = (answer: Answer): boolean => answer.kind === 'rejected' && answer.credentialRejected === true
const isDoubtful = (answer: Answer): boolean => answer.kind === 'gone' && answer.unconfirmed === true
