import { describe, expect, it } from 'vitest'
import { idsIn, jsonIn, listIn, objectIn, timeIn } from './json-parts.ts'

describe("parts of a vendor's JSON", () => {
  it('are read as objects and lists, or as empty ones', () => {
    for (const value of [undefined, null, 5, 'x', true]) {
      expect(objectIn(value)).toEqual({})
      expect(listIn(value)).toEqual([])
    }
    expect(objectIn([])).toEqual({})
    expect(listIn({})).toEqual([])
    expect(objectIn({ a: 1 })).toEqual({ a: 1 })
    expect(listIn([1])).toEqual([1])
  })

  it.each([
    ['a, b,,c', ['a', 'b', 'c']],
    [
      ['a', 5, ' b '],
      ['a', 'b'],
    ],
    [null, []],
    ['', []],
  ])('have in %j the ids %j', (value, ids) => {
    expect(idsIn(value)).toEqual(ids)
  })

  it('are undefined where they cannot be parsed', () => {
    expect(jsonIn('{"a":1}')).toEqual({ a: 1 })
    expect(jsonIn('no json')).toBeUndefined()
    expect(jsonIn(undefined)).toBeUndefined()
  })

  it.each([
    [5, { at: 5 }],
    ['1795500000000', { at: 1_795_500_000_000 }],
    [' ', {}],
    ['soon', {}],
    [-1, {}],
    [null, {}],
    [undefined, {}],
  ])('say of the time %j %j', (value, time) => {
    expect(timeIn(value)).toEqual(time)
  })
})
