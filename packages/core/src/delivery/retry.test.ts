import { describe, expect, it } from 'vitest'
import { requestTimeout, retryDefaults, retryDelay } from './retry.ts'

describe('the time of one request', () => {
  const options = (nowMs: number, baseMs = 500) => ({ ...retryDefaults, nowMs, baseMs })

  it.each([
    ['a push with a ttl has all of it', false, 10_000, options(5000), 10_000],
    ['now or never leaves room for a second attempt behind the longest pause', true, 10_000, options(5000), 4000],
    ['now or never has all of it where there is room', true, 10_000, options(12_000), 10_000],
    ['now or never has no less than finds a dead connection', true, 10_000, options(1000), 4000],
    ['a shorter time that the host states stands', true, 1500, options(5000), 1500],
  ])('%s', (_, ttlZero, timeoutMs, retry, expected) => {
    expect(requestTimeout(ttlZero, timeoutMs, retry)).toBe(expected)
  })
})

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
    expect(retryDelay(retries, asked, random, retryDefaults)).toBe(expected)
  })
})
