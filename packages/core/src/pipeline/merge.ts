import { defaultLayer } from '../settings/default-layer.ts'
import { globalLayer } from '../settings/global-layer.ts'
import type { Layer } from '../settings/layer.ts'
import { mergeLayers } from '../settings/merge.ts'
import { messageLayer } from '../settings/message-layer.ts'
import type { LayerChoice } from './layers.ts'
import type { Admitted, Case, SettingsClass } from './page.ts'

/** The layers of one case, in no particular order: their priorities decide. */
export function layersOf(one: Case, choice: LayerChoice, admitted: Admitted): readonly Layer[] {
  return [
    defaultLayer,
    globalLayer(one.subject.recipient.settings, admitted.fact.conversation.type),
    ...choice.fired.map(place => admitted.policy.layers[place]).filter(layer => layer !== undefined),
    messageLayer(admitted.message.push),
  ]
}

/** Step 3: the merged settings of each case, merged once a class; one entry a case, in order. */
export function mergeSettings(cases: readonly Case[], choices: readonly LayerChoice[], admitted: Admitted): readonly SettingsClass[] {
  const { settings } = admitted.classes
  return cases.map((one, index) => {
    const choice = choices[index] as LayerChoice
    const known = settings.get(choice.key)
    if (known !== undefined) return known
    const effective = mergeLayers(layersOf(one, choice, admitted), choice.family)
    const made = { id: settings.size, family: choice.family, effective, texts: new Map(), languages: new Map() }
    settings.set(choice.key, made)
    return made
  })
}
