import type { Answer, Reset } from '../../channel/answer.ts'
import type { Batch, Credential } from '../../channel/contract.ts'
import type { Draft, Exchange, WireRequest } from '../../channel/wire.ts'
import type { DeliveryJob } from '../delivery-api.ts'
import { drive } from '../drive.ts'
import type { TransportOptions } from '../transport.ts'
import type { AppState } from './app-state.ts'
import type { Entry } from './entry.ts'
import type { Group, Handle } from './group.ts'
import { resetAt } from './reset-at.ts'
import type { Shared } from './shared.ts'

/** One token's batch: its id is the target's, made where a channel asks for it. */
class LoneBatch implements Batch {
  readonly payload: Batch['payload']
  readonly app: Batch['app']
  readonly targets: Batch['targets']
  readonly #entry: Entry

  constructor({ payload, app }: DeliveryJob, entry: Entry) {
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
export class Requests {
  readonly #shared: Shared
  readonly #state: AppState
  readonly #job: DeliveryJob
  readonly #options: TransportOptions

  constructor(shared: Shared, state: AppState, job: DeliveryJob) {
    this.#shared = shared
    this.#state = state
    this.#job = job
    this.#options = { protocol: job.channel.protocol ?? 'http1', timeoutMs: shared.requestTimeoutMs, signal: shared.signal }
  }

  /** One token alone: calls `done` or `failed` once. */
  one(entry: Entry, credential: Credential<unknown>, done: (answers: readonly Answer[]) => void, failed: (error: unknown) => void): void {
    entry.attempts++
    const batch = new LoneBatch(this.#job, entry)
    const { channel, exchange } = this.#job
    this.#drive(() => exchange?.(batch) ?? channel.send(batch), credential, done, failed)
  }

  /** Entries of a group in one request, of what `prepare` stored where the group says so. */
  many(pending: readonly Entry[], group: Group, credential: Credential<unknown>): Promise<readonly Answer[]> {
    return group.prepared ? this.#prepared(pending, group, credential) : this.#send(pending, group, credential)
  }

  #send(pending: readonly Entry[], group: Group, credential: Credential<unknown>, handle?: string): Promise<readonly Answer[]> {
    const { payload, app, channel, exchange } = this.#job
    const targets = pending.map(entry => {
      entry.attempts++
      return entry.sent
    })
    // A vendor that drops repeated ids must not take those that it left out for those that it took.
    if (group.sent > pending.length) group.part++
    group.sent = pending.length
    const batch: Batch = { payload, app, targets, id: group.part === 0 ? group.id : `${group.id}.${group.part}` }
    return new Promise((resolve, reject) => {
      this.#drive(() => exchange?.(batch) ?? channel.send(batch, handle), credential, resolve, reject)
    })
  }

  async #prepared(pending: readonly Entry[], group: Group, credential: Credential<unknown>): Promise<readonly Answer[]> {
    const { payload } = this.#job
    const { handles } = this.#state
    const now = this.#shared.clock()
    const standIn = handles.standIn(now)
    if (standIn !== null) return this.#send(pending, group, credential, standIn)
    group.stored = handles.get(payload.key, now, () => this.#prepare(credential), isHandle)
    const made = await group.stored
    if (!isHandle(made)) return pending.map(() => made)
    if (made.until !== undefined) handles.standInUntil(made.handle, resetAt(made.until, now))
    return this.#send(pending, group, credential, made.handle)
  }

  #prepare(credential: Credential<unknown>): Promise<Handle> {
    const { channel, payload, app } = this.#job
    return new Promise((resolve, reject) => {
      this.#drive(
        () => {
          if (channel.prepare === undefined) throw new TypeError('prepare is missing')
          return channel.prepare(payload, app)
        },
        credential,
        resolve,
        reject,
      )
    })
  }

  #drive<R>(start: () => Exchange<R>, credential: Credential<unknown>, done: (result: R) => void, failed: (error: unknown) => void): void {
    let exchange: Exchange<R>
    try {
      exchange = start()
    } catch (error) {
      failed(error)
      return
    }
    drive(exchange, draft => this.#sign(draft, credential), this.#shared.transport, this.#options, done, failed)
  }

  #sign(draft: Draft, credential: Credential<unknown>): WireRequest {
    const request = this.#job.channel.sign(draft, credential, this.#shared.clock())
    return credential.identity === undefined || request.identity !== undefined ? request : { ...request, identity: credential.identity }
  }
}

const isHandle = (made: Handle): made is { readonly handle: string; readonly until?: Reset } => 'handle' in made
