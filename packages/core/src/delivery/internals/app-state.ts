import type { Answer, AnyChannel, App, Credential, Reset } from '../../channel/contract.ts'
import type { Rate } from '../../channel/rate.ts'
import { CircuitBreaker } from '../circuit-breaker.ts'
import { type CredentialOptions, CredentialSlot } from '../credentials.ts'
import type { BreakerOptions } from '../delivery-api.ts'
import { QuotaWindows } from '../quota-windows.ts'
import { RateLimiter } from '../rate-limiter.ts'
import { CredentialBreaker } from './credential-breaker.ts'
import { GoneConfirmation } from './gone-confirmation.ts'
import { PreparedMessages } from './prepared-messages.ts'

/** What delivery keeps for one app entry of one channel. */
export class AppState {
  readonly channel: AnyChannel
  #app: App
  readonly credentials: CredentialSlot
  /** The host does not answer. */
  readonly breaker: CircuitBreaker
  /** The host answers, and refuses the credential. */
  readonly refusals = new CredentialBreaker()
  readonly gates = new QuotaWindows()
  readonly quota: RateLimiter | null
  readonly doubt = new GoneConfirmation()
  readonly handles = new PreparedMessages<{ readonly handle: string; readonly until?: Reset } | Answer>()
  /** Why the host does not answer, for what waits behind the breaker: `network: ECONNREFUSED`. Holds no token. */
  cause: string | null = null
  /** `limits.token`, made to cover the whole token and to keep no state between tests. */
  readonly token: RegExp

  constructor(channel: AnyChannel, app: App, credentials: CredentialOptions, breaker: BreakerOptions | undefined, rate: Rate | undefined) {
    this.channel = channel
    this.#app = app
    this.credentials = new CredentialSlot(channel, app, credentials)
    this.breaker = new CircuitBreaker(breaker)
    const { token, rate: own } = channel.limits
    const limit = rate ?? own
    this.quota = limit === undefined ? null : new RateLimiter(limit, credentials.clock, credentials.after)
    const { source, flags } = token
    this.token = new RegExp(`^(?:${source})$`, flags.replaceAll(/[gym]/g, ''))
  }

  /** The app entry in force, which every request is made from. */
  get app(): App {
    return this.#app
  }

  /** Puts a new entry and its credential in force: what was learned of the old one holds no more. */
  replace(app: App, credential: Credential<unknown>): void {
    this.#app = app
    this.credentials.adopt(app, credential)
    this.refusals.reset()
    this.doubt.reset()
    this.breaker.answered()
    this.gates.open()
    this.handles.clear()
    this.cause = null
  }
}
