import type { Answer } from '../../channel/answer.ts'
import type { Batch, Credential } from '../../channel/contract.ts'
import type { Draft, WireRequest } from '../../channel/wire.ts'
import type { Delivered, DeliveryJob, RetryOptions } from '../delivery-api.ts'
import { drive } from '../drive.ts'
import type { Pauses } from '../gates.ts'
import { pause } from '../retry.ts'
import type { Transport, TransportOptions } from '../transport.ts'
import type { AppState } from './app-state.ts'
import { Entry } from './entry.ts'
import { type Failure, failureOf } from './failures.ts'
import { judge } from './judge.ts'
import type { Sleepers } from './sleepers.ts'
import type { Slots } from './slots.ts'

/** What all runs of one delivery share. */
export interface Shared {
  readonly clock: () => number
  readonly random: () => number
  readonly transport: Transport
  readonly retry: Required<RetryOptions>
  readonly sleepers: Sleepers
  readonly slots: Slots
  readonly pauses: Pauses
  readonly requestTimeoutMs: number
  readonly signal: AbortSignal
  /** true: nothing is sent any more. */
  closed: boolean
}

type Handle = { readonly handle: string } | Answer

/** Entries that share requests, and what was already done for them. */
interface Group {
  readonly id: string
  readonly prepared: boolean
  renewed: boolean
  preparedAnew: boolean
  /** What `prepare` stored, or is storing. */
  stored: Promise<Handle> | null
}

/** One call of `deliver`: from its targets to one Delivered each. */
export class Run {
  readonly shared: Shared
  readonly job: DeliveryJob
  readonly #state: AppState
  readonly #startedAt: number
  /** UNIX ms: no attempt starts at or after it, and what that means. */
  readonly #until: number
  readonly #atEnd: 'failed' | 'expired'
  readonly #requests: TransportOptions
  readonly #results: Delivered[]

  constructor(shared: Shared, state: AppState, job: DeliveryJob) {
    this.shared = shared
    this.#state = state
    this.job = job
    this.#startedAt = shared.clock()
    const { budgetMs, nowMs } = shared.retry
    const budgetEnd = this.#startedAt + (job.ttlZero ? Math.min(nowMs, budgetMs) : budgetMs)
    const expires = !job.ttlZero && job.expiresAt <= budgetEnd
    this.#until = expires ? job.expiresAt : budgetEnd
    this.#atEnd = expires ? 'expired' : 'failed'
    this.#requests = { protocol: job.channel.protocol ?? 'http1', timeoutMs: shared.requestTimeoutMs, signal: shared.signal }
    this.#results = new Array(job.targets.length)
  }

  async all(): Promise<readonly Delivered[]> {
    const { targets, batchId, channel } = this.job
    const entries: Entry[] = []
    for (const [index, target] of targets.entries()) {
      const entry = new Entry(target, index, this.shared.retry.attempts - 1)
      if (this.#state.token.test(target.token.reveal())) entries.push(entry)
      else {
        entry.answer = { kind: 'rejected', fault: 'token', code: 'token-malformed', detail: `not a token of ${channel.name}: it was not sent` }
        this.end(entry, 'rejected', 'token', entry.answer.detail ?? null)
      }
    }
    const { tokens, prepareFrom } = channel.limits
    const prepared = channel.prepare !== undefined && prepareFrom !== undefined && entries.length >= prepareFrom
    if (entries.length > 0 && entries.length <= tokens) await this.#whole(entries, group(batchId, prepared))
    else {
      const batches: Promise<void>[] = []
      for (let at = 0; at < entries.length; at += tokens) {
        // A vendor that drops repeated request ids must not take one batch for another.
        const id = at === 0 ? batchId : `${batchId}-${at / tokens}`
        batches.push(this.#whole(entries.slice(at, at + tokens), group(id, prepared)))
      }
      await Promise.all(batches)
    }
    return this.#results
  }

  /** A plugin that breaks the contract in a way nobody thought of ends its own batch, and nothing else. */
  async #whole(entries: readonly Entry[], group: Group): Promise<void> {
    try {
      await this.#send(entries, group)
    } catch (error) {
      for (const entry of entries) if (this.#results[entry.index] === undefined) this.end(entry, 'rejected', 'config', failureOf(error).cause)
    }
  }

  end(entry: Entry, status: Delivered['status'], fault: Delivered['fault'], detail: string | null): 'done' {
    this.#results[entry.index] = entry.end(status, fault, detail, this.shared.clock() - this.#startedAt)
    return 'done'
  }

  /** Attempts until every entry has its end. */
  async #send(entries: readonly Entry[], group: Group): Promise<void> {
    const { slots, clock } = this.shared
    const { breaker } = this.#state
    let pending = entries
    while (pending.length > 0) {
      if (!(await this.#open(pending))) return
      const wait = this.#reserve(pending)
      if (wait === null) return
      if (wait > 0) {
        await this.shared.sleepers.sleep(wait)
        if (!(await this.#open(pending))) return
      }
      let credential: Credential<unknown>
      try {
        const got = this.#state.credentials.get(clock())
        credential = got instanceof Promise ? await got : got
      } catch (error) {
        pending = await this.#pause(this.#failed(pending, failureOf(error)))
        continue
      }
      const turn = slots.take()
      if (turn !== null) await turn
      const closedUntil = this.shared.closed ? Number.POSITIVE_INFINITY : breaker.enter(clock())
      if (closedUntil > 0) {
        slots.give()
        this.#state.quota?.refund(pending.length)
        if (this.shared.closed) return this.#endAll(pending, 'closed')
        if (!(await this.#waitUntil(closedUntil, pending, 'unavailable'))) return
        continue
      }
      let answers: readonly Answer[]
      try {
        answers = await this.#attempt(pending, group, credential)
      } catch (error) {
        slots.give()
        const failure = failureOf(error)
        if (failure.down) breaker.failed(clock())
        else breaker.dropped()
        pending = await this.#pause(this.#failed(pending, failure))
        continue
      }
      slots.give()
      if (answers.every(answer => answer.kind === 'unavailable')) breaker.failed(clock())
      else breaker.answered()
      pending = await this.#sort(pending, answers, group, credential)
    }
  }

  /** Waits for gates; false: the time is over or a gate holds longer than they can wait, and all have their end. */
  async #open(pending: readonly Entry[]): Promise<boolean> {
    const { channel, app, gates, refusals } = this.#state
    for (;;) {
      const { clock, closed, pauses } = this.shared
      const now = clock()
      if (closed) return this.#none(pending, 'closed')
      if (pauses.has(channel.name, app.app)) return this.#none(pending, 'paused')
      // A budget of nothing still has its first attempt; a push that has expired has none.
      if (now >= this.#until && (now > this.#startedAt || this.#atEnd === 'expired')) return this.#none(pending, null)
      if (refusals.stopped(now)) {
        for (const entry of pending) this.end(entry, 'rejected', 'config', 'credential-refused')
        return false
      }
      const until = gates.closedUntil(this.job.payload.quotaClass, now)
      if (until === 0) return true
      if (!(await this.#waitUntil(until, pending, 'exhausted'))) return false
    }
  }

  /** Milliseconds until the quota has room; null: too long, and all have their end. */
  #reserve(pending: readonly Entry[]): number | null {
    const { quota } = this.#state
    if (quota === null) return 0
    const now = this.shared.clock()
    const wait = quota.reserve(pending.length, now)
    if (wait === 0 || now + wait < this.#until) return wait
    quota.refund(pending.length)
    this.#endAll(pending, 'throttled')
    return null
  }

  async #attempt(pending: readonly Entry[], group: Group, credential: Credential<unknown>): Promise<readonly Answer[]> {
    const { job, shared } = this
    const sign = (draft: Draft): WireRequest => {
      const request = job.channel.sign(draft, credential, shared.clock())
      return credential.identity === undefined || request.identity !== undefined ? request : { ...request, identity: credential.identity }
    }
    let handle: string | undefined
    if (group.prepared) {
      group.stored = this.#state.handles.get(job.payload.key, shared.clock(), () => this.#prepare(sign), isHandle)
      const made = await group.stored
      if (!isHandle(made)) return pending.map(() => made)
      handle = made.handle
    }
    for (const entry of pending) entry.attempts++
    const batch: Batch = { payload: job.payload, app: job.app, targets: pending.map(entry => entry.target), id: group.id }
    return drive(job.channel.send(batch, handle), sign, shared.transport, this.#requests)
  }

  async #prepare(sign: (draft: Draft) => WireRequest): Promise<Handle> {
    const { channel, payload, app } = this.job
    if (channel.prepare === undefined) throw new TypeError('prepare is missing')
    return drive(channel.prepare(payload, app), sign, this.shared.transport, this.#requests)
  }

  /** Ends what has its answer; what is left has waited, or was sent one by one, and goes again. */
  async #sort(pending: readonly Entry[], answers: readonly Answer[], group: Group, credential: Credential<unknown>): Promise<readonly Entry[]> {
    const { doubt, refusals, handles } = this.#state
    if (answers.some(answer => answer.kind === 'accepted')) {
      doubt.accepted()
      refusals.reset()
    }
    const again: Entry[] = []
    const unauthorized: Entry[] = []
    const split: Entry[] = []
    for (const [at, entry] of pending.entries()) {
      const answer = answers[at]
      if (answer === undefined) {
        this.end(entry, 'rejected', 'config', 'channel-answered-too-few')
        continue
      }
      const next = judge(entry, answer, pending.length === 1, this.#state, this)
      if (next === 'again') again.push(...this.#spend(entry))
      else if (next === 'unauthorized') unauthorized.push(entry)
      else if (next === 'split') split.push(entry)
      else if (next === 'stale') {
        if (group.preparedAnew || group.stored === null) this.end(entry, 'failed', null, 'unavailable')
        else again.push(entry)
      }
    }
    if (again.some(entry => entry.answer?.kind === 'stale') && group.stored !== null) {
      handles.drop(this.job.payload.key, group.stored)
      group.preparedAnew = true
    }
    if (unauthorized.length > 0) again.push(...(await this.#renew(unauthorized, group, credential)))
    const rest = this.#pause(again)
    if (split.length > 0) await Promise.all(split.map(entry => this.#send([entry], group1(entry, group))))
    return rest
  }

  /** A new credential, once. */
  async #renew(entries: readonly Entry[], group: Group, refused: Credential<unknown>): Promise<readonly Entry[]> {
    const now = this.shared.clock()
    if (!group.renewed) {
      group.renewed = true
      try {
        if ((await this.#state.credentials.renew(refused, now)) !== null) return entries
      } catch (error) {
        return this.#failed(entries, failureOf(error))
      }
    }
    this.#state.refusals.refused(now)
    for (const entry of entries) this.end(entry, 'rejected', 'config', entry.answer?.detail ?? 'unauthorized')
    return []
  }

  /** No answer: those that may try again, told how long to wait; the others have their end. */
  #failed(pending: readonly Entry[], failure: Failure): readonly Entry[] {
    const again: Entry[] = []
    for (const entry of pending) {
      entry.cause = failure.cause
      if (failure.next === 'config') this.end(entry, 'rejected', 'config', failure.cause)
      else if (failure.next === 'fail') this.end(entry, 'failed', null, failure.cause)
      else {
        entry.wait = pause(entry.retries, undefined, this.shared.random(), this.shared.retry)
        again.push(...this.#spend(entry))
      }
    }
    return again
  }

  /** Takes one of an entry's retries; none: it has none left, or its pause would end too late, and it has its end. */
  #spend(entry: Entry): readonly Entry[] {
    const late = this.shared.clock() + entry.wait >= this.#until
    if (entry.retries >= entry.allowed) this.end(entry, 'failed', null, entry.cause)
    // A used-up quota is no waiting for the ttl: another channel may still be in time.
    else if (late) this.end(entry, entry.cause === 'exhausted' ? 'failed' : this.#atEnd, null, entry.cause)
    else {
      entry.retries++
      return [entry]
    }
    return []
  }

  async #pause(entries: readonly Entry[]): Promise<readonly Entry[]> {
    let longest = 0
    for (const entry of entries) longest = Math.max(longest, entry.wait)
    if (longest > 0) await this.shared.sleepers.sleep(longest)
    return entries
  }

  /** Waits for a gate, with some jitter behind it, so that not all that wait go at once; false: too long, all have their end. */
  async #waitUntil(until: number, pending: readonly Entry[], cause: string): Promise<boolean> {
    const { clock, random, retry, sleepers } = this.shared
    const at = until + Math.floor(random() * retry.baseMs)
    if (at >= this.#until) return this.#none(pending, cause)
    await sleepers.sleep(at - clock())
    return true
  }

  #none(pending: readonly Entry[], cause: string | null): false {
    this.#endAll(pending, cause)
    return false
  }

  #endAll(pending: readonly Entry[], cause: string | null): void {
    const status = cause === 'closed' || cause === 'paused' || cause === 'exhausted' ? 'failed' : this.#atEnd
    for (const entry of pending) this.end(entry, status, null, cause ?? entry.cause)
  }
}

const group = (id: string, prepared: boolean): Group => ({ id, prepared, renewed: false, preparedAnew: false, stored: null })

/** One token a request, with an id of its own: the target's. */
const group1 = (entry: Entry, from: Group): Group => ({ ...group(entry.target.id, false), renewed: from.renewed })

const isHandle = (made: Handle): made is { readonly handle: string } => 'handle' in made
