import { type Effective, effectiveOf } from '../settings/effective.ts'
import { defaultLayer, globalLayer, type Layer, messageLayer } from '../settings/layers.ts'
import { mergeStatements } from '../settings/merge.ts'
import { quieten } from '../settings/replacing-layer.ts'
import { familyOf } from './facts.ts'
import { type Admitted, type DeviceCase, factsOf, type SettingsClass } from './types.ts'

/** The class of a case's settings: equal keys have equal layers, and so equal merged settings. */
export interface LayerChoice {
  readonly key: string
  readonly family: 'ios' | 'android' | null
  /** Places in `policy.layers` of the policy's layers that apply. */
  readonly fired: readonly number[]
}

const none: readonly number[] = []

/** What most cases have: no layer of the policy, no global settings. */
const plain = {
  ios: { key: 'ios||', family: 'ios', fired: none },
  android: { key: 'android||', family: 'android', fired: none },
  general: { key: 'null||', family: null, fired: none },
} as const satisfies Record<string, LayerChoice>

function globalKey({ subject }: DeviceCase, conversation: 'c2c' | 'group'): string {
  const settings = subject.recipient.settings
  if (settings === undefined) return ''
  const sound = conversation === 'c2c' ? settings.c2cSound : settings.groupSound
  const enabled = settings.enabled === undefined ? '' : settings.enabled ? '1' : '0'
  if (sound === undefined) return enabled
  // A name may hold anything, but comes last.
  return typeof sound === 'string' ? `${enabled}'${sound}` : `${enabled}${sound === null ? 'default' : 'silent'}`
}

/** Step 2: which layers apply to each case; one choice a case, in order. */
export async function chooseLayers(cases: readonly DeviceCase[], admitted: Admitted): Promise<readonly LayerChoice[]> {
  const { policy, fact } = admitted
  const choices = new Array<LayerChoice>(cases.length)
  for (let i = 0; i < cases.length; i++) {
    const one = cases[i] as DeviceCase
    let fired = none
    if (policy.layers.length > 0) {
      const answer = policy.evaluator.layers(factsOf(fact, one.subject, one.fact, undefined))
      fired = answer instanceof Promise ? await answer : answer
    }
    const family = one.fact === undefined ? null : familyOf(one.fact.platform)
    const global = globalKey(one, fact.conversation.type)
    choices[i] = fired.length === 0 && global === '' ? plain[family ?? 'general'] : { key: `${family}|${fired.join(',')}|${global}`, family, fired }
  }
  return choices
}

/** The layers of one case, in no particular order: their priorities decide. */
export function layersOf(one: DeviceCase, choice: LayerChoice, admitted: Admitted): readonly Layer[] {
  return [
    defaultLayer,
    globalLayer(one.subject.recipient.settings, admitted.fact.conversation.type),
    ...choice.fired.map(place => admitted.policy.layers[place]).filter(layer => layer !== undefined),
    messageLayer(admitted.message.push),
  ]
}

/** Step 3: the merged settings of each case, merged once a class; one entry a case, in order. */
export function mergeSettings(cases: readonly DeviceCase[], choices: readonly LayerChoice[], admitted: Admitted): readonly SettingsClass[] {
  const { settings } = admitted.cache
  return cases.map((one, index) => {
    const choice = choices[index] as LayerChoice
    const known = settings.get(choice.key)
    if (known !== undefined) return known
    const effective = effectiveFor(one, choice, admitted)
    const made = { id: settings.size, family: choice.family, effective, texts: new Map(), languages: new Map() }
    settings.set(choice.key, made)
    return made
  })
}

/** An edit or a withdrawal is quiet unless a layer about revisions says otherwise. */
function effectiveFor(one: DeviceCase, choice: LayerChoice, admitted: Admitted): Effective {
  const merged = mergeStatements(layersOf(one, choice, admitted), choice.family)
  if (!admitted.replaces) return effectiveOf(merged, choice.family)
  const { layers, revisionLayers } = admitted.policy
  const aboutRevisions = choice.fired.filter(place => revisionLayers.has(place)).map(place => layers[place] as Layer)
  return effectiveOf(quieten(merged, aboutRevisions, choice.family), choice.family)
}
