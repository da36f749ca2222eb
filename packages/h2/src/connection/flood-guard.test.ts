import { describe, expect, it } from 'vitest'
import { FloodGuard } from './flood-guard.ts'

function setUp() {
  let now = 0
  const guard = new FloodGuard(() => now)
  return {
    guard,
    pass(ms: number) {
      now += ms
    },
    /** How much it bears from now on. */
    bears(): number {
      for (let count = 0; ; count++) {
        try {
          guard.spend(1)
        } catch (error) {
          expect(error).toMatchObject({ name: 'ConnectionFault', code: 0xb })
          return count
        }
      }
    },
  }
}

describe('the guard against floods', () => {
  it('bears 4,000 frames at once, and no more', () => {
    expect(setUp().bears()).toBe(4000)
  })

  it('bears 1,000 a second for ever', () => {
    const { guard, pass } = setUp()
    for (let second = 0; second < 1000; second++) {
      guard.spend(1000)
      pass(1000)
    }
    expect(setUp().bears()).toBe(4000)
  })

  it('bears more with time, and never more than at the start', () => {
    const { guard, pass, bears } = setUp()
    guard.spend(4000)
    pass(500)
    expect(bears()).toBe(500)
    const other = setUp()
    other.guard.spend(4000)
    other.pass(1_000_000)
    // The first one was on credit.
    expect(other.bears()).toBe(4001)
  })

  it('bears four more for each request of ours', () => {
    const { guard, bears } = setUp()
    guard.spend(4000)
    for (let i = 0; i < 10; i++) guard.requested()
    expect(bears()).toBe(40)
    const other = setUp()
    for (let i = 0; i < 100_000; i++) other.guard.requested()
    expect(other.bears()).toBe(4000)
  })
})
