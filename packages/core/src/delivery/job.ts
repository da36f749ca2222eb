import type { Answer } from '../channel/answer.ts'
import type { AnyChannel, App, Payload, Target } from '../channel/contract.ts'
import type { Fault, OutcomeStatus } from '../model/outcome.ts'

/** One payload for many targets of one app entry: what the pipeline hands to delivery. */
export interface Job {
  readonly channel: AnyChannel
  readonly app: App
  readonly payload: Payload
  readonly targets: readonly Target[]
  /** The same in every attempt at this job. */
  readonly batchId: string
  /** UNIX ms: after it no attempt begins; what is left is `expired`. */
  readonly expiresAt: number
  /** Now or never: no second attempt. */
  readonly ttlZero: boolean
}

/** The end of it for one target. */
export interface Delivered {
  readonly status: Extract<OutcomeStatus, 'accepted' | 'gone' | 'rejected' | 'failed' | 'expired'>
  readonly fault: Fault | null
  readonly vendorId: string | null
  readonly vendorCode: string | null
  readonly attempts: number
  readonly latencyMs: number
  /** Seconds. */
  readonly retryAfter: number | null
  readonly detail: string | null
  /** The last answer; null where no request was answered. */
  readonly answer: Answer | null
}
