import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Call } from './connection/call.ts'
import { Wheel } from './wheel.ts'

/** What setImmediate takes of the time that is made up here. */
const immediateMs = 1

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function setUp(others: (tick: number) => boolean = () => false): { readonly ended: number[]; readonly wheel: Wheel; add(ms: number): Call } {
  const ended: number[] = []
  const start = Date.now()
  const wheel: Wheel = new Wheel(
    () => Date.now() - start,
    call => {
      wheel.remove(call)
      ended.push(Date.now() - start)
    },
    others,
  )
  return {
    ended,
    wheel,
    add(ms) {
      const call = new Call()
      call.due = wheel.due(ms)
      wheel.add(call)
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
    expect(ended[0]).toBeLessThanOrEqual(Math.max(ms, 20) + immediateMs)
  })

  it('ends each at its own time, a thousand of them, and not those that were removed', () => {
    const { ended, wheel, add } = setUp()
    const calls = Array.from({ length: 1000 }, (_, i) => add((i * 37) % 30_000))
    for (const [at, call] of calls.entries()) if (at % 2 === 0) wheel.remove(call)
    vi.advanceTimersByTime(30_000)
    expect(ended).toHaveLength(500)
    expect(ended).toEqual([...ended].sort((a, b) => a - b))
  })

  it('a process that is busy between the timers and what comes behind the sockets ends nothing before the sockets are read', () => {
    const { ended, add } = setUp()
    // Before the wheel's own timer, so that it is busy before the wheel looks.
    setTimeout(() => setImmediate(() => vi.setSystemTime(Date.now() + 5000)), 10)
    add(1000)
    vi.advanceTimersByTime(10 + immediateMs)
    expect(ended).toEqual([])
    vi.advanceTimersByTime(10 + immediateMs)
    expect(ended).toHaveLength(1)
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

  it('turns as long as something waits elsewhere, and tells it of each tick', () => {
    const ticks: number[] = []
    const { wheel, add } = setUp(tick => {
      ticks.push(tick)
      return ticks.length < 50
    })
    wheel.remove(add(5000))
    vi.advanceTimersByTime(2000)
    expect(ticks).toEqual(Array.from({ length: 50 }, (_, i) => i + 1))
    expect(vi.getTimerCount()).toBe(0)
  })

  it('ends at its next turn a call whose time was over before it came', () => {
    const { ended, wheel, add } = setUp()
    const call = add(100)
    add(5000)
    wheel.remove(call)
    vi.advanceTimersByTime(500)
    wheel.add(call)
    vi.advanceTimersByTime(10 + immediateMs)
    expect(ended).toEqual([500 + immediateMs])
  })

  it('lets sockets be read first: what is answered after a stop of the process is not out of time', () => {
    const { ended, wheel, add } = setUp()
    const call = add(100)
    vi.setSystemTime(Date.now() + 1000)
    vi.advanceTimersByTime(10)
    expect(ended).toEqual([])
    wheel.remove(call)
    vi.advanceTimersByTime(100)
    expect(ended).toEqual([])
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
