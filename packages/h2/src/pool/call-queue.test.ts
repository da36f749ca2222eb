import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Call } from '../connection/call.ts'
import { CallQueue } from './call-queue.ts'

describe('the queue of calls', () => {
  it('is a list, whatever is put in front, behind, and taken out of the middle', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('push', 'unshift', 'remove'), fc.nat()), { maxLength: 60 }), steps => {
        const queue = new CallQueue()
        const model: Call[] = []
        for (const [what, place] of steps) {
          const call = new Call()
          if (what === 'push') {
            queue.push(call)
            model.push(call)
          } else if (what === 'unshift') {
            queue.unshift(call)
            model.unshift(call)
          } else if (model.length > 0) {
            const [gone] = model.splice(place % model.length, 1)
            queue.remove(gone as Call)
            queue.remove(gone as Call)
          }
          expect(queue.length).toBe(model.length)
          expect(queue.first).toBe(model[0] ?? null)
        }
        for (const call of model) {
          expect(queue.first).toBe(call)
          queue.remove(call)
        }
        expect(queue.first).toBe(null)
      }),
      { numRuns: 500 },
    )
  })
})
