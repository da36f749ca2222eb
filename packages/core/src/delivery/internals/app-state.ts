import type { Answer, Reset } from '../../channel/answer.ts'
import type { AnyChannel, App } from '../../channel/contract.ts'
import type { Rate } from '../../channel/rate.ts'
import { Breaker } from '../breaker.ts'
import { type CredentialOptions, CredentialSlot } from '../credentials.ts'
import type { BreakerOptions } from '../delivery-api.ts'
import { Gates } from '../gates.ts'
import { Quota } from '../quota.ts'
import { Doubt } from './doubt.ts'
import { Handles } from './handles.ts'
import { Refusals } from './refusals.ts'

/** What delivery keeps for one app entry of one channel. */
export class AppState {
  readonly channel: AnyChannel
  readonly app: App
  readonly credentials: CredentialSlot
  /** The host does not answer. */
  readonly breaker: Breaker
  /** The host answers, and refuses the credential. */
  readonly refusals = new Refusals()
  readonly gates = new Gates()
  readonly quota: Quota | null
  readonly doubt = new Doubt()
  readonly handles = new Handles<{ readonly handle: string; readonly until?: Reset } | Answer>()
  /** `limits.token`, made to cover the whole token and to keep no state between tests. */
  readonly token: RegExp

  constructor(channel: AnyChannel, app: App, credentials: CredentialOptions, breaker: BreakerOptions | undefined, rate: Rate | undefined) {
    this.channel = channel
    this.app = app
    this.credentials = new CredentialSlot(channel, app, credentials)
    this.breaker = new Breaker(breaker)
    const { token, rate: own } = channel.limits
    const limit = rate ?? own
    this.quota = limit === undefined ? null : new Quota(limit, credentials.clock, credentials.after)
    const { source, flags } = token
    this.token = new RegExp(`^(?:${source})$`, flags.replaceAll(/[gym]/g, ''))
  }
}
