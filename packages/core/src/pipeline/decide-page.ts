import type { Recipient } from '../model/recipient.ts'
import type { LocalTime } from '../policy/local-time.ts'
import type { Counters } from './counters.ts'
import { decide } from './decide.ts'
import type { LoadHostFact } from './host-stops.ts'
import { chooseLayers, type LayerChoice } from './layers.ts'
import { mergeSettings } from './merge.ts'
import type { Admitted, Case, Ruling, Selection, SettingsClass } from './page.ts'
import { type SelectContext, select } from './select.ts'
import { casesOf, subjectsOf } from './subjects.ts'

/** The ports and tables that deciding a page needs. */
export interface DecideContext extends SelectContext {
  readonly localTime: LocalTime
  readonly counters: Counters
  readonly load: LoadHostFact
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
  const recent =
    policy.recentSeconds > 0
      ? await context.counters.recent(
          recipients.map(({ id }) => id),
          fact.conversation.id,
          now - policy.recentSeconds * 1000,
        )
      : null
  const cases = casesOf(subjectsOf(recipients, admitted, context.localTime, recent), now)
  const choices = await chooseLayers(cases, admitted)
  const settings = mergeSettings(cases, choices, admitted)
  const decided = await decide(cases, settings, admitted, context.load)
  const selections = await select(decided.cases, settings, decided.rulings, admitted, context)
  return { cases: decided.cases, choices, settings, rulings: decided.rulings, selections }
}
