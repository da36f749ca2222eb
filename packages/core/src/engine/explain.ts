import type { Decision, Note, Provenance, TraceEntry } from '../model/decision.ts'
import type { Message } from '../model/message.ts'
import type { Recipient } from '../model/recipient.ts'
import { admit } from '../pipeline/admit.ts'
import { composeTextFor } from '../pipeline/compose-text.ts'
import { type EvaluatedPage, evaluatePage } from '../pipeline/evaluate-page.ts'
import { renderOne } from '../pipeline/render.ts'
import { claimTokens } from '../pipeline/token-claims.ts'
import { type Admitted, type DeviceCase, factsOf, type RuleDecision, type Selected, type Selection, type SettingsClass } from '../pipeline/types.ts'
import type { RuleInfo } from '../policy/policy.ts'
import { showValue } from '../validation/show-value.ts'
import { createEngineContext, type EngineContext } from './context.ts'
import { checkExplainOptions } from './options.ts'
import { requestPreview } from './request-preview.ts'
import type { DecideOptions, Engine, ExplainOptions } from './types.ts'

/** Runs the steps on one recipient, and says of each of its devices what they decided and why. Records nothing. */
export async function explain(message: Message, recipient: Recipient, decider: EngineContext, given?: ExplainOptions): Promise<readonly Decision[]> {
  const options = checkExplainOptions(given)
  const known = [decider.intake.demandRecipient(recipient)]
  const admitted = await admit(decider.intake.demandMessage(message), decider.policy(), options.now ?? decider.clock(), undefined, {
    claims: claimTokens(known, null).claims,
  })
  const page = await evaluatePage(known, admitted, { ...decider.context, traced: true })
  return page.cases.map((one, i) => decisionOf(one, i, page, admitted, decider, options))
}

function decisionOf(one: DeviceCase, i: number, page: EvaluatedPage, admitted: Admitted, decider: EngineContext, options: ExplainOptions): Decision {
  const ruling = page.rulings[i] as RuleDecision
  const settings = page.settings[i] as SettingsClass
  const selection = page.selections[i] ?? null
  const pushes = ruling.decision === 'push' && selection !== null && selection.reason === null
  const candidates = pushes ? selection.candidates : []
  const first = candidates[0]
  const text = composeTextFor(one, settings, admitted, decider.context.text)
  const selected: Selected = { case: one, settings, text, candidates }
  const rendered = first === undefined ? null : renderOne(selected, first, admitted, decider.context)
  const reason = selection?.reason ?? ruling.reason
  return {
    message: admitted.fact.id,
    recipient: one.subject.recipient.id,
    device: one.device?.id ?? null,
    policy: admitted.policy.hash,
    decision: ruling.decision === 'defer' ? 'defer' : pushes ? 'push' : 'suppress',
    reason: pushes && ruling.decision === 'push' ? ruling.reason : reason,
    rule: selection?.reason ?? ruling.rule,
    dueAt: ruling.dueAt === null ? null : new Date(ruling.dueAt).toISOString(),
    channel: first?.channel.name ?? null,
    channels: candidates.map(({ channel }) => channel.name),
    settings: shownSettings(one, settings, admitted, decider),
    notes: [...timeNotes(one), ...(rendered?.notes ?? [])],
    trace: traceOf(one, settings, ruling, page, i, admitted),
    ...(rendered !== null && first !== undefined ? { request: requestPreview(rendered, first, one, admitted, options.showTokens ?? false) } : {}),
  }
}

/** The merged settings, and the text that the elements gave where none was stated. */
function shownSettings(one: DeviceCase, settings: SettingsClass, admitted: Admitted, decider: EngineContext): Readonly<Record<string, Provenance>> {
  if (one.device === null) return settings.effective.settings
  const { resolved, titleFrom, bodyFrom } = composeTextFor(one, settings, admitted, decider.context.text)
  return {
    ...(titleFrom === 'elements' ? { title: { value: resolved.title, from: 'elements' } } : {}),
    ...(bodyFrom === 'elements' ? { body: { value: resolved.body, from: 'elements' } } : {}),
    ...settings.effective.settings,
  }
}

function timeNotes({ subject }: DeviceCase): readonly Note[] {
  const { quietHours, timeZone } = subject.recipient
  if (timeZone !== undefined && subject.fact.timeZone === undefined) {
    return [{ code: 'time-zone-assumed', detail: `the time zone ${showValue('', timeZone)} is unknown: UTC was taken` }]
  }
  if (quietHours === undefined || timeZone !== undefined) return []
  return [{ code: 'time-zone-assumed', detail: 'the recipient has quiet hours but no time zone: UTC was taken' }]
}

/**
 * Every rule of the policy, in the order of rules, layers and, where channels were asked for, selection, each in order of evaluation; then
 * what could not be had, why channels are not offered, and the engine's own reason.
 */
function traceOf(one: DeviceCase, settings: SettingsClass, ruling: RuleDecision, page: EvaluatedPage, i: number, admitted: Admitted): readonly TraceEntry[] {
  const { policy } = admitted
  const selection = page.selections[i] ?? null
  const facts = factsOf(admitted.fact, one.subject, one.fact, settings.effective.fact)
  const rules = policy.trace(facts, ruling.verdict).map((entry, place) => (one.device === null ? withoutDevice(entry, policy.rules[place]) : entry))
  const failed = one.subject.failed.map((name): TraceEntry => {
    const what = name === 'recent' ? 'the counters could not say' : `host fact ${JSON.stringify(name)} could not be had`
    return { rule: 'fact-error', matched: ruling.reason === 'fact-error', because: what }
  })
  const own: readonly TraceEntry[] =
    selection?.reason === null || selection === null ? [] : [{ rule: selection.reason, matched: true, because: ownWords[selection.reason] }]
  return [
    ...rules,
    ...policy.traceLayers(facts, page.choices[i]?.fired ?? []),
    ...(selection?.offer === undefined ? [] : policy.traceSelection(facts, selection.offer)),
    ...failed,
    ...(selection?.trace ?? []),
    ...own,
  ]
}

/** Rules that read the device are not asked of a recipient who has none. */
function withoutDevice(entry: TraceEntry, rule: RuleInfo | undefined): TraceEntry {
  return rule?.level === 'device' && entry.matched === false ? { ...entry, matched: null, because: 'not reached: there is no device' } : entry
}

const ownWords: Readonly<Record<NonNullable<Selection['reason']>, string>> = {
  'no-text': 'the body for this device is empty: there is nothing to show',
  duplicate: 'the same message and revision is still open for this device, or its token belongs to a newer registration',
  'no-channel': 'no installed channel that the policy offers fits a registration of this device',
}

/** An engine that only explains: it needs neither transport nor credentials. */
export type Explainer = Pick<Engine, 'explain'>

/** @throws RouseError `config-invalid`, `channel-invalid`, `policy-invalid`; app entries are not checked, as none is used. */
export function createExplainer(options: DecideOptions): Explainer {
  const decider = createEngineContext(options, { checkApps: false })
  return { explain: (message, recipient, given) => explain(message, recipient, decider, given) }
}
