import type { Decision, Note, Provenance, TraceEntry } from '../model/decision.ts'
import { showValue } from '../model/internals/show-value.ts'
import type { Message } from '../model/message.ts'
import type { Recipient } from '../model/recipient.ts'
import type { RuleInfo } from '../policy/policy.ts'
import { admit } from './admit.ts'
import { checkExplainOptions } from './check-options.ts'
import { type DecidedPage, decidePage } from './decide-page.ts'
import type { Decider } from './decider.ts'
import type { ExplainOptions } from './engine-api.ts'
import { type Admitted, type Case, factsOf, type Ruling, type Selected, type Selection, type SettingsClass } from './page.ts'
import { renderOne } from './render.ts'
import { requestPreview } from './request-preview.ts'
import { textOf } from './text-of.ts'

/** Runs the steps on one recipient, and says of each of its devices what they decided and why. Records nothing. */
export async function explain(message: Message, recipient: Recipient, decider: Decider, given?: ExplainOptions): Promise<readonly Decision[]> {
  const options = checkExplainOptions(given)
  const known = [decider.intake.demandRecipient(recipient)]
  const admitted = await admit(decider.intake.demandMessage(message), decider.policy(), options.now ?? decider.clock())
  const page = await decidePage(known, admitted, { ...decider.context, traced: true })
  return page.cases.map((one, i) => decisionOf(one, i, page, admitted, decider, options))
}

function decisionOf(one: Case, i: number, page: DecidedPage, admitted: Admitted, decider: Decider, options: ExplainOptions): Decision {
  const ruling = page.rulings[i] as Ruling
  const settings = page.settings[i] as SettingsClass
  const selection = page.selections[i] ?? null
  const pushes = ruling.decision === 'push' && selection !== null && selection.reason === null
  const candidates = pushes ? selection.candidates : []
  const first = candidates[0]
  const text = textOf(one, settings, admitted, decider.context.text)
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
function shownSettings(one: Case, settings: SettingsClass, admitted: Admitted, decider: Decider): Readonly<Record<string, Provenance>> {
  if (one.device === null) return settings.effective.settings
  const { resolved, titleFrom, bodyFrom } = textOf(one, settings, admitted, decider.context.text)
  return {
    ...(titleFrom === 'elements' ? { title: { value: resolved.title, from: 'elements' } } : {}),
    ...(bodyFrom === 'elements' ? { body: { value: resolved.body, from: 'elements' } } : {}),
    ...settings.effective.settings,
  }
}

function timeNotes({ subject }: Case): readonly Note[] {
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
function traceOf(one: Case, settings: SettingsClass, ruling: Ruling, page: DecidedPage, i: number, admitted: Admitted): readonly TraceEntry[] {
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
  duplicate: 'the same message and revision is still open for this device',
  'no-channel': 'no installed channel that the policy offers fits a registration of this device',
}
