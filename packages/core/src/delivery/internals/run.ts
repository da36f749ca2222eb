import type { Answer } from '../../channel/answer.ts'
import type { Batch, Credential } from '../../channel/contract.ts'
import type { Draft, WireRequest } from '../../channel/wire.ts'
import type { Delivered, DeliveryJob } from '../delivery-api.ts'
import { drive } from '../drive.ts'
import type { TransportOptions } from '../transport.ts'
import { TransportError } from '../transport-error.ts'
import type { AppState } from './app-state.ts'
import { Ends, none } from './ends.ts'
import { Entry } from './entry.ts'
import { failureOf } from './failures.ts'
import { judge } from './judge.ts'
import type { Shared } from './shared.ts'

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
        if (pending.length > 0) pending = await this.#pause(pending)
        if (pending.length > 1 && this.#sharesBadge) pending = await this.#apart(pending, group)
      }
    } catch (error) {
      // A plugin that breaks the contract in a way nobody thought of ends its own batch, and nothing else.
      const { cause } = failureOf(error)
      for (const entry of entries) if (this.#ends.isOpen(entry)) this.#ends.end(entry, 'rejected', 'config', cause)
    }
  }

  /** Waits before the next attempt; answers what is still to go by then. */
  async #pause(entries: readonly Entry[]): Promise<readonly Entry[]> {
    const waiting = this.#standing(entries, true)
    let longest = 0
    for (const entry of waiting) longest = Math.max(longest, entry.wait)
    if (longest > 0) await this.#rest(longest, waiting)
    return this.#standing(waiting, true)
  }

  /** Sleeps; what ends meanwhile ends at once, and when that is all, so does the sleep. */
  async #rest(ms: number, entries: readonly Entry[]): Promise<void> {
    const stops: (() => void)[] = []
    let left = entries.length
    await this.#shared.sleepers.sleep(ms, wake => {
      for (const entry of entries) {
        const ask = () => {
          if (!this.#ends.isOpen(entry) || this.#stands(entry, false)) return
          left--
          if (left === 0) wake()
        }
        const stop = entry.target.waits?.(ask)
        if (stop !== undefined) stops.push(stop)
      }
    })
    for (const stop of stops) stop()
  }

  /** Without those whose push lost its reason while it waited. `badges`: an overtaken badge is left out from now on. */
  #standing(entries: readonly Entry[], badges: boolean): readonly Entry[] {
    let left = 0
    for (const entry of entries) if (this.#stands(entry, badges)) left++
    return left === entries.length ? entries : entries.filter(entry => this.#ends.isOpen(entry))
  }

  #stands(entry: Entry, badges: boolean): boolean {
    if (!this.#ends.isOpen(entry)) return false
    const standing = entry.target.standing?.(entry.attempts > 0) ?? 'current'
    if (standing === 'current') return true
    if (standing === 'badge-stale') {
      // What only adds one is right whatever came before it.
      if (badges && this.#job.channel.capabilities.badge === 'absolute') entry.leaveBadge()
      return true
    }
    if (standing === 'superseded') this.#ends.end(entry, 'superseded', null, null)
    else this.#ends.end(entry, 'suppressed', null, standing)
    return false
  }

  /** Whether a request shows one badge for all of its targets. */
  get #sharesBadge(): boolean {
    const { capabilities, limits } = this.#job.channel
    return capabilities.badge === 'absolute' && limits.tokens > 1
  }

  /** Sends those apart whose badge is left out; answers the others. */
  async #apart(entries: readonly Entry[], own: Group): Promise<readonly Entry[]> {
    const bare = entries.filter(entry => entry.sent !== entry.target)
    if (bare.length === 0 || bare.length === entries.length) return entries
    const rest = entries.filter(entry => entry.sent === entry.target)
    await Promise.all([this.#send(bare, { ...own, id: `${own.id}-bare`, prepared: false, stored: null }), this.#send(rest, own)])
    return none
  }

  /** One attempt, or what keeps it from being made; answers what is to go again. Awaits nothing that it has at hand. */
  async #attempt(pending: readonly Entry[], group: Group): Promise<readonly Entry[]> {
    const { slots, clock } = this.#shared
    const { breaker, credentials, quota } = this.#state
    const held = this.#held(pending)
    if (held !== null) return held
    const wait = quota === null ? 0 : quota.reserve(pending.length, clock())
    if (wait > 0) {
      const inTime = this.#ends.inTime(wait)
      if (inTime) await this.#rest(wait, pending)
      const heldNow = inTime ? this.#held(pending) : this.#ends.endAll(pending, 'throttled')
      if (heldNow !== null) {
        quota?.refund(pending.length)
        return heldNow
      }
    }
    let credential: Credential<unknown>
    try {
      const got = credentials.get(clock())
      credential = got instanceof Promise ? await got : got
    } catch (error) {
      quota?.refund(pending.length)
      return this.#ends.failed(pending, failureOf(error))
    }
    const turn = slots.take()
    if (turn !== null) await turn
    const heldUntil = this.#shared.closed ? 0 : breaker.enter(clock())
    if (this.#shared.closed || heldUntil > 0) {
      slots.give()
      quota?.refund(pending.length)
      return this.#shared.closed ? this.#ends.endAll(pending, 'closed') : this.#ends.hold(pending, heldUntil, 'unavailable')
    }
    const going = this.#standing(pending, !this.#sharesBadge)
    if (going.length === 0) {
      slots.give()
      breaker.dropped()
      quota?.refund(pending.length)
      return none
    }
    let answers: readonly Answer[]
    try {
      answers = await (group.prepared ? this.#exchangePrepared(going, group, credential) : this.#exchange(going, group.id, credential))
    } catch (error) {
      slots.give()
      const failure = failureOf(error)
      if (failure.down) breaker.failed(clock())
      else breaker.dropped()
      return this.#ends.failed(going, failure, error instanceof TransportError && error.taken)
    }
    slots.give()
    if (answers.every(answer => answer.kind === 'unavailable')) breaker.failed(clock())
    else breaker.answered()
    const only = answers[0]
    if (going.length === 1 && only?.kind === 'accepted') {
      this.#accepted()
      this.#judge(going[0] as Entry, only, true)
      return none
    }
    return this.#sort(going, answers, group, credential)
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

  #exchange(pending: readonly Entry[], id: string, credential: Credential<unknown>, handle?: string): Promise<readonly Answer[]> {
    const { payload, app, channel, exchange } = this.#job
    const targets = pending.map(entry => {
      entry.attempts++
      return entry.sent
    })
    const batch: Batch = { payload, app, targets, id }
    return drive(exchange?.(batch) ?? channel.send(batch, handle), draft => this.#sign(draft, credential), this.#shared.transport, this.#requests)
  }

  async #exchangePrepared(pending: readonly Entry[], group: Group, credential: Credential<unknown>): Promise<readonly Answer[]> {
    const { payload } = this.#job
    group.stored = this.#state.handles.get(payload.key, this.#shared.clock(), () => this.#prepare(credential), isHandle)
    const made = await group.stored
    return isHandle(made) ? this.#exchange(pending, group.id, credential, made.handle) : pending.map(() => made)
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
        answer === undefined ? this.#ends.end(entry, 'rejected', 'config', 'channel-answered-too-few') : this.#judge(entry, answer, pending.length === 1)
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
    const alone = split.map(entry => this.#send([entry], { ...group, id: entry.target.id, prepared: false, stored: null }))
    await Promise.all([this.#pause(again).then(left => this.#send(left, group)), ...alone])
    return none
  }

  /** A new credential, once. */
  async #renew(entries: readonly Entry[], group: Group, refused: Credential<unknown>): Promise<readonly Entry[]> {
    const now = this.#shared.clock()
    if (!group.renewed) {
      group.renewed = true
      try {
        if ((await this.#state.credentials.renew(refused, now)) !== null) return entries
      } catch (error) {
        return this.#ends.failed(entries, failureOf(error))
      }
    }
    this.#state.refusals.refused(now)
    return this.#ends.refuseAll(entries, 'unauthorized')
  }
}

const group = (id: string, prepared: boolean): Group => ({ id, prepared, renewed: false, preparedAnew: false, stored: null })

const isHandle = (made: Handle): made is { readonly handle: string } => 'handle' in made
