import type { Delivered } from '../delivery/delivery-api.ts'
import type { Reason } from '../model/decision.ts'
import type { Outcome } from '../model/outcome.ts'
import { rulingOf } from './decide.ts'
import type { TokenReport } from './engine-api.ts'
import type { Addressed, Admitted, Candidate, Case, Ruling } from './page.ts'
import { tokenReportOf } from './token-report.ts'

const blank: Outcome = {
  message: null,
  recipient: null,
  device: null,
  channel: null,
  app: null,
  status: 'suppressed',
  reason: null,
  fault: null,
  vendorId: null,
  vendorCode: null,
  attempts: 0,
  latencyMs: 0,
  retryAfter: null,
  detail: null,
}

/** An Outcome from what is known of it; the rest is null or 0. */
export function outcome(known: Partial<Outcome> & Pick<Outcome, 'status'>): Outcome {
  return { ...blank, ...known }
}

const dueText = (dueAt: number | null): string | null => (dueAt === null ? null : `due at ${new Date(dueAt).toISOString()}`)

/** A case that gets nothing, or nothing yet. A message-level ruling names nobody, a recipient-level one no device. */
export function rulingOutcome(message: string, one: Case, ruling: Ruling): Outcome {
  return outcome({
    message,
    recipient: ruling.level === 'message' ? null : one.subject.recipient.id,
    device: ruling.level === 'device' ? (one.device?.id ?? null) : null,
    status: ruling.decision === 'defer' ? 'deferred' : 'suppressed',
    reason: ruling.reason,
    detail: dueText(ruling.dueAt),
  })
}

/** What the message alone decided: one Outcome without recipient and device; `dueAt` in UNIX ms when it is deferred. */
export function messageOutcome(admitted: Admitted): { readonly ended: Outcome; readonly dueAt: number | null } {
  if (admitted.verdict === null) throw new Error('a message without a verdict has no Outcome of its own')
  const { decision, reason, dueAt } = rulingOf(admitted.verdict, 'message', admitted.now)
  return {
    ended: outcome({ message: admitted.fact.id, status: decision === 'defer' ? 'deferred' : 'suppressed', reason, detail: dueText(dueAt) }),
    dueAt,
  }
}

/** The engine's own reason for one device. */
export function ownOutcome(message: string, one: Case, reason: Reason): Outcome {
  return outcome({ message, recipient: one.subject.recipient.id, device: one.device?.id ?? null, status: 'suppressed', reason })
}

/** A token that died before it was registered again is not dead. */
function isRegisteredSince({ registration: { registeredAt } }: Candidate, { answer }: Delivered): boolean {
  const since = answer?.kind === 'gone' ? answer.since : undefined
  return since !== undefined && registeredAt !== undefined && Date.parse(registeredAt) > since
}

/** What the host is to know of the token, or null. `clock`: UNIX ms. */
export function tokenReport({ recipient, device, channel, app, candidate }: Addressed, delivered: Delivered, clock: () => number): TokenReport | null {
  const { answer } = delivered
  if (answer === null || (delivered.status !== 'gone' && answer.kind !== 'unreachable')) return null
  if (delivered.status === 'gone' && isRegisteredSince(candidate, delivered)) return null
  const kind = delivered.status === 'gone' ? 'gone' : answer.kind === 'unreachable' && answer.exhausted === true ? 'exhausted' : 'unreachable'
  const known = { kind, token: candidate.registration.token, channel, app, recipient, device, code: answer.code } as const
  return tokenReportOf(known, answer.kind === 'gone' ? answer.since : undefined, clock())
}

/** What a channel's answer means for one token; `message` null: a badge alone. */
export function deliveredOutcome(message: string | null, { recipient, device, channel, app, candidate }: Addressed, delivered: Delivered): Outcome {
  const stays = delivered.status === 'gone' && isRegisteredSince(candidate, delivered)
  const ends = delivered.status === 'suppressed'
  return {
    message,
    recipient,
    device,
    channel,
    app,
    status: stays ? 'rejected' : delivered.status,
    reason: ends ? delivered.detail : null,
    fault: stays ? 'token' : delivered.fault,
    vendorId: delivered.vendorId,
    vendorCode: delivered.vendorCode,
    attempts: delivered.attempts,
    latencyMs: delivered.latencyMs,
    retryAfter: delivered.retryAfter,
    detail: stays ? 'registered again since: the token stays' : ends ? null : delivered.detail,
  }
}
