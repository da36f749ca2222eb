import type { Answer, Reset } from '../../channel/answer.ts'
import type { Batch, Credential } from '../../channel/contract.ts'
import type { Draft, WireRequest } from '../../channel/wire.ts'
import type { Delivered, DeliveryJob } from '../delivery-api.ts'
import { drive } from '../drive.ts'
import type { TransportOptions } from '../transport.ts'
import type { AppState } from './app-state.ts'
import { Ends, none } from './ends.ts'
import { Entry } from './entry.ts'
import { failureOf } from './failures.ts'
import { judge } from './judge.ts'
import { resetAt } from './reset-at.ts'
import type { Shared } from './shared.ts'

type Handle = { readonly handle: string; readonly until?: Reset } | Answer

/** Entries that share requests, and what was already done for them. */
interface Group {
  readonly id: string
  readonly prepared: boolean
  /** Entries of its last request; -1: none yet. */
  sent: number
  /** How often it went on with fewer entries than before. */
  part: number
  renewed: boolean
  preparedAnew: boolean
  /** What `prepare` stored, or is storing. */
  stored: Promise<Handle> | null
}

/** One call of `deliver`: from its targets to one Delivered each. */
export class Run {
  readonly #shared: Shared
  readonly #state: AppState
  readonly #job: DeliveryJob
  readonly #ends: Ends
  readonly #requests: TransportOptions

  constructor(shared: Shared, state: AppState, job: DeliveryJob) {
    this.#shared = shared
    this.#state = state
    this.#job = job
    this.#ends = new Ends(shared, job)
    this.#requests = { protocol: job.channel.protocol ?? 'http1', timeoutMs: shared.requestTimeoutMs, signal: shared.signal }
  }

  async all(): Promise<readonly Delivered[]> {
    const { batchId, channel, exchange } = this.#job
    const entries = this.#entries()
    const { tokens, prepareFrom } = channel.limits
    const prepared = exchange === undefined && channel.prepare !== undefined && prepareFrom !== undefined && entries.length >= prepareFrom
    if (entries.length > 0 && entries.length <= tokens) await this.#send(entries, group(batchId, prepared))
    else {
      const batches: Promise<void>[] = []
      for (let at = 0; at < entries.length; at += tokens) {
        // A vendor that drops repeated request ids must not take one batch for another.
        const id = at === 0 ? batchId : `${batchId}-${at / tokens}`
        batches.push(this.#send(entries.slice(at, at + tokens), group(id, prepared)))
      }
      await Promise.all(batches)
    }
    return this.#ends.results
  }

  /** What may be sent: a malformed token has its end here, before it reaches a path or a body. */
  #entries(): readonly Entry[] {
    const { targets, channel } = this.#job
    const allowed = this.#shared.retry.attempts - 1
    const entries: Entry[] = []
    let index = 0
    for (const target of targets) {
      const entry = new Entry(target, index++, allowed)
      if (this.#state.token.test(target.token.reveal())) entries.push(entry)
      else {
        entry.answer = { kind: 'rejected', fault: 'token', code: 'token-malformed', detail: `not a token of ${channel.name}: it was not sent` }
        this.#ends.end(entry, 'rejected', 'token', entry.answer.detail ?? null)
      }
    }
    return entries
  }

  /** Attempts, with pauses between them, until every entry has its end. */
  async #send(entries: readonly Entry[], group: Group): Promise<void> {
    try {
      let pending = entries
      while (pending.length > 0) {
        pending = await this.#attempt(pending, group)
        if (pending.length > 0) await this.#pause(pending)
      }
    } catch (error) {
      // A plugin that breaks the contract in a way nobody thought of ends its own batch, and nothing else.
      const { cause } = failureOf(error)
      for (const entry of entries) if (this.#ends.results[entry.index] === undefined) this.#ends.end(entry, 'rejected', 'config', cause)
    }
  }

  async #pause(entries: readonly Entry[]): Promise<void> {
    let longest = 0
    for (const entry of entries) longest = Math.max(longest, entry.wait)
    if (longest > 0) await this.#shared.sleepers.sleep(longest)
  }

  /** One attempt, or what keeps it from being made; answers what is to go again. Awaits nothing that it has at hand. */
  async #attempt(pending: readonly Entry[], group: Group): Promise<readonly Entry[]> {
    const { slots, clock } = this.#shared
    const { breaker, credentials, quota, refusals } = this.#state
    const held = this.#held(pending)
    if (held !== null) return held
    if (quota !== null && !quota.tryTake(pending.length)) {
      if (!this.#ends.inTime(quota.wait(pending.length))) return this.#ends.endAll(pending, 'throttled')
      await quota.turn(pending.length)
      const heldNow = this.#held(pending)
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
      return this.#ends.failed(pending, failureOf(error))
    }
    const turn = slots.take()
    if (turn !== null) {
      await turn
      waited = true
      // Another may have taken its place meanwhile.
      credential = credentials.standing(clock()) ?? credential
    }
    const late = this.#heldLast(pending, waited)
    if (late !== null) {
      slots.give()
      quota?.refund(pending.length)
      return late
    }
    let answers: readonly Answer[]
    try {
      answers = await (group.prepared ? this.#exchangePrepared(pending, group, credential) : this.#exchange(pending, group, credential))
    } catch (error) {
      slots.give()
      const failure = failureOf(error)
      if (failure.down) breaker.failed(clock())
      else breaker.dropped()
      if (failure.refused === true) refusals.refused(clock())
      return this.#ends.failed(pending, failure)
    }
    slots.give()
    if (answers.every(answer => answer.kind === 'unavailable')) breaker.failed(clock())
    else breaker.answered()
    if (answers.some(isStop) && !this.#superseded(credential)) refusals.refused(clock())
    const only = answers[0]
    if (pending.length === 1 && only?.kind === 'accepted') {
      this.#accepted()
      this.#judge(pending[0] as Entry, only, true)
      return none
    }
    return this.#sort(pending, answers, group, credential)
  }

  /** null: nothing is in the way; else what is held, or none where all have their end. */
  #held(pending: readonly Entry[]): readonly Entry[] | null {
    const { clock, closed, pauses } = this.#shared
    const { channel, app, gates, refusals } = this.#state
    const now = clock()
    if (closed) return this.#ends.endAll(pending, 'closed')
    if (pauses.has(channel.name, app.app)) return this.#ends.endAll(pending, 'paused')
    if (this.#ends.over(now)) return this.#ends.endAll(pending, null)
    if (refusals.stopped(now)) return this.#ends.refuseAll(pending, 'credential-refused')
    const until = gates.closedUntil(this.#job.payload.quotaClass, now)
    return until === 0 ? null : this.#ends.hold(pending, until, 'exhausted')
  }

  /** The same with a slot in hand, where it may have `waited` long; and what lets requests through one by one. */
  #heldLast(pending: readonly Entry[], waited: boolean): readonly Entry[] | null {
    const { breaker, refusals } = this.#state
    const held = waited || this.#shared.closed ? this.#held(pending) : null
    if (held !== null) return held
    const now = this.#shared.clock()
    const until = breaker.enter(now)
    if (until > 0) return this.#ends.hold(pending, until, 'unavailable')
    if (refusals.enter(now)) return null
    breaker.dropped()
    return this.#ends.refuseAll(pending, 'credential-refused')
  }

  #exchange(pending: readonly Entry[], group: Group, credential: Credential<unknown>, handle?: string): Promise<readonly Answer[]> {
    const { payload, app, channel, exchange } = this.#job
    const targets = pending.map(entry => {
      entry.attempts++
      return entry.target
    })
    // A vendor that drops repeated ids must not take those that it left out for those that it took.
    if (group.sent > pending.length) group.part++
    group.sent = pending.length
    const batch: Batch = { payload, app, targets, id: group.part === 0 ? group.id : `${group.id}.${group.part}` }
    return drive(exchange?.(batch) ?? channel.send(batch, handle), draft => this.#sign(draft, credential), this.#shared.transport, this.#requests)
  }

  async #exchangePrepared(pending: readonly Entry[], group: Group, credential: Credential<unknown>): Promise<readonly Answer[]> {
    const { payload } = this.#job
    const { handles } = this.#state
    const now = this.#shared.clock()
    const standIn = handles.standIn(now)
    if (standIn !== null) return this.#exchange(pending, group, credential, standIn)
    group.stored = handles.get(payload.key, now, () => this.#prepare(credential), isHandle)
    const made = await group.stored
    if (!isHandle(made)) return pending.map(() => made)
    if (made.until !== undefined) handles.standInUntil(made.handle, resetAt(made.until, now))
    return this.#exchange(pending, group, credential, made.handle)
  }

  async #prepare(credential: Credential<unknown>): Promise<Handle> {
    const { channel, payload, app } = this.#job
    if (channel.prepare === undefined) throw new TypeError('prepare is missing')
    return drive(channel.prepare(payload, app), draft => this.#sign(draft, credential), this.#shared.transport, this.#requests)
  }

  #sign(draft: Draft, credential: Credential<unknown>): WireRequest {
    const request = this.#job.channel.sign(draft, credential, this.#shared.clock())
    return credential.identity === undefined || request.identity !== undefined ? request : { ...request, identity: credential.identity }
  }

  #judge(entry: Entry, answer: Answer, alone: boolean) {
    return judge(entry, answer, alone, this.#job.payload.quotaClass, this.#state, this.#ends, this.#shared)
  }

  #accepted(): void {
    this.#state.doubt.accepted()
    this.#state.refusals.reset()
  }

  /** Ends what has its answer; sends one by one what is to be split; answers what goes again. */
  async #sort(pending: readonly Entry[], answers: readonly Answer[], group: Group, credential: Credential<unknown>): Promise<readonly Entry[]> {
    // First, since a doubtful `gone` of the same batch is believed for it.
    if (answers.some(answer => answer.kind === 'accepted')) this.#accepted()
    const again: Entry[] = []
    const unauthorized: Entry[] = []
    const split: Entry[] = []
    let stale = false
    for (const [at, entry] of pending.entries()) {
      const answer = answers[at]
      const next =
        answer === undefined
          ? this.#ends.end(entry, 'rejected', 'config', 'channel-answered-too-few')
          : isStop(answer) && !group.renewed && this.#superseded(credential)
            ? 'unauthorized'
            : this.#judge(entry, answer, pending.length === 1)
      if (next === 'again') again.push(entry)
      else if (next === 'unauthorized') unauthorized.push(entry)
      else if (next === 'split') split.push(entry)
      else if (next === 'stale') {
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
    const alone = split.map(entry => this.#send([entry], { ...group, id: entry.target.id, prepared: false, sent: -1, part: 0, stored: null }))
    await Promise.all([this.#pause(again).then(() => this.#send(again, group)), ...alone])
    return none
  }

  /** Another credential has taken its place: what is said of it holds no more. */
  #superseded(credential: Credential<unknown>): boolean {
    const standing = this.#state.credentials.standing(this.#shared.clock())
    return standing !== null && standing !== credential
  }

  /** A new credential, once. */
  async #renew(entries: readonly Entry[], group: Group, refused: Credential<unknown>): Promise<readonly Entry[]> {
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

const group = (id: string, prepared: boolean): Group => ({ id, prepared, sent: -1, part: 0, renewed: false, preparedAnew: false, stored: null })

const isStop = (answer: Answer): boolean => answer.kind === 'rejected' && answer.stop === true

const isHandle = (made: Handle): made is { readonly handle: string; readonly until?: Reset } => 'handle' in made
