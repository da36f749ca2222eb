import { sampleTarget } from '@rouse/testkit/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tokenList, tokenValues } from './token-values.ts'

const valuesOf = (tokens: readonly string[]) => tokenValues(tokens.map((token, n) => sampleTarget(token, null, n)))
// Few of them, and alike at their ends.
const token = fc
  .tuple(fc.constantFrom('', 'a', 'b', 'aaaaaaaaaaaa'), fc.constantFrom('', 'x', 'y', 'zzzzzzzz'), fc.nat({ max: 3 }))
  .map(parts => parts.join(''))

describe('the tokens of a batch', () => {
  it('are each there once, in the order in which they came first', () => {
    fc.assert(
      fc.property(fc.oneof(fc.array(token, { maxLength: 30 }), fc.array(fc.string({ minLength: 1 }), { maxLength: 300 })), tokens => {
        expect(valuesOf(tokens)).toEqual([...new Set(tokens)])
      }),
      { numRuns: 2000 },
    )
  })

  it('are all there, a thousand of them', () => {
    const tokens = Array.from({ length: 1000 }, (_, n) => `IQAAAACy0${String(n).padStart(96, 'A')}`)
    expect(valuesOf(tokens)).toEqual(tokens)
    expect(valuesOf([...tokens.slice(1), tokens[500] as string])).toEqual(tokens.slice(1))
  })

  it('are a JSON array', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[A-Za-z0-9_:.|+/=~%-]{1,40}$/), { minLength: 1 }), tokens => {
        expect(tokenList(tokens)).toBe(JSON.stringify(tokens))
      }),
    )
  })
})
