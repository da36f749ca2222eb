import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMessageSequencer } from './message-sequencer.ts'

describe('arrivals', () => {
  it('a message is alone as long as its id came once, however many others came', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 30 }), ids => {
        const arrivals = createMessageSequencer(1000, () => 0)
        const entered = ids.map(id => ({ id, arrival: arrivals.enter(id) }))
        for (const { id, arrival } of entered) expect(arrivals.isAlone(id, arrival)).toBe(ids.filter(one => one === id).length === 1)
      }),
    )
  })

  it('an id that was forgotten is not taken for one that never came: of its first arrival nothing is known any more', () => {
    const arrivals = createMessageSequencer(2, () => 0)
    const first = arrivals.enter('a')
    for (let other = 0; other < 5; other++) arrivals.enter(`b${other}`)
    const again = arrivals.enter('a')
    expect(again.first).toBe(true)
    expect(again.serial).toBeGreaterThan(first.serial)
    expect(arrivals.next()).toBeGreaterThan(again.serial)
  })

  it('tells what was forgotten of accepted pushes by then', () => {
    let forgotten = 0
    const arrivals = createMessageSequencer(10, () => forgotten)
    expect(arrivals.enter('a').evictedCount).toBe(0)
    forgotten = 7
    expect(arrivals.enter('b').evictedCount).toBe(7)
  })
})
