import type { Json } from '../model/json.ts'
import { nearest } from '../validation/nearest.ts'

/** What an operator asks of its two sides, for the check at loading and for the words of explain. */
export interface OperatorInfo {
  /** `scalar`: null, boolean, number or string; `list`: an array of these; `number`. */
  readonly asks: 'scalar' | 'list' | 'number'
  /** What the fact must be able to hold. */
  readonly of: 'scalar' | 'list' | 'number'
  /** `device.session` … `"logged-out"`, for a condition that holds and for one that does not. */
  readonly holds: string
  readonly fails: string
  readonly test: (fact: unknown, value: unknown) => boolean
}

/**
 * json-rules-engine's operators, made total: every pair of values gives true or false, nothing throws.
 * - `undefined` is a missing value: it gives false, but for `notEqual` and `notIn`, which it makes true, whatever the other side is.
 * - `null` is a value like any other: it equals null alone, and is neither less nor greater than anything.
 * - Numbers compare with numbers only: the text "5" is not less than 10. NaN gives false, but for `notEqual` and `notIn`. -0 equals 0.
 * - Arrays and objects equal nothing, themselves included. Of a list that is no array, `in`, `contains` and `doesNotContain` are false
 *   and `notIn` is true.
 */
export const operators = {
  equal: { asks: 'scalar', of: 'scalar', holds: 'is', fails: 'is not', test: equal },
  notEqual: { asks: 'scalar', of: 'scalar', holds: 'is not', fails: 'is', test: (fact, value) => !equal(fact, value) },
  in: { asks: 'list', of: 'scalar', holds: 'is one of', fails: 'is not one of', test: isIn },
  notIn: { asks: 'list', of: 'scalar', holds: 'is not one of', fails: 'is one of', test: (fact, value) => !isIn(fact, value) },
  contains: { asks: 'scalar', of: 'list', holds: 'contains', fails: 'does not contain', test: (fact, value) => isIn(value, fact) },
  doesNotContain: {
    asks: 'scalar',
    of: 'list',
    holds: 'does not contain',
    fails: 'contains',
    test: (fact, value) => Array.isArray(fact) && value !== undefined && !isIn(value, fact),
  },
  lessThan: {
    asks: 'number',
    of: 'number',
    holds: 'is less than',
    fails: 'is not less than',
    test: (fact, value) => numbers(fact, value) && (fact as number) < (value as number),
  },
  lessThanInclusive: {
    asks: 'number',
    of: 'number',
    holds: 'is at most',
    fails: 'is more than',
    test: (fact, value) => numbers(fact, value) && (fact as number) <= (value as number),
  },
  greaterThan: {
    asks: 'number',
    of: 'number',
    holds: 'is more than',
    fails: 'is not more than',
    test: (fact, value) => numbers(fact, value) && (fact as number) > (value as number),
  },
  greaterThanInclusive: {
    asks: 'number',
    of: 'number',
    holds: 'is at least',
    fails: 'is less than',
    test: (fact, value) => numbers(fact, value) && (fact as number) >= (value as number),
  },
} as const satisfies { readonly [name: string]: OperatorInfo }

export type OperatorName = keyof typeof operators

export const operatorNames = Object.keys(operators) as readonly OperatorName[]

/** Whether `name` is one of the operators; own names only. */
export function isOperator(name: string): name is OperatorName {
  return Object.hasOwn(operators, name)
}

/** What other systems and languages call the operators; without case and separators. */
const foreignNames: { readonly [name: string]: OperatorName } = {
  '=': 'equal',
  '==': 'equal',
  '===': 'equal',
  is: 'equal',
  eq: 'equal',
  '!=': 'notEqual',
  '!==': 'notEqual',
  '<>': 'notEqual',
  ne: 'notEqual',
  neq: 'notEqual',
  isnot: 'notEqual',
  unequal: 'notEqual',
  inequal: 'notEqual',
  not: 'notEqual',
  nin: 'notIn',
  '!in': 'notIn',
  isnotin: 'notIn',
  isnotoneof: 'notIn',
  notoneof: 'notIn',
  noneof: 'notIn',
  oneof: 'in',
  isin: 'in',
  anyof: 'in',
  includes: 'contains',
  has: 'contains',
  excludes: 'doesNotContain',
  notcontain: 'doesNotContain',
  notcontains: 'doesNotContain',
  '<': 'lessThan',
  lt: 'lessThan',
  '<=': 'lessThanInclusive',
  le: 'lessThanInclusive',
  lte: 'lessThanInclusive',
  '>': 'greaterThan',
  gt: 'greaterThan',
  '>=': 'greaterThanInclusive',
  ge: 'greaterThanInclusive',
  gte: 'greaterThanInclusive',
  atmost: 'lessThanInclusive',
  atleast: 'greaterThanInclusive',
}

/** What begins a comparison of numbers, and the operator that it means. */
const comparing: readonly (readonly [begins: RegExp, operator: 'lessThan' | 'greaterThan'])[] = [
  [/^(?:less(?:er)?|lower|fewer|smaller|below|under)(?:$|th[ae]n|or|eq|incl)/, 'lessThan'],
  [/^(?:great(?:er)?|higher|more|larger|bigger|above|over)(?:$|th[ae]n|or|eq|incl)/, 'greaterThan'],
]

/**
 * The operator that a person most likely meant by an unknown name; undefined where none is near. Never one of the opposite meaning, and a
 * comparison that says "or equal" is never a strict one.
 */
export function nearestOperator(name: string): OperatorName | undefined {
  // Decorators of json-rules-engine: swap, everyFact and someFact change what is compared.
  if (name.length > 64 || /^(?:swap|everyfact|somefact):/i.test(name)) return undefined
  const plain = name.toLowerCase().replace(/[\s_:$.-]/g, '')
  if (Object.hasOwn(foreignNames, plain)) return foreignNames[plain]
  const inclusive = /eq|incl/.test(plain)
  for (const [begins, operator] of comparing) if (begins.test(plain)) return inclusive ? `${operator}Inclusive` : operator
  const orEqual = /(?:or|than)_?-?eq/i.exec(name)
  return nearest(orEqual === null ? name : `${name.slice(0, orEqual.index).replace(/than$/i, '')}ThanInclusive`, operatorNames) as OperatorName | undefined
}

/** null, boolean, number or string: what an operator can compare. */
export function isScalar(value: unknown): value is Exclude<Json, object> | null {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

function equal(fact: unknown, value: unknown): boolean {
  return isScalar(fact) && fact === value
}

function isIn(item: unknown, list: unknown): boolean {
  return Array.isArray(list) && isScalar(item) && list.indexOf(item) !== -1
}

function numbers(fact: unknown, value: unknown): boolean {
  return typeof fact === 'number' && typeof value === 'number'
}
