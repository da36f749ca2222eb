import type { Recipient } from '../model/recipient.ts'
import type { LocalTime } from '../policy/local-time.ts'
import { decide, orFactError } from './decide.ts'
import { chooseLayers, type LayerChoice } from './layers.ts'
import { type Loaders, loaded } from './loaded.ts'
import { mergeSettings } from './merge.ts'
import { type Admitted, type Case, factsOf, type Ruling, type Selection, type SettingsClass } from './page.ts'
import { type SelectContext, select } from './select.ts'
import { casesOf, subjectsOf } from './subjects.ts'

/** The ports and tables that deciding a page needs. */
export interface DecideContext extends SelectContext {
  readonly localTime: LocalTime
  readonly load: Loaders
}

/** All that is decided of one page, one entry a case in each list. */
export interface DecidedPage {
  readonly cases: readonly Case[]
  readonly choices: readonly LayerChoice[]
  readonly settings: readonly SettingsClass[]
  readonly rulings: readonly Ruling[]
  readonly selections: readonly (Selection | null)[]
}

/** Steps 2 to 5 on one page of recipients: layers, merge, decide, select. */
export async function decidePage(recipients: readonly Recipient[], admitted: Admitted, context: DecideContext): Promise<DecidedPage> {
  const { policy, now, fact } = admitted
  const all = () => true
  const cases = await loaded(casesOf(subjectsOf(recipients, admitted, context.localTime), now), all, policy.layerLoads, admitted, context.load)
  const choices = await chooseLayers(cases, admitted)
  const settings = mergeSettings(cases, choices, admitted)
  const decided = await decide(cases, settings, admitted, context.load)
  const fresh = policy.selectionLoads.filter(name => !decided.known.has(name))
  const selectable = await loaded(decided.cases, i => decided.rulings[i]?.decision === 'push', fresh, admitted, context.load)
  const rulings =
    selectable === decided.cases ? decided.rulings : decided.rulings.map((ruling, i) => orFactError(ruling, (selectable[i] as Case).subject, policy))
  const facts = selectable === decided.cases ? decided.facts : selectable.map((one, i) => factsOf(fact, one.subject, one.fact, settings[i]?.effective.fact))
  const selections = await select(selectable, settings, rulings, facts, admitted, context)
  return { cases: selectable, choices, settings, rulings, selections }
}
