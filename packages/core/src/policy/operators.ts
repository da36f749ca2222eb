import type { Json } from '../model/json.ts'

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
