import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createInFlightDeliveries } from './in-flight-deliveries.ts'

const place = fc.record({
  message: fc.constantFrom('m', 'n'),
  revision: fc.nat({ max: 2 }),
  recipient: fc.constantFrom('a', 'b'),
  device: fc.constantFrom('x', 'y', 'z'),
})
const step = fc.record({ enters: fc.boolean(), place })

describe('devices for which a message is open', () => {
  it('are what a plain set would hold: each is entered once, and may be again when it was left', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), steps => {
        const open = createInFlightDeliveries()
        const model = new Set<string>()
        const keyOf = (...parts: readonly (string | number)[]) => parts.join(' ')
        for (const { enters, place: one } of steps) {
          const { message, revision, recipient, device } = one
          const key = keyOf(message, revision, recipient, device)
          if (enters) expect(open.enter(message, revision, recipient, device)).toBe(!model.has(key))
          else open.leave(message, revision, recipient, device)
          if (enters) model.add(key)
          else model.delete(key)
          expect(open.has(message, revision, recipient, device)).toBe(model.has(key))
        }
        for (const message of 'mn') {
          for (const recipient of 'ab') {
            for (const revision of [0, 1, 2]) {
              const upTo = [...model].some(key => [0, 1, 2].slice(0, revision + 1).some(one => key.startsWith(`${keyOf(message, one, recipient)} `)))
              expect(open.isOpen(message, revision, recipient)).toBe(upTo)
            }
          }
        }
        expect(open.size).toBe(new Set([...model].map(key => key[0])).size)
      }),
    )
  })

  it('tells when the last of a recipient’s devices was left, in any revision up to the one asked for, and no sooner', async () => {
    const open = createInFlightDeliveries()
    open.enter('m', 0, 'a', 'x')
    open.enter('m', 0, 'a', 'y')
    open.enter('m', 1, 'a', 'x')
    open.enter('m', 2, 'a', 'x')
    let left = false
    const told = open.left('m', 1, 'a').then(() => {
      left = true
    })
    const settled = () => new Promise(resolve => setImmediate(resolve))
    open.leave('m', 0, 'a', 'x')
    open.leave('m', 1, 'a', 'x')
    await settled()
    expect(left).toBe(false)
    open.leave('m', 0, 'a', 'y')
    await told
    expect(open.has('m', 2, 'a', 'x')).toBe(true)
  })

  it('has nothing to wait for where nothing is open', async () => {
    await createInFlightDeliveries().left('m', 9, 'a')
  })
})
