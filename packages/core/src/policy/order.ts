/**
 * Rules in the order they are evaluated: priority, highest first (default 1), then place in the document.
 * json-rules-engine itself has no order among equal priorities, so both evaluators run this one.
 */
export function inOrder<R extends { readonly priority?: number }>(rules: readonly R[]): readonly R[] {
  return rules
    .map((rule, place) => ({ rule, place }))
    .sort((a, b) => (b.rule.priority ?? 1) - (a.rule.priority ?? 1) || a.place - b.place)
    .map(({ rule }) => rule)
}
