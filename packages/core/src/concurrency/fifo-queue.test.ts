import fc from 'fast-check'
import { expect, it } from 'vitest'
import { FifoQueue } from './fifo-queue.ts'

it('behaves as an array does', () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('push' as const), value: fc.nat() }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('shift' as const), value: fc.constant(0) }) },
    fc.record({ do: fc.constant('unshift' as const), value: fc.nat() }),
    fc.record({ do: fc.constant('keep' as const), value: fc.nat(9) }),
    fc.record({ do: fc.constant('drain' as const), value: fc.constant(0) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), steps => {
      const queue = new FifoQueue<number>()
      let model: number[] = []
      for (const { do: name, value } of steps) {
        if (name === 'push') {
          queue.push(value)
          model.push(value)
        } else if (name === 'unshift') {
          queue.unshift(value)
          model.unshift(value)
        } else if (name === 'shift') expect(queue.shift()).toBe(model.shift())
        else if (name === 'keep') {
          queue.keep(item => item % 10 !== value)
          model = model.filter(item => item % 10 !== value)
        } else {
          expect(queue.drain()).toEqual(model)
          model = []
        }
        expect([queue.size, queue.peek()]).toEqual([model.length, model[0]])
      }
    }),
    { numRuns: 1000 },
  )
})

it('keeps the order over many more items than it compacts at', () => {
  const queue = new FifoQueue<number>()
  for (let item = 0; item < 10_000; item++) queue.push(item)
  for (let item = 0; item < 10_000; item++) expect(queue.shift()).toBe(item)
  expect(queue.shift()).toBeUndefined()
})
