import { type Decision, defaultPolicy, type PolicyDocument } from '@rouse/core'
import { type Section, type Target, targetsOf } from './targets.ts'

/** A rule, by its section and name; `document`: what differs belongs to no rule, such as `onFactError`. */
export interface RuleName {
  readonly section: Section | 'document'
  readonly rule: string | null
}

/** The changed rules that a difference depends on. */
export interface ResponsibleRules {
  /** Every changed rule of both documents, in their order, each once. */
  readonly all: readonly RuleName[]
  /** The changed rules that decided, stated a setting or ordered the channels in these Decisions, where they differ. */
  of(before: readonly Decision[], after: readonly Decision[]): readonly RuleName[]
}

/** Finds the rules behind differences between two policies. */
export function responsibleRules(before: PolicyDocument, after: PolicyDocument): ResponsibleRules {
  const changed = targetsOf(before, after).filter(target => target.changed)
  const find = (document: PolicyDocument, section: Section, name: string | null) =>
    changed.filter(target => target.document === document && target.section === section && target.name === name)
  const layerRule = (document: PolicyDocument, layer: string) => document.layers?.find(({ event }) => event.params.name === layer)?.name ?? null

  const ofOne = (document: PolicyDocument, own: Decision, other: Decision): readonly Target[] => {
    const found: Target[] = []
    if (own.rule !== other.rule || own.decision !== other.decision || own.reason !== other.reason || own.dueAt !== other.dueAt)
      found.push(...find(document, 'rules', own.rule))
    for (const [field, stated] of Object.entries(own.settings)) {
      if (JSON.stringify(stated) !== JSON.stringify(other.settings[field])) found.push(...find(document, 'layers', layerRule(document, stated.from)))
    }
    if (own.channels.length > 0 && other.channels.length > 0 && own.channels.join() !== other.channels.join())
      for (const name of offersIn(document, own)) found.push(...find(document, 'selection', name))
    return found
  }
  return {
    all: unique(changed),
    of(first, second) {
      const found = first.flatMap((own, i) => {
        const other = second[i]
        return other === undefined ? [] : [...ofOne(before, own, other), ...ofOne(after, other, own)]
      })
      return found.length === 0 ? [{ section: 'document', rule: null }] : unique(found)
    },
  }
}

/** Names of the offers that matched; in a trace they stand last. */
function offersIn({ rules, layers = [], selection = [] }: PolicyDocument, { trace }: Decision): readonly string[] {
  const offers = new Set((selection.length === 0 ? (defaultPolicy.selection ?? []) : selection).map(({ name }) => name))
  return trace
    .slice(rules.length + layers.length)
    .filter(({ rule, matched }) => matched === true && offers.has(rule))
    .map(({ rule }) => rule)
}

function unique(targets: readonly Target[]): readonly RuleName[] {
  return [...new Map(targets.map(({ section, name }) => [`${section} ${name}`, { section, rule: name }])).values()]
}
