import { describe, expect, it } from 'vitest'
import { Throttle } from './throttle.ts'

function setUp(): { readonly throttle: Throttle; pass(ms: number): void } {
  let now = 1000
  return {
    throttle: new Throttle(500, () => now),
    pass(ms) {
      now += ms
    },
  }
}

describe('the throttle', () => {
  it('has no limit of its own to begin with', () => {
    const { throttle } = setUp()
    expect(throttle.limit).toBe(Number.POSITIVE_INFINITY)
    expect(throttle.holds).toBe(false)
  })

  it('halves what is under way when streams are refused, once for all that are refused together', () => {
    const { throttle, pass } = setUp()
    for (let i = 0; i < 300; i++) throttle.refused(400)
    expect(throttle.limit).toBe(200)
    pass(50)
    throttle.refused(200)
    expect(throttle.limit).toBe(100)
    expect(throttle.holds).toBe(false)
  })

  it('bears a refusal now and then', () => {
    const { throttle, pass } = setUp()
    for (let i = 0; i < 1000; i++) {
      pass(1)
      if (i % 30 === 0) throttle.refused(400)
      else throttle.answered()
    }
    expect(throttle.limit).toBe(Number.POSITIVE_INFINITY)
  })

  it('never goes below one stream, and then waits a moment before each try', () => {
    const { throttle, pass } = setUp()
    for (let i = 0; i < 10; i++) throttle.refused(1)
    expect(throttle.limit).toBe(1)
    expect(throttle.holds).toBe(true)
    pass(21)
    expect(throttle.holds).toBe(false)
  })

  it('pauses when the peer asks for calm, each time longer, up to five seconds', () => {
    const { throttle, pass } = setUp()
    const pauses: number[] = []
    for (let i = 0; i < 9; i++) {
      throttle.calm(100)
      throttle.calm(100)
      let waited = 0
      for (; throttle.holds; waited += 50) pass(50)
      pauses.push(waited)
    }
    expect(pauses).toEqual([100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000])
  })

  it('gives more with each round of answers, until there is no need for a limit', () => {
    const { throttle } = setUp()
    for (let i = 0; i < 10; i++) throttle.refused(100)
    expect(throttle.limit).toBe(50)
    for (let i = 0; i < 50; i++) throttle.answered()
    expect(throttle.limit).toBe(63)
    for (let i = 0; i < 2000; i++) throttle.answered()
    expect(throttle.limit).toBe(Number.POSITIVE_INFINITY)
  })
})
