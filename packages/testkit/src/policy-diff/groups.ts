import type { ConditionNode, PolicyDocument } from '@rouse/core'
import type { Assignment } from './assignment.ts'
import { satisfy } from './satisfy.ts'

interface Target {
  readonly conditions: ConditionNode
  readonly document: PolicyDocument
  /** Of the rules that the documents have not in common. */
  readonly changed: boolean
}

/** Ways tried to make a changed rule fire, and any other. */
const waysToChanged = 48
const waysToOthers = 6

/**
 * Bundles of assignments, each such that one rule of one document should hold, or just should not: changed rules come first and most.
 * `failing`: each fact that may fail, as such; tried first where the documents do not mean the same by it.
 */
export function groupsOf(
  before: PolicyDocument,
  after: PolicyDocument,
  failing: readonly Assignment[],
  random: () => number,
): readonly (readonly Assignment[])[] {
  const targets = [...targetsOf(before, after), ...targetsOf(after, before)]
  const failures = (before.onFactError ?? 'suppress') === (after.onFactError ?? 'suppress') ? [] : failing
  return [...failures.map(one => [one]), ...bundlesFor(targets, random)]
}

function bundlesFor(targets: readonly Target[], random: () => number): readonly (readonly Assignment[])[] {
  return [...targets]
    .sort((a, b) => Number(b.changed) - Number(a.changed))
    .flatMap(({ conditions, document, changed }) =>
      Array.from({ length: changed ? waysToChanged : waysToOthers }, (_, i) => satisfy(conditions, i % 4 !== 3, document.conditions, random)),
    )
    .filter(group => group.length > 0)
}

function targetsOf(document: PolicyDocument, other: PolicyDocument): readonly Target[] {
  // Named conditions are put in place, so that a changed one marks every rule that uses it.
  const text = (rule: unknown, of: PolicyDocument) =>
    JSON.stringify(rule, (_, value) =>
      typeof value === 'object' && value !== null && typeof value.condition === 'string' ? { ...value, of: of.conditions?.[value.condition] } : value,
    )
  return (['rules', 'layers', 'selection'] as const).flatMap(section => {
    const known = new Map((other[section] ?? []).map((rule, i) => [text(rule, other), i]))
    return (document[section] ?? []).map((rule, i): Target => ({ conditions: rule.conditions, document, changed: known.get(text(rule, document)) !== i }))
  })
}
