import { describe, expect, it } from 'vitest'
import { pause, retryDefaults } from './retry.ts'

describe('the pause before a retry', () => {
  it.each([
    [0, {}, 1, 500],
    [1, {}, 1, 1000],
    [2, {}, 0.5, 1000],
    [10, {}, 1, 20_000],
    [5000, {}, 1, 20_000],
    [3, {}, 0, 0],
    [0, { retryAfter: 10 }, 0, 10_000],
    [0, { retryAfter: 10 }, 1, 12_500],
    [3, { retryAfter: 10 }, 1, 14_000],
    [0, { retryAfter: 0.5 }, 0, 500],
    [0, { retryAfter: -5 }, 0.5, 250],
    [0, { retryAfter: Number.NaN }, 0.5, 250],
    [0, { backoff: 10 }, 0, 10_000],
    [0, { backoff: 10 }, 1, 20_000],
    [2, { backoff: 10 }, 0, 40_000],
    [2, { backoff: 10, retryAfter: 3 }, 0, 3000],
    [2, { backoff: 10, retryAfter: 0 }, 0, 0],
  ])('after %i retries, when %j was asked for, at %s of the jitter: %i ms', (retries, asked, random, expected) => {
    expect(pause(retries, asked, random, retryDefaults)).toBe(expected)
  })
})
