import { describe, expect, it } from 'vitest'
import { CircuitBreaker } from './circuit-breaker.ts'

const opened = (at = 0): CircuitBreaker => {
  const breaker = new CircuitBreaker({ failures: 3, openMs: 1000, maxOpenMs: 4000 })
  for (let index = 0; index < 3; index++) {
    expect(breaker.enter(at)).toBe(0)
    breaker.failed(at)
  }
  return breaker
}

describe('a breaker', () => {
  it('opens after so many failures in a row, and tells when to ask again', () => {
    const breaker = opened(0)
    expect(breaker.enter(1)).toBe(1000)
    expect(breaker.enter(999)).toBe(1000)
  })

  it('an answer between two failures starts the count anew', () => {
    const breaker = new CircuitBreaker({ failures: 2 })
    for (let index = 0; index < 10; index++) {
      breaker.failed(index)
      breaker.answered()
    }
    expect(breaker.enter(10)).toBe(0)
  })

  it('lets one probe through, and closes when it is answered', () => {
    const breaker = opened()
    expect(breaker.enter(1000)).toBe(0)
    expect(breaker.enter(1001)).toBeGreaterThan(1001)
    breaker.answered()
    expect(breaker.enter(1002)).toBe(0)
    expect(breaker.enter(1002)).toBe(0)
  })

  it('stays open longer each time the probe fails, up to a bound', () => {
    const breaker = opened()
    let now = 0
    const lengths: number[] = []
    for (let index = 0; index < 5; index++) {
      const until = breaker.enter(now)
      lengths.push(until - now)
      now = until
      expect(breaker.enter(now)).toBe(0)
      breaker.failed(now)
    }
    expect(lengths).toEqual([1000, 2000, 4000, 4000, 4000])
  })

  it('failures of requests that were under way when it opened do not lengthen it', () => {
    const breaker = opened()
    for (let index = 0; index < 100; index++) breaker.failed(10)
    expect(breaker.enter(11)).toBe(1000)
  })

  it('a probe that tells nothing makes room for another', () => {
    const breaker = opened()
    expect(breaker.enter(1000)).toBe(0)
    breaker.dropped()
    expect(breaker.enter(1000)).toBe(0)
  })
})
