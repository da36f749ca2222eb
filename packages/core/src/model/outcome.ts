import type { Reason } from './decision.ts'

export type OutcomeStatus = 'accepted' | 'suppressed' | 'gone' | 'rejected' | 'superseded' | 'failed' | 'expired' | 'deferred'

/**
 * Where the mistake lies: `payload`, `config` or `token` as the vendor said; `device`: switched off there,
 * the token stays; `message`: the input itself was malformed.
 */
export type Fault = 'payload' | 'config' | 'token' | 'device' | 'message'

/** The end of it for one token; one without a token for what was suppressed or malformed. */
export interface Outcome {
  readonly message: string | null
  readonly recipient: string | null
  readonly device: string | null
  readonly channel: string | null
  readonly app: string | null
  readonly status: OutcomeStatus
  readonly reason: Reason | null
  readonly fault: Fault | null
  /** The vendor's id of the push. */
  readonly vendorId: string | null
  /** The vendor's own code of its last answer. */
  readonly vendorCode: string | null
  /** Requests that carried this token. */
  readonly attempts: number
  readonly latencyMs: number
  /** Seconds, as the vendor asked. */
  readonly retryAfter: number | null
  readonly detail: string | null
}
