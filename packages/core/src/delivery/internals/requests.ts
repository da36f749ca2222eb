import type { Answer, Batch, Credential, Reset } from '../../channel/contract.ts'
import type { Draft, Exchange, WireRequest } from '../../channel/wire.ts'
import type { DeliveryJob } from '../delivery-api.ts'
import { type Carrier, runExchange } from '../exchange-runner.ts'
import { requestTimeout } from '../retry.ts'
import type { Listener, Transport, TransportOptions } from '../transport.ts'
import type { AppState } from './app-state.ts'
import type { BatchAttempt, Handle } from './batch-attempt.ts'
import { wasNotSent } from './failures.ts'
import { resetAt } from './reset-at.ts'
import type { Shared } from './shared.ts'
import type { TargetAttempt } from './target-attempt.ts'
import type { Watchdog } from './watchdog.ts'

/** One token's batch: its id is the target's, made where a channel asks for it. */
class LoneBatch implements Batch {
  readonly payload: Batch['payload']
  readonly app: Batch['app']
  readonly targets: Batch['targets']
  readonly #entry: TargetAttempt

  constructor(payload: Batch['payload'], app: Batch['app'], entry: TargetAttempt) {
    this.payload = payload
    this.app = app
    this.targets = [entry.sent]
    this.#entry = entry
  }

  get id(): string {
    return this.#entry.target.id
  }
}

/** A job's requests: what its channel sends, signed, over the transport. */
export class Requests implements Carrier<Credential<unknown>> {
  readonly transport: Transport
  readonly options: TransportOptions
  readonly clock: () => number
  readonly watchdog: Watchdog
  readonly #state: AppState
  readonly #job: DeliveryJob

  constructor({ transport, requestTimeoutMs, retry, signal, clock, watchdog }: Shared, state: AppState, job: DeliveryJob) {
    this.transport = transport
    this.options = { protocol: job.channel.protocol ?? 'http1', timeoutMs: requestTimeout(job.ttlZero, requestTimeoutMs, retry), signal }
    this.clock = clock
    this.watchdog = watchdog
    this.#state = state
    this.#job = job
  }

  /** One token alone. */
  one(entry: TargetAttempt, credential: Credential<unknown>, listener: Listener<readonly Answer[]>): void {
    entry.attempts++
    this.#drive(new LoneBatch(this.#job.payload, this.#state.app, entry), undefined, credential, listener)
  }

  /** Entries of a group in one request, of what `prepare` stored where the group says so. */
  many(pending: readonly TargetAttempt[], group: BatchAttempt, credential: Credential<unknown>): Promise<readonly Answer[]> {
    return group.prepared ? this.#prepared(pending, group, credential) : this.#send(pending, group, credential)
  }

  #send(pending: readonly TargetAttempt[], group: BatchAttempt, credential: Credential<unknown>, handle?: string): Promise<readonly Answer[]> {
    const { payload } = this.#job
    const { app } = this.#state
    const targets = pending.map(entry => {
      entry.attempts++
      return entry.sent
    })
    // A vendor that drops repeated ids must not take those that it left out for those that it took.
    if (group.sent > pending.length) group.part++
    group.sent = pending.length
    const batch: Batch = { payload, app, targets, id: group.part === 0 ? group.id : `${group.id}.${group.part}` }
    return new Promise((done, reject) => {
      const failed = (error: unknown) => {
        if (wasNotSent(error)) for (const entry of pending) entry.attempts--
        reject(error)
      }
      this.#drive(batch, handle, credential, { done, failed })
    })
  }

  async #prepared(pending: readonly TargetAttempt[], group: BatchAttempt, credential: Credential<unknown>): Promise<readonly Answer[]> {
    const { payload } = this.#job
    const { handles } = this.#state
    const now = this.clock()
    const standIn = handles.standIn(now)
    if (standIn !== null) return this.#send(pending, group, credential, standIn)
    group.stored = handles.get(payload.key, now, () => this.#prepare(credential), isHandle)
    const made = await group.stored
    if (!isHandle(made)) return pending.map(() => made)
    if (made.until !== undefined) handles.standInUntil(made.handle, resetAt(made.until, now))
    return this.#send(pending, group, credential, made.handle)
  }

  #prepare(credential: Credential<unknown>): Promise<Handle> {
    const { channel, payload } = this.#job
    return new Promise((done, failed) => {
      if (channel.prepare === undefined) throw new TypeError('prepare is missing')
      runExchange(channel.prepare(payload, this.#state.app), this, credential, { done, failed })
    })
  }

  #drive(batch: Batch, handle: string | undefined, credential: Credential<unknown>, listener: Listener<readonly Answer[]>): void {
    const { channel, exchange: recall } = this.#job
    let exchange: Exchange<readonly Answer[]>
    try {
      exchange = recall?.(batch) ?? channel.send(batch, handle)
    } catch (error) {
      listener.failed(error)
      return
    }
    runExchange(exchange, this, credential, listener)
  }

  sign(draft: Draft, credential: Credential<unknown>): WireRequest {
    const request = this.#job.channel.sign(draft, credential, this.clock())
    return credential.identity === undefined || request.identity !== undefined ? request : { ...request, identity: credential.identity }
  }
}

const isHandle = (made: Handle): made is { readonly handle: string; readonly until?: Reset } => 'handle' in made
