import { type ConditionNode, factTable, type Json, type PolicyDocument } from '@rouse/core'
import type { Assignment } from './assignment.ts'
import { oneOf } from './random.ts'
import { type Comparison, isFactValue } from './values.ts'

/** Assignments that make a condition hold (or not), as far as each comparison can be served by itself; some choices are random. */
export function satisfy(node: ConditionNode, holds: boolean, named: PolicyDocument['conditions'], random: () => number): readonly Assignment[] {
  if ('not' in node) return satisfy(node.not, !holds, named, random)
  if ('condition' in node) {
    const condition = named?.[node.condition]
    return condition === undefined ? [] : satisfy(condition, holds, named, random)
  }
  const [group, every] = 'all' in node ? [node.all, holds] : 'any' in node ? [node.any, !holds] : [null, true]
  if (group === null) return compare(node as Comparison, holds, random)
  // Every child has to come to the same, or one of them is enough.
  return every ? group.flatMap(child => satisfy(child, holds, named, random)) : satisfy(oneOf(group, random), holds, named, random)
}

type Choice = (value: Json, random: () => number) => Json | undefined
const listOf = (value: Json): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : [value])
const other: Choice = value =>
  typeof value === 'boolean' ? !value : typeof value === 'number' ? value + 1 : typeof value === 'string' ? `${value}-other` : undefined
const below: Choice = (value, random) => (typeof value === 'number' ? value - (random() < 0.7 ? 1 : 60) : undefined)
const above: Choice = (value, random) => (typeof value === 'number' ? value + (random() < 0.7 ? 1 : 60) : undefined)
const itself: Choice = value => value
const oneOfThem: Choice = (value, random) => (listOf(value).length === 0 ? undefined : oneOf(listOf(value), random))
const noneOfThem: Choice = (value, random) => {
  const [first] = listOf(value)
  return first === undefined ? undefined : other(first, random)
}
const atMost: Choice = (value, random) => (random() < 0.7 ? value : below(value, random))
const atLeast: Choice = (value, random) => (random() < 0.7 ? value : above(value, random))

/** For each operator: a value that makes it hold, and one that does not. */
const choices: { readonly [operator: string]: readonly [Choice, Choice] } = {
  equal: [itself, other],
  notEqual: [other, itself],
  in: [oneOfThem, noneOfThem],
  notIn: [noneOfThem, oneOfThem],
  contains: [value => [value], () => []],
  doesNotContain: [() => [], value => [value]],
  lessThan: [below, atLeast],
  lessThanInclusive: [atMost, above],
  greaterThan: [above, atMost],
  greaterThanInclusive: [atLeast, below],
}

function compare({ fact, path = '$', operator, value }: Comparison, holds: boolean, random: () => number): readonly Assignment[] {
  const choice = choices[operator]?.[holds ? 0 : 1]
  if (choice === undefined) return []
  if (isFactValue(value)) {
    // Both sides get values: the other's is one that its type allows.
    const readable = factTable[value.fact]?.paths[value.path ?? '$']
    const pivot: Json = readable?.type === 'number' ? 60 : readable?.type === 'boolean' ? true : (readable?.oneOf?.[0] ?? 'alice')
    const chosen = choice(pivot, random)
    return chosen === undefined
      ? []
      : [
          { fact: value.fact, path: value.path ?? '$', value: pivot },
          { fact, path, value: chosen },
        ]
  }
  const chosen = choice(value as Json, random)
  return chosen === undefined ? [] : [{ fact, path, value: chosen }]
}
