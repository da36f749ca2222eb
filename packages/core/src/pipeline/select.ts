import type { ChannelSet } from '../channel/registry.ts'
import type { TraceEntry } from '../model/decision.ts'
import type { Device } from '../model/recipient.ts'
import type { Facts } from '../policy/facts.ts'
import type { Offer } from '../policy/policy.ts'
import type { EngineText } from '../text/resolved-text.ts'
import { eligibleCandidates, inOrder, refuse, type Wanted } from './candidates.ts'
import { composeTextFor } from './compose-text.ts'
import type { Admitted, DeviceCase, RuleDecision, Selection, SettingsClass, TextClass } from './types.ts'

/** What select needs beside the page. */
export interface SelectContext {
  readonly channels: ChannelSet
  readonly text: EngineText
  /** true: the same (id, revision) is still open for this device. */
  readonly isOpen: (recipient: string, device: string) => boolean
  /** Says why channels are not offered. */
  readonly traced: boolean
}

const nothing: readonly TraceEntry[] = []
const passed = (text: TextClass, reason: Selection['reason']): Selection => ({ text, reason, candidates: [], offer: undefined, trace: nothing })

/** Step 5: for each case that gets a push, the channels in the order they are tried, or the engine's own reason why not. */
export async function select(
  cases: readonly DeviceCase[],
  settings: readonly SettingsClass[],
  rulings: readonly RuleDecision[],
  facts: readonly Facts[],
  admitted: Admitted,
  context: SelectContext,
): Promise<readonly (Selection | null)[]> {
  const selections = new Array<Selection | null>(cases.length)
  const { app } = admitted.message
  const alerts: Wanted = { voip: false, app }
  const calls: Wanted = { voip: true, app }
  for (let i = 0; i < cases.length; i++) {
    const one = cases[i] as DeviceCase
    const { device } = one
    if (device === null || rulings[i]?.decision !== 'push') {
      selections[i] = null
      continue
    }
    const merged = settings[i] as SettingsClass
    const text = composeTextFor(one, merged, admitted, context.text)
    if (text.empty) {
      selections[i] = passed(text, 'no-text')
    } else if (context.isOpen(one.subject.recipient.id, device.id)) {
      selections[i] = passed(text, 'duplicate')
    } else {
      const answer = admitted.policy.evaluator.selection(facts[i] as Facts)
      const offer = answer instanceof Promise ? await answer : answer
      selections[i] = offered(one, device, merged.effective.category === 'voip' ? calls : alerts, text, offer, context)
    }
  }
  return selections
}

function offered(one: DeviceCase, device: Device, wanted: Wanted, text: TextClass, offer: Offer | null, context: SelectContext): Selection {
  const trace: TraceEntry[] | null = context.traced ? [] : null
  const fitting = eligibleCandidates(one, device, wanted, context.channels, trace)
  const candidates = inOrder(offer, fitting)
  if (trace !== null) {
    for (const candidate of fitting) {
      if (candidates.includes(candidate)) continue
      refuse(trace, candidate.channel.name, offer === null ? 'no selection rule matched' : `selection rule "${offer.rule}" does not name it`)
    }
  }
  return { text, reason: candidates.length === 0 ? 'no-channel' : null, candidates, offer, trace: trace ?? nothing }
}
