import { describe, expect, it } from 'vitest'
import { bucketOf } from './bucket.ts'

describe('buckets', () => {
  it('never change: a roll-out must hold the same people tomorrow', () => {
    expect(['alice', 'bob', '', '小明', 'user-1'].map(bucketOf)).toMatchInlineSnapshot(`
      [
        78,
        30,
        23,
        22,
        16,
      ]
    `)
  })

  it('spread ids evenly over 0…99', () => {
    const counts = new Array<number>(100).fill(0)
    for (let i = 0; i < 100_000; i++) {
      const bucket = bucketOf(`user-${i}`)
      counts[bucket] = (counts[bucket] ?? 0) + 1
    }
    expect(Math.min(...counts)).toBeGreaterThan(850)
    expect(Math.max(...counts)).toBeLessThan(1150)
  })
})
