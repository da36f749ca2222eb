import type { Delivered } from '../delivery/delivery-api.ts'
import type { Reason } from '../model/decision.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Recipient } from '../model/recipient.ts'
import { toRuleDecision } from './decide.ts'
import type { EvaluatedPage } from './evaluate-page.ts'
import { type TokenReport, tokenReportOf } from './token-report.ts'
import type { Admitted, Candidate, DeliveryAddress, DeviceCase, RuleDecision, Selected } from './types.ts'

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
export function rulingOutcome(message: string, one: DeviceCase, ruling: RuleDecision): Outcome {
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
  const { decision, reason, dueAt } = toRuleDecision(admitted.verdict, 'message', admitted.now)
  return {
    ended: outcome({ message: admitted.fact.id, status: decision === 'defer' ? 'deferred' : 'suppressed', reason, detail: dueText(dueAt) }),
    dueAt,
  }
}

/** The engine's own reason for one device. */
export function ownOutcome(message: string, one: DeviceCase, reason: Reason): Outcome {
  return outcome({ message, recipient: one.subject.recipient.id, device: one.device?.id ?? null, status: 'suppressed', reason })
}

/** A token that died before it was registered again is not dead. */
function isRegisteredSince({ registration: { registeredAt } }: Candidate, { answer }: Delivered): boolean {
  const since = answer?.kind === 'gone' ? answer.since : undefined
  return since !== undefined && registeredAt !== undefined && Date.parse(registeredAt) > since
}

/** What the host is to know of the token, or null. `clock`: UNIX ms. */
export function tokenReport({ recipient, device, channel, app, candidate }: DeliveryAddress, delivered: Delivered, clock: () => number): TokenReport | null {
  const { answer } = delivered
  if (answer === null || (delivered.status !== 'gone' && answer.kind !== 'unreachable')) return null
  if (delivered.status === 'gone' && isRegisteredSince(candidate, delivered)) return null
  const kind = delivered.status === 'gone' ? 'gone' : answer.kind === 'unreachable' && answer.exhausted === true ? 'exhausted' : 'unreachable'
  const known = { kind, token: candidate.registration.token, channel, app, recipient, device, code: answer.code } as const
  return tokenReportOf(known, answer.kind === 'gone' ? answer.since : undefined, clock())
}

/** What a channel's answer means for one token; `message` null: a badge alone. */
export function deliveredOutcome(message: string | null, { recipient, device, channel, app, candidate }: DeliveryAddress, delivered: Delivered): Outcome {
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

/** Whom a policy asked to come again: one device, or all of the recipient's. */
export interface Deferred {
  readonly recipient: Recipient
  /** UNIX ms. */
  readonly dueAt: number
  readonly outcome: Outcome
}

/** A decided page, sorted by how it goes on. */
export interface PartitionedDecisions {
  /** Nothing is sent: one Outcome a device, or one a recipient where it holds for all of its devices. */
  readonly ended: readonly Outcome[]
  readonly deferred: readonly Deferred[]
  readonly selected: readonly Selected[]
}

/** Sorts a decided page into what ends, what waits and what goes on to render. */
export function partitionDecisions(message: string, page: EvaluatedPage): PartitionedDecisions {
  const ended: Outcome[] = []
  const deferred: Deferred[] = []
  const selected: Selected[] = []
  let told: Recipient | null = null
  for (let i = 0; i < page.cases.length; i++) {
    const one = page.cases[i]
    const ruling = page.rulings[i]
    const settings = page.settings[i]
    if (one === undefined || ruling === undefined || settings === undefined) continue
    const { recipient } = one.subject
    if (ruling.decision === 'push') {
      const selection = page.selections[i]
      if (selection === undefined || selection === null) continue
      if (selection.reason === null) selected.push({ case: one, settings, text: selection.text, candidates: selection.candidates })
      else ended.push(ownOutcome(message, one, selection.reason))
      continue
    }
    // A recipient's cases stand together, so one look back tells whether it was told already.
    if (ruling.level !== 'device' && told === recipient) continue
    told = recipient
    const outcome = rulingOutcome(message, one, ruling)
    if (ruling.dueAt === null) ended.push(outcome)
    else {
      const only = ruling.level === 'device' && one.device !== null ? { ...recipient, devices: [one.device] } : recipient
      deferred.push({ recipient: only, dueAt: ruling.dueAt, outcome })
    }
  }
  return { ended, deferred, selected }
}
