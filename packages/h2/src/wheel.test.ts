import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Call } from './connection/call.ts'
import { Wheel } from './wheel.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function setUp(): { readonly ended: number[]; readonly wheel: Wheel; add(ms: number): Call } {
  const ended: number[] = []
  const start = Date.now()
  const wheel: Wheel = new Wheel(
    () => Date.now() - start,
    call => {
      wheel.remove(call)
      ended.push(Date.now() - start)
    },
  )
  return {
    ended,
    wheel,
    add(ms) {
      const call = new Call()
      wheel.add(call, ms)
      return call
    },
  }
}

describe('the wheel of deadlines', () => {
  it.each([1, 10, 25, 999, 1000, 10_240, 10_250, 60_000, 100_001])('ends a call after %i ms, at most a tick early', ms => {
    const { ended, add } = setUp()
    add(ms)
    vi.advanceTimersByTime(Math.max(0, ms - 21))
    expect(ended).toEqual([])
    vi.advanceTimersByTime(41)
    expect(ended).toHaveLength(1)
    expect(ended[0]).toBeGreaterThan(ms - 11)
    expect(ended[0]).toBeLessThanOrEqual(Math.max(ms, 20))
  })

  it('ends each at its own time, a thousand of them, and not those that were removed', () => {
    const { ended, wheel, add } = setUp()
    const calls = Array.from({ length: 1000 }, (_, i) => add((i * 37) % 30_000))
    for (const [at, call] of calls.entries()) if (at % 2 === 0) wheel.remove(call)
    vi.advanceTimersByTime(30_000)
    expect(ended).toHaveLength(500)
    expect(ended).toEqual([...ended].sort((a, b) => a - b))
  })

  it('has no timer when there is nothing to wait for', () => {
    const { wheel, add } = setUp()
    const call = add(5000)
    expect(vi.getTimerCount()).toBe(1)
    wheel.remove(call)
    vi.advanceTimersByTime(20)
    expect(vi.getTimerCount()).toBe(0)
    add(100)
    vi.advanceTimersByTime(200)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('takes any number for a deadline', () => {
    const { ended, add } = setUp()
    for (const ms of [0, -5, Number.NaN, Number.POSITIVE_INFINITY]) add(ms)
    vi.advanceTimersByTime(60_000)
    expect(ended).toHaveLength(3)
  })

  it('removing one twice does no harm', () => {
    const { ended, wheel, add } = setUp()
    const call = add(100)
    add(100)
    wheel.remove(call)
    wheel.remove(call)
    vi.advanceTimersByTime(200)
    expect(ended).toHaveLength(1)
  })

  it('after a stop of the process, longer than a turn of the wheel, all that is due ends', () => {
    const { ended, add } = setUp()
    for (const ms of [100, 5000, 15_000, 40_000]) add(ms)
    vi.setSystemTime(Date.now() + 20_000)
    vi.advanceTimersByTime(20)
    expect(ended).toHaveLength(3)
  })
})
