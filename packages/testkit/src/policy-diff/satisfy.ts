import type { Json, PolicyDocument } from '@rouse/core'
import type { ConditionNode } from '@rouse/core/policy'
import { alternativesTo, readableOf, stepOf } from './alternatives.ts'
import { type Assignment, placeOf } from './assignment.ts'
import { oneOf } from './random.ts'
import { type Comparison, isFactValue, placeRead } from './values.ts'

/** What choices are made by. */
export interface Guide {
  /** 0 up to 1. */
  readonly random: () => number
  /** Constants at a place that are worth more than others. */
  readonly freshAt: (place: string) => readonly Json[]
}

/** Assignments that make a condition hold (or not), as far as each comparison can be served by itself; some choices are random. */
export function satisfy(node: ConditionNode, holds: boolean, named: PolicyDocument['conditions'], guide: Guide): readonly Assignment[] {
  if ('not' in node) return satisfy(node.not, !holds, named, guide)
  if ('condition' in node) {
    const condition = named?.[node.condition]
    return condition === undefined ? [] : satisfy(condition, holds, named, guide)
  }
  const [group, every] = 'all' in node ? [node.all, holds] : 'any' in node ? [node.any, !holds] : [null, true]
  if (group === null) return compare(node as Comparison, holds, guide)
  // Every child has to come to the same, or one of them is enough.
  return every ? group.flatMap(child => satisfy(child, holds, named, guide)) : satisfy(oneOf(group, guide.random), holds, named, guide)
}

/** A comparison's constant, and the way to choose by it. */
interface Asked extends Guide {
  readonly value: Json
  readonly place: Omit<Assignment, 'value'>
}
type Choice = (asked: Asked) => Json | undefined

const listOf = (value: Json): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : [value])
const anyOf = (values: readonly Json[], random: () => number) => (values.length === 0 ? undefined : oneOf(values, random))
const itself: Choice = ({ value }) => value
const oneOfThem: Choice = ({ value, place, random, freshAt }) => {
  const list = new Set(listOf(value))
  const better = freshAt(placeOf(place)).filter(item => list.has(item))
  return anyOf(better.length > 0 && random() < 0.7 ? better : listOf(value), random)
}
const noneOfThem: Choice = ({ value, place, random }) => {
  const list = listOf(value)
  const known = new Set(list)
  const from = Math.floor(random() * list.length)
  // Any item has something beside it, mostly: the first that is none of them will do.
  for (let i = 0; i < list.length; i++) {
    const other = anyOf(
      alternativesTo(place.fact, place.path, list[(from + i) % list.length] as Json).filter(item => !known.has(item)),
      random,
    )
    if (other !== undefined) return other
  }
  return undefined
}
/** A number beside this one, mostly the very next; numbers that are no integers have the nearest integer and something in between. */
const beside = ({ value, place, random }: Asked, way: 1 | -1): Json | undefined => {
  if (typeof value !== 'number') return undefined
  if (Number.isInteger(value)) return value + way * stepOf(value) * (random() < 0.7 ? 1 : 60)
  const whole = way === 1 ? Math.ceil(value) : Math.floor(value)
  return readableOf(place.fact, place.path)?.whole === true || random() < 0.5 ? whole : (value + whole) / 2
}
const below: Choice = asked => beside(asked, -1)
const above: Choice = asked => beside(asked, 1)
const atMost: Choice = asked => (asked.random() < 0.7 ? asked.value : below(asked))
const atLeast: Choice = asked => (asked.random() < 0.7 ? asked.value : above(asked))
const listWith: Choice = ({ value }) => [value]
const emptyList: Choice = () => []

/** For each operator: a value that makes it hold, and one that does not. */
const choices: { readonly [operator: string]: readonly [Choice, Choice] } = {
  equal: [itself, noneOfThem],
  notEqual: [noneOfThem, itself],
  in: [oneOfThem, noneOfThem],
  notIn: [noneOfThem, oneOfThem],
  contains: [listWith, emptyList],
  doesNotContain: [emptyList, listWith],
  lessThan: [below, atLeast],
  lessThanInclusive: [atMost, above],
  greaterThan: [above, atMost],
  greaterThanInclusive: [atLeast, below],
}

function compare(comparison: Comparison, holds: boolean, guide: Guide): readonly Assignment[] {
  const { operator, value } = comparison
  const place = placeRead(comparison)
  const choice = choices[operator]?.[holds ? 0 : 1]
  if (choice === undefined) return []
  if (!isFactValue(value)) return assigned(place, choice({ ...guide, place, value: value as Json }))
  // Both sides get values: the other's is one that its type allows.
  const other = placeRead(value)
  const pivot = pivotFor(operator, other)
  return [{ ...other, value: operator === 'in' || operator === 'notIn' ? [pivot] : pivot }, ...assigned(place, choice({ ...guide, place, value: pivot }))]
}

function assigned(place: Omit<Assignment, 'value'>, value: Json | undefined): readonly Assignment[] {
  return value === undefined ? [] : [{ ...place, value }]
}

function pivotFor(operator: string, { fact, path }: Omit<Assignment, 'value'>): Json {
  const readable = readableOf(fact, path)
  if (readable?.type === 'number' || /^(less|greater)/.test(operator)) return 60
  return readable?.type === 'boolean' ? true : (readable?.oneOf?.[0] ?? 'alice')
}
