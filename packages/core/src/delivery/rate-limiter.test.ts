import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Rate } from '../channel/rate.ts'
import { RateLimiter } from './rate-limiter.ts'
import { FakeClock, settle } from './testing.fixture.ts'

function setUp(rate: Rate) {
  const time = new FakeClock()
  const start = time.now
  const quota = new RateLimiter(rate, time.clock, time.after)
  const went: { readonly at: number; readonly tokens: number }[] = []
  const ask = (tokens: number): void => {
    const note = () => void went.push({ at: time.now - start, tokens })
    if (quota.tryTake(tokens)) note()
    else void quota.turn(tokens).then(note)
  }
  return { time, quota, went, ask, times: () => went.map(({ at }) => at) }
}

describe('a quota', () => {
  it('lets its burst go at once, and the others in order, as their shares come', async () => {
    const { time, quota, ask, went } = setUp({ perSecond: 10, burst: 20 })
    for (const tokens of [20, 5, 5, 10]) ask(tokens)
    expect(quota.wait(1)).toBe(2100)
    await time.advance(5000)
    expect(went).toEqual([
      { at: 0, tokens: 20 },
      { at: 500, tokens: 5 },
      { at: 1000, tokens: 5 },
      { at: 2000, tokens: 10 },
    ])
    expect(time.timers).toBe(0)
  })

  it('counts requests where the vendor does', async () => {
    const { time, ask, times } = setUp({ perSecond: 2, unit: 'request', burst: 1 })
    ask(1000)
    ask(1000)
    await time.advance(1000)
    expect(times()).toEqual([0, 500])
  })

  it('a batch that is larger than the bucket goes when it is full, and the next ones pay for it', async () => {
    const { time, ask, times } = setUp({ perSecond: 100, burst: 10 })
    for (const tokens of [50, 1, 50]) ask(tokens)
    await time.advance(2000)
    expect(times()).toEqual([0, 410, 510])
  })

  it('gives back what was not sent, to whoever is first in line', async () => {
    const { time, quota, ask, times } = setUp({ perSecond: 10, burst: 10 })
    ask(10)
    ask(1)
    quota.refund(10)
    await time.advance(500)
    expect(times()).toEqual([0, 100])
    expect(quota.wait(1)).toBe(0)
  })

  it('grows over the ramp from a tenth to its height, and begins anew after a pause as long', async () => {
    const { time, quota, ask, times } = setUp({ perSecond: 100, burst: 100, rampMs: 60_000 })
    ask(10)
    ask(10)
    await time.advance(900)
    expect(times()).toEqual([0])
    await time.advance(2000)
    expect(times()).toHaveLength(2)
    for (let second = 0; second < 61; second++) {
      ask(1)
      await time.advance(1000)
    }
    expect(quota.wait(100)).toBe(0)
    await time.advance(60_001)
    expect(quota.wait(10)).toBe(0)
    ask(10)
    expect(quota.wait(10)).toBeGreaterThan(900)
  })

  it('a process that was busy lets no crowd through when it comes back', async () => {
    const { time, quota, went, ask } = setUp({ perSecond: 100 })
    for (let index = 0; index < 200; index++) ask(1)
    await settle()
    const before = went.length
    // Nothing ran for half a second: the timer comes late.
    time.now += 500
    await time.advance(0)
    expect(went.length - before).toBeLessThanOrEqual(11)
    expect(quota.wait(1)).toBeGreaterThan(0)
  })

  it('a clock that goes back gives nothing and takes nothing', async () => {
    const { time, quota } = setUp({ perSecond: 10, burst: 10 })
    expect(quota.tryTake(10)).toBe(true)
    time.now -= 1000
    expect(quota.wait(1)).toBe(100)
  })

  it('closed, lets everybody go and leaves no timer', async () => {
    const { time, quota, went, ask } = setUp({ perSecond: 1, burst: 1 })
    for (let index = 0; index < 5; index++) ask(1)
    quota.close()
    await settle()
    expect(went).toHaveLength(5)
    await quota.turn(100)
    expect(time.timers).toBe(0)
  })

  it('in no second do more go than the rate that was stated, whoever asks when', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 20, max: 500 }),
        fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 300 })), { minLength: 1, maxLength: 40 }),
        async (perSecond, steps) => {
          const { time, went, ask } = setUp({ perSecond })
          let asked = 0
          for (const [count, pause] of steps) {
            for (let index = 0; index < count; index++) ask(1)
            asked += count
            await time.advance(pause)
          }
          await time.advance((asked / perSecond) * 1200 + 100)
          expect(went).toHaveLength(asked)
          for (const { at: from } of went) {
            expect(went.filter(({ at }) => at >= from && at < from + 1000).length).toBeLessThanOrEqual(perSecond)
          }
        },
      ),
      { numRuns: 30 },
    )
  })
})
