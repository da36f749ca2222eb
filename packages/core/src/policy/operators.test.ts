import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOperator, operatorNames, operators } from './operators.ts'
import { junk } from './testing/facts.fixture.ts'

describe('operators', () => {
  const table: readonly (readonly [keyof typeof operators, unknown, unknown, boolean])[] = [
    ['equal', 'a', 'a', true],
    ['equal', 'a', 'b', false],
    ['equal', null, null, true],
    ['equal', undefined, null, false],
    ['equal', undefined, undefined, false],
    ['equal', Number.NaN, Number.NaN, false],
    ['equal', -0, 0, true],
    ['equal', '5', 5, false],
    ['notEqual', undefined, 'a', true],
    ['notEqual', undefined, undefined, true],
    ['notEqual', null, null, false],
    ['notEqual', Number.NaN, Number.NaN, true],
    ['in', 'a', ['a', 'b'], true],
    ['in', null, [null], true],
    ['in', undefined, [undefined], false],
    ['in', Number.NaN, [Number.NaN], false],
    ['in', 'a', 'abc', false],
    ['in', 'a', undefined, false],
    ['notIn', 'c', ['a'], true],
    ['notIn', undefined, ['a'], true],
    ['notIn', 'a', 'abc', true],
    ['contains', ['a'], 'a', true],
    ['contains', 'abc', 'a', false],
    ['contains', undefined, 'a', false],
    ['contains', [undefined], undefined, false],
    ['doesNotContain', ['a'], 'b', true],
    ['doesNotContain', 'abc', 'x', false],
    ['doesNotContain', undefined, 'x', false],
    ['doesNotContain', [], undefined, false],
    ['lessThan', 1, 2, true],
    ['lessThan', '1', 2, false],
    ['lessThan', null, 2, false],
    ['lessThan', undefined, 2, false],
    ['lessThanInclusive', 2, 2, true],
    ['lessThanInclusive', Number.NaN, 2, false],
    ['greaterThan', 3, 2, true],
    ['greaterThan', '2026-01-02', '2026-01-01', false],
    ['greaterThanInclusive', 2, 2, true],
    ['greaterThanInclusive', 0, -0, true],
  ]
  it.each(table)('%s(%o, %o) is %s', (name, fact, value, expected) => {
    expect(operators[name].test(fact, value)).toBe(expected)
  })

  it('give true or false and never throw, whatever they are given', () => {
    fc.assert(
      fc.property(fc.constantFrom(...operatorNames), fc.oneof(junk, fc.anything()), fc.oneof(junk, fc.anything()), (name, fact, value) => {
        expect(typeof operators[name].test(fact, value)).toBe('boolean')
      }),
      { numRuns: 2000 },
    )
  })

  it('make a missing value false but for notEqual and notIn', () => {
    for (const name of operatorNames) {
      expect(operators[name].test(undefined, name === 'in' || name === 'notIn' ? ['a'] : 1)).toBe(name === 'notEqual' || name === 'notIn')
    }
  })

  it('are a closed list: what objects inherit is none', () => {
    expect(['constructor', '__proto__', 'toString', 'everyFact:equal'].some(isOperator)).toBe(false)
  })
})
