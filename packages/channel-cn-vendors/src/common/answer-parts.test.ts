import { describe, expect, it } from 'vitest'
import { codeText, waiting } from './answer-parts.ts'

describe('parts of answers', () => {
  it.each([
    [200, '200'],
    ['80000000', '80000000'],
    [-1, '-1'],
    [1.5, undefined],
    ['a token of a hundred letters', undefined],
    [null, undefined],
    [{}, undefined],
  ])('reads code %j as %s', (code, text) => {
    expect(codeText(code)).toBe(text)
  })

  it('adds a wait only to what waits', () => {
    expect(waiting({ kind: 'throttled' }, 5)).toEqual({ kind: 'throttled', retryAfter: 5 })
    expect(waiting({ kind: 'gone' }, 5)).toEqual({ kind: 'gone' })
    expect(waiting({ kind: 'unavailable' }, undefined)).toEqual({ kind: 'unavailable' })
  })
})
