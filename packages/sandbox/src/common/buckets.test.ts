import { describe, expect, it } from 'vitest'
import { createBuckets } from './buckets.ts'

describe('buckets', () => {
  const times = (count: number, take: () => boolean) => Array.from({ length: count }, take).filter(Boolean).length

  it('let a burst through, and then one each time that they have filled up', () => {
    const buckets = createBuckets()
    expect(times(25, () => buckets.take('a', 20, 1000, 0))).toBe(20)
    expect(times(2, () => buckets.take('a', 20, 1000, 999))).toBe(0)
    expect(times(2, () => buckets.take('a', 20, 1000, 2000))).toBe(2)
    expect(times(30, () => buckets.take('a', 20, 1000, 1_000_000))).toBe(20)
  })

  it('keep keys apart, and know no limit where there is none', () => {
    const buckets = createBuckets()
    expect([buckets.take('a', 1, 1000, 0), buckets.take('b', 1, 1000, 0), buckets.take('a', 1, 1000, 0)]).toEqual([true, true, false])
    expect(times(100, () => buckets.take('c', Number.POSITIVE_INFINITY, 1000, 0))).toBe(100)
    buckets.clear()
    expect(buckets.take('a', 1, 1000, 0)).toBe(true)
  })

  it('forget the oldest key first', () => {
    const buckets = createBuckets(2)
    for (const key of ['a', 'b', 'c']) buckets.take(key, 1, 1000, 0)
    expect([buckets.take('b', 1, 1000, 0), buckets.take('a', 1, 1000, 0)]).toEqual([false, true])
  })
})
