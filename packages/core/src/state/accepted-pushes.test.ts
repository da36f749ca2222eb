import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AcceptedPush, createAcceptedPushes, isOlder } from './accepted-pushes.ts'

const names = fc.constantFrom('a', 'b', 'c')
const push = fc.record({
  message: fc.constantFrom('m', 'n'),
  revision: fc.nat({ max: 2 }),
  sentAt: fc.nat({ max: 3 }),
  channel: fc.constant('apns'),
  certain: fc.boolean(),
})
const recorded = fc.record({ recipient: names, device: names, replaceId: names, push })

const keyOf = ({ recipient, device, replaceId }: { readonly recipient: string; readonly device: string; readonly replaceId: string }) =>
  `${recipient} ${device} ${replaceId}`

const simple = (at: number): AcceptedPush => ({ message: 'm', revision: 0, sentAt: at, channel: 'apns', certain: true })

describe('pushes that stand', () => {
  it('are, as long as there is room, what a plain table by recipient, device and replace id would hold', () => {
    fc.assert(
      fc.property(fc.array(recorded, { maxLength: 40 }), all => {
        const pushes = createAcceptedPushes(1000)
        const model = new Map<string, AcceptedPush>()
        for (const one of all) {
          pushes.record(one.recipient, one.device, one.replaceId, one.push)
          const known = model.get(keyOf(one))
          if (known === undefined || !known.certain || (one.push.certain && !isOlder(one.push, known))) model.set(keyOf(one), one.push)
        }
        for (const recipient of 'abc') {
          for (const device of 'abc') {
            for (const replaceId of 'abc') {
              const known = model.get(keyOf({ recipient, device, replaceId }))
              expect(pushes.standing(recipient, device, replaceId)).toEqual(known)
              expect(pushes.last(recipient, device, replaceId)).toEqual(known?.certain === true ? known : undefined)
            }
          }
        }
        expect(pushes.evictedCount).toBe(0)
      }),
    )
  })

  it('are at most so many, and at least the newer half of that; those that are forgotten are counted', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.nat({ max: 100 }), (size, count) => {
        const pushes = createAcceptedPushes(size)
        for (let at = 0; at < count; at++) pushes.record(`r${at % 7}`, `d${at}`, `m${at % 3}`, simple(at))
        const held = Array.from({ length: count }, (_, at) => pushes.standing(`r${at % 7}`, `d${at}`, `m${at % 3}`) !== undefined)
        const kept = held.filter(one => one).length
        expect(kept).toBe(count - pushes.evictedCount)
        expect(kept).toBeLessThanOrEqual(2 * Math.ceil(size / 2))
        expect(held.slice(Math.max(0, count - Math.ceil(size / 2))).every(one => one)).toBe(true)
        // The oldest go first.
        expect(held.indexOf(true)).toBe(kept === 0 ? -1 : count - kept)
      }),
    )
  })
})
