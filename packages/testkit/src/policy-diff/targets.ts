import type { PolicyDocument, PushSettings } from '@rouse/core'
import type { ConditionNode } from '@rouse/core/policy'

/** A rule to aim at. */
export interface Target {
  readonly section: Section
  readonly name: string
  readonly conditions: ConditionNode
  readonly document: PolicyDocument
  /** Of the rules that the documents have not in common, or not in the same order. */
  readonly changed: boolean
  /** What a rule of `layers` states. */
  readonly settings: PushSettings | null
}

export type Section = 'rules' | 'layers' | 'selection'
interface Placed {
  readonly text: string
  readonly target: Omit<Target, 'changed'>
}

/** Every rule of both documents, the changed ones first. */
export function targetsOf(before: PolicyDocument, after: PolicyDocument): readonly Target[] {
  const targets = (['rules', 'layers', 'selection'] as const).flatMap(section => {
    const [old, current] = [placed(before, section), placed(after, section)]
    return [...against(old, current), ...against(current, old)]
  })
  return targets.sort((a, b) => Number(b.changed) - Number(a.changed))
}

function against(own: readonly Placed[], others: readonly Placed[]): readonly Target[] {
  // What only one of the documents has moves no other rule.
  const shared = own.filter(({ text }) => others.some(other => other.text === text))
  const theirs = others.filter(({ text }) => own.some(one => one.text === text))
  return own.map(one => {
    const at = shared.indexOf(one)
    return { ...one.target, changed: at === -1 || theirs[at]?.text !== one.text }
  })
}

/** The rules in the order of their evaluation, with the text of what they decide: not of what describes them. */
function placed(document: PolicyDocument, section: Section): readonly Placed[] {
  const rules = [...(document[section] ?? [])].sort((a, b) => (b.priority ?? 1) - (a.priority ?? 1))
  return rules.map(({ name, conditions, event }) => ({
    text: textOf([name, event, conditions], document),
    target: { section, name, conditions, document, settings: event.type === 'layer' ? event.params.settings : null },
  }))
}

/** Named conditions are put in place, so that a changed one marks every rule that uses it; names of fields stand in order. */
function textOf(value: unknown, document: PolicyDocument): string {
  return JSON.stringify(value, (_, node) => {
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return node
    const whole = typeof node.condition === 'string' ? { ...node, of: document.conditions?.[node.condition] } : node
    return Object.fromEntries(Object.entries(whole).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}
