import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Quota } from './quota.ts'

describe('a quota', () => {
  it('lets its burst go at once, then tells in order how long to wait', () => {
    const quota = new Quota({ perSecond: 10, burst: 20 })
    expect(quota.reserve(20, 0)).toBe(0)
    expect(quota.reserve(5, 0)).toBe(500)
    expect(quota.reserve(5, 0)).toBe(1000)
    expect(quota.reserve(5, 1000)).toBe(500)
  })

  it('counts requests where the vendor does', () => {
    const quota = new Quota({ perSecond: 2, unit: 'request', burst: 1 })
    expect(quota.reserve(1000, 0)).toBe(0)
    expect(quota.reserve(1000, 0)).toBe(500)
  })

  it('gives back what was not sent', () => {
    const quota = new Quota({ perSecond: 10, burst: 10 })
    quota.reserve(10, 0)
    quota.reserve(10, 0)
    quota.refund(10)
    expect(quota.reserve(1, 0)).toBe(100)
  })

  it('grows over the ramp from a tenth to its height', () => {
    const quota = new Quota({ perSecond: 100, burst: 100, rampMs: 60_000 })
    expect(quota.reserve(10, 0)).toBe(0)
    expect(quota.reserve(10, 0)).toBe(1000)
    expect(quota.reserve(0, 120_000)).toBe(0)
    expect(quota.reserve(100, 120_000)).toBe(0)
    expect(quota.reserve(100, 120_000)).toBe(1000)
  })

  it('a clock that goes back gives nothing and takes nothing', () => {
    const quota = new Quota({ perSecond: 10, burst: 10 })
    expect(quota.reserve(10, 1000)).toBe(0)
    expect(quota.reserve(1, 0)).toBe(100)
  })

  it('never lets more through than burst and rate allow', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 500 })), { maxLength: 100 }), steps => {
        const quota = new Quota({ perSecond: 100, burst: 50 })
        let now = 0
        const goes: { at: number; tokens: number }[] = []
        for (const [tokens, pause] of steps) {
          now += pause
          goes.push({ at: now + quota.reserve(tokens, now), tokens })
        }
        for (const from of goes) {
          for (const to of goes) {
            if (to.at < from.at) continue
            const through = goes.filter(go => go.at >= from.at && go.at <= to.at).reduce((sum, go) => sum + go.tokens, 0)
            // One request of up to 50 may stand on each edge.
            expect(through).toBeLessThanOrEqual(50 + ((to.at - from.at) / 1000) * 100 + 100 + 1)
          }
        }
      }),
      { numRuns: 100 },
    )
  })
})
