import { describe, expect, it } from 'vitest'
import { pause, retryDefaults } from './retry.ts'

describe('the pause before a retry', () => {
  it.each([
    [0, undefined, 1, 500],
    [1, undefined, 1, 1000],
    [2, undefined, 0.5, 1000],
    [10, undefined, 1, 20_000],
    [5000, undefined, 1, 20_000],
    [3, undefined, 0, 0],
    [0, 10, 0, 10_000],
    [0, 10, 1, 12_500],
    [3, 10, 1, 14_000],
    [0, 0.5, 0, 500],
    [0, -5, 0.5, 250],
    [0, Number.NaN, 0.5, 250],
  ])('after %i retries, Retry-After %s, at %s of the jitter: %i ms', (retries, retryAfter, random, expected) => {
    expect(pause(retries, random, retryDefaults, retryAfter === undefined ? {} : { retryAfter })).toBe(expected)
  })
})
