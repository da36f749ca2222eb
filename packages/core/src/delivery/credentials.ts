import type { AnyChannel, App, AuthContext, Credential } from '../channel/contract.ts'
import type { After } from '../concurrency/timers.ts'
import { RouseError } from '../model/errors.ts'
import { TransportError } from './transport-error.ts'

export interface CredentialOptions {
  /** UNIX ms. */
  readonly clock: () => number
  readonly after: After
  /** How a credential's own requests go out. */
  readonly exchange: AuthContext['exchange']
  /** Milliseconds one `authorize` may take. Default 20000. */
  readonly timeoutMs?: number
  /** Milliseconds between two forced renewals of one credential. Default: the channel's own `limits.renewEveryMs`; else 60000. */
  readonly renewEveryMs?: number
  /** Milliseconds a failure is remembered the first time, so that an outage is not hammered; doubles up to 30 times that. Default 1000. */
  readonly retryMs?: number
}

const longest = 30
const renewEveryMs = 60_000

/**
 * The credential of one app entry: had once, shared by all who wait, renewed early in the background while the old one is valid.
 * A failure is a RouseError `credential-invalid` (config: tell the operator) or a retryable one (the token host is down); it is
 * remembered for a moment.
 */
export class CredentialSlot {
  readonly #channel: AnyChannel
  readonly #options: CredentialOptions
  #app: App
  #current: Credential<unknown> | null = null
  #pending: Promise<Credential<unknown>> | null = null
  #renewedAt: number | null = null
  #failures = 0
  #failure: RouseError | null = null
  #retryAt = 0
  readonly #ends = new Set<(error: TransportError) => void>()

  constructor(channel: AnyChannel, app: App, options: CredentialOptions) {
    this.#channel = channel
    this.#app = app
    this.#options = options
  }

  /** The one that stands now, if it is valid still. */
  standing(now: number): Credential<unknown> | null {
    return this.#current !== null && now < this.#current.expiresAt ? this.#current : null
  }

  /** UNIX ms: when a failure to have one will have been forgotten. */
  get retryAt(): number {
    return this.#retryAt
  }

  /** The one that stands now, where nothing is to be done about it; null: ask `get`. */
  settled(now: number): Credential<unknown> | null {
    const current = this.#current
    return current !== null && now < current.expiresAt && now < current.refreshAt ? current : null
  }

  /** The credential to sign with: at once where one is valid, else a promise that all share. */
  get(now: number): Credential<unknown> | Promise<Credential<unknown>> {
    const current = this.#current
    if (current !== null && now < current.expiresAt) {
      if (now >= current.refreshAt && this.#pending === null && now >= this.#retryAt) {
        // A failure shows when the old one ends; until then it serves.
        this.#authorize(now).catch(() => undefined)
      }
      return current
    }
    if (this.#pending !== null) return this.#pending
    if (this.#failure !== null && now < this.#retryAt) return Promise.reject(this.#failure)
    return this.#authorize(now)
  }

  /**
   * Another credential than the one the vendor refused: the one that has taken its place meanwhile, or a new one. null: it was
   * renewed by force a moment ago, so renewing is no help. The refused one itself: the channel has no other yet.
   */
  renew(refused: Credential<unknown>, now: number): Credential<unknown> | Promise<Credential<unknown>> | null {
    if (this.#pending !== null) return this.#pending
    if (this.#current !== null && this.#current !== refused) return this.#current
    if (this.#current === null) return this.get(now)
    if (this.#renewedAt !== null && now - this.#renewedAt < (this.#options.renewEveryMs ?? this.#channel.limits.renewEveryMs ?? renewEveryMs)) return null
    if (this.#failure !== null && now < this.#retryAt) return Promise.reject(this.#failure)
    this.#renewedAt = now
    return this.#authorize(now, refused)
  }

  /**
   * Makes the credential of another app entry and puts nothing in force: `adopt` does.
   *
   * @throws RouseError `credential-invalid`, or a retryable one, when it cannot be had.
   */
  async tryApp(app: App, now: number): Promise<Credential<unknown>> {
    try {
      return await this.#ask(app, now, undefined)
    } catch (error) {
      throw asFailure(error)
    }
  }

  /** Puts another app entry and its credential in force, and forgets what failed with the old ones. */
  adopt(app: App, credential: Credential<unknown>): void {
    this.#app = app
    this.#current = credential
    this.#pending = null
    this.#renewedAt = null
    this.#failures = 0
    this.#failure = null
    this.#retryAt = 0
  }

  /** Ends what is being asked for: those who wait get a TransportError `closed`. */
  close(): void {
    for (const end of [...this.#ends]) end(new TransportError('closed', `${this.#channel.name}: closed while a credential was being made`, false))
  }

  #authorize(now: number, refused?: Credential<unknown>): Promise<Credential<unknown>> {
    const app = this.#app
    const pending = this.#ask(app, now, refused).then(
      credential => {
        // Another entry was put in force meanwhile.
        if (this.#app !== app) return this.#pending ?? this.#current ?? credential
        this.#current = credential
        this.#failures = 0
        this.#failure = null
        this.#retryAt = 0
        if (this.#pending === pending) this.#pending = null
        return credential
      },
      (error: unknown) => {
        if (this.#app !== app && this.#current !== null) return this.#pending ?? this.#current
        const failure = asFailure(error)
        this.#failure = failure
        this.#retryAt = this.#options.clock() + (this.#options.retryMs ?? 1000) * Math.min(longest, 2 ** this.#failures)
        this.#failures = Math.min(this.#failures + 1, 10)
        if (this.#pending === pending) this.#pending = null
        throw failure
      },
    )
    this.#pending = pending
    return pending
  }

  /** `authorize` with a deadline: a host's own `accessToken()` may never end. */
  #ask(app: App, now: number, refused: Credential<unknown> | undefined): Promise<Credential<unknown>> {
    return new Promise((resolve, reject) => {
      const abort = new AbortController()
      const end = (error: TransportError) => {
        reject(error)
        abort.abort()
        this.#ends.delete(end)
        cancel()
      }
      this.#ends.add(end)
      const cancel = this.#options.after(this.#options.timeoutMs ?? 20_000, () => {
        end(new TransportError('timeout', `${this.#channel.name}: no credential for app ${app.app} in time`, false))
      })
      Promise.resolve()
        .then(() =>
          this.#channel.authorize(app, { now, exchange: this.#options.exchange, signal: abort.signal, ...(refused === undefined ? {} : { refused }) }),
        )
        .then(resolve, reject)
        .finally(() => {
          cancel()
          this.#ends.delete(end)
        })
    })
  }
}

/** What a host's own code throws may hold a secret, so only our own errors pass with their words. */
function asFailure(error: unknown): RouseError {
  if (error instanceof RouseError) return error
  return new RouseError('credential-invalid', 'the credential could not be made: look at the cause, and at the secrets of this app entry', { cause: error })
}
