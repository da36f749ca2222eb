import type { Recipient } from '../model/recipient.ts'
import type { LocalTime } from '../policy/local-time.ts'
import { decide, orFactError } from './decide.ts'
import { casesOf, subjectsOf } from './facts.ts'
import { type Loaders, loadFacts } from './load-facts.ts'
import { type SelectContext, select } from './select.ts'
import { chooseLayers, type LayerChoice, mergeSettings } from './settings.ts'
import { type Admitted, type DeviceCase, factsOf, type RuleDecision, type Selection, type SettingsClass } from './types.ts'

/** The ports and tables that deciding a page needs. */
export interface EvaluationContext extends SelectContext {
  readonly localTime: LocalTime
  readonly load: Loaders
}

/** All that is decided of one page, one entry a case in each list. */
export interface EvaluatedPage {
  readonly cases: readonly DeviceCase[]
  readonly choices: readonly LayerChoice[]
  readonly settings: readonly SettingsClass[]
  readonly rulings: readonly RuleDecision[]
  readonly selections: readonly (Selection | null)[]
}

/** Steps 2 to 5 on one page of recipients: layers, merge, decide, select. */
export async function evaluatePage(recipients: readonly Recipient[], admitted: Admitted, context: EvaluationContext): Promise<EvaluatedPage> {
  const { policy, now, fact } = admitted
  const all = () => true
  const cases = await loadFacts(casesOf(subjectsOf(recipients, admitted, context.localTime), now), all, policy.layerLoads, admitted, context.load)
  const choices = await chooseLayers(cases, admitted)
  const settings = mergeSettings(cases, choices, admitted)
  const decided = await decide(cases, settings, admitted, context.load)
  const fresh = policy.selectionLoads.filter(name => !decided.known.has(name))
  const selectable = await loadFacts(decided.cases, i => decided.rulings[i]?.decision === 'push', fresh, admitted, context.load)
  const rulings =
    selectable === decided.cases ? decided.rulings : decided.rulings.map((ruling, i) => orFactError(ruling, (selectable[i] as DeviceCase).subject, policy))
  const facts = selectable === decided.cases ? decided.facts : selectable.map((one, i) => factsOf(fact, one.subject, one.fact, settings[i]?.effective.fact))
  const selected = await select(selectable, settings, rulings, facts, admitted, context)
  const selections = admitted.claims === null ? selected : admitted.claims.claim(selectable, selected)
  return { cases: selectable, choices, settings, rulings, selections }
}
