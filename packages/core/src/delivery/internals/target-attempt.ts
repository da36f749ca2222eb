import type { Answer, Target } from '../../channel/contract.ts'
import type { Delivered, DeliveryTarget } from '../delivery-api.ts'
import { boundedSeconds } from '../retry.ts'

/** One target on its way. */
export class TargetAttempt {
  readonly target: DeliveryTarget
  /** The target as its channel gets it. */
  sent: Target
  /** Its place in the job. */
  readonly index: number
  /** Requests that carried it. */
  attempts = 0
  /** Attempts that were followed by a pause and another. */
  retries = 0
  /** Retries it may have. */
  allowed: number
  answer: Answer | null = null
  /** Why it has no end yet: `throttled`, `network`, … */
  cause: string | null = null
  /** A request that carried it may have been taken, and its answer never came. */
  lost = false
  /** Milliseconds it is to wait for its next attempt. */
  wait = 0
  /** Milliseconds it was held so far, whatever the clock says. */
  held = 0

  constructor(target: DeliveryTarget, index: number, allowed: number) {
    this.target = target
    this.sent = target
    this.index = index
    this.allowed = allowed
  }

  /** A newer push has set the badge: this one leaves it alone. */
  leaveBadge(): void {
    const { token, badge, id } = this.target
    if (badge !== null) this.sent = { token, badge: null, id }
  }

  end(status: Delivered['status'], fault: Delivered['fault'], detail: string | null, latencyMs: number): Delivered {
    const answer = this.answer
    return {
      status,
      fault,
      vendorId: answer?.vendorId ?? null,
      vendorCode: answer?.code ?? null,
      attempts: this.attempts,
      latencyMs,
      retryAfter: answer !== null && 'retryAfter' in answer ? (boundedSeconds(answer.retryAfter) ?? null) : null,
      detail,
      answer,
      lost: this.lost,
    }
  }
}
