import { type Decision, defaultPolicy, type PolicyDocument } from '@rouse/core'

/**
 * A Decision's trace for a person, a rule a line: what fired and what did not; of the offers those alone that matched. Rules that fired come
 * with their description.
 */
export function traceLines({ trace }: Decision, { rules, layers = [], selection = [] }: PolicyDocument): readonly string[] {
  const offers = selection.length === 0 ? (defaultPolicy.selection ?? []) : selection
  const names = new Set(offers.map(({ name }) => name))
  const described = new Map([...offers, ...layers, ...rules].map(({ name, description }) => [name, description]))
  return trace
    .filter(({ rule, matched }, i) => i < rules.length + layers.length || matched === true || !names.has(rule))
    .map(({ rule, matched, because }) => {
      const description = matched === true ? described.get(rule) : undefined
      return `${matched === true ? '✓' : matched === false ? '·' : ' '} ${rule}: ${because}${description === undefined ? '' : ` (${description})`}`
    })
}
