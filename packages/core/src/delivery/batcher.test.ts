import { describe, expect, it } from 'vitest'
import type { Answer } from '../channel/contract.ts'
import { withBatcher } from './batcher.ts'
import type { Delivered } from './delivery-api.ts'
import { payload, rig, scriptedChannel, targets } from './testing.fixture.ts'

const setup = (tokens = 100, most?: number) => {
  const channel = scriptedChannel({ limits: { tokens, token: /[a-z0-9]+/ } })
  const base = rig(
    seen => seen.tokens.map((token): Answer => (token === 'gone0' ? { kind: 'gone', code: 'g' } : { kind: 'accepted', code: '0', vendorId: token })),
    { channel },
  )
  const delivery = withBatcher(base.delivery, { after: base.time.after, ...(most === undefined ? {} : { most }) })
  const expiresAt = base.time.now + 60_000
  const some = (count: number, prefix: string, more = {}) => delivery.deliver(base.job(count, { targets: targets(count, prefix), expiresAt, ...more }))
  return { ...base, delivery, some }
}
const ids = (delivered: readonly Delivered[]) => delivered.map(one => one.vendorId)

describe('collecting targets of equal payload', () => {
  it('jobs within 20 ms share a request, and each gets its own answers', async () => {
    const { some, time, transport } = setup()
    const start = time.now
    const first = some(2, 'a')
    await time.advance(10)
    const second = some(1, 'gone')
    const third = some(3, 'c')
    expect(await time.until(first).then(ids)).toEqual(['a0', 'a1'])
    expect(await second).toMatchObject([{ status: 'gone' }])
    expect(ids(await third)).toEqual(['c0', 'c1', 'c2'])
    expect(transport.seen.map(seen => [seen.at - start, seen.tokens.length])).toEqual([[20, 6]])
  })

  it('the same jobs together have the same batch id again, one alone has its own, and others have another', async () => {
    const { some, time, transport } = setup()
    const together = async (...ids: readonly string[]) => {
      await time.until(Promise.all(ids.map(batchId => some(1, batchId, { batchId }))))
      return transport.seen.at(-1)?.batch
    }
    expect(await together('x')).toBe('x')
    const two = await together('x', 'y')
    expect(await together('x', 'y')).toBe(two)
    expect(new Set(['x', 'y', two, await together('x', 'z'), await together('y', 'x')]).size).toBe(5)
  })

  it('what comes later goes later', async () => {
    const { some, time, transport } = setup()
    const first = some(1, 'a')
    await time.advance(25)
    await time.until(Promise.all([first, some(1, 'b')]))
    expect(transport.seen.map(seen => seen.tokens)).toEqual([['a0'], ['b0']])
  })

  it('a full request waits for nothing; a job that would not fit whole opens the next', async () => {
    const { some, time, transport } = setup(5)
    const start = time.now
    const all = await time.until(Promise.all([some(3, 'a'), some(3, 'b'), some(2, 'c'), some(7, 'd')]))
    expect(all.map(ids)).toEqual([
      ['a0', 'a1', 'a2'],
      ['b0', 'b1', 'b2'],
      ['c0', 'c1'],
      ['d0', 'd1', 'd2', 'd3', 'd4', 'd5', 'd6'],
    ])
    expect(transport.seen.every(seen => seen.at === start)).toBe(true)
    expect(transport.seen.map(seen => seen.tokens.length).sort()).toEqual([2, 3, 5, 5])
  })

  it('a channel of one token a request is passed through at once', async () => {
    const { some, time, transport } = setup(1)
    const start = time.now
    await time.until(some(1, 'a'))
    expect(transport.seen[0]?.at).toBe(start)
  })

  it('other payloads, ends or badges share nothing', async () => {
    const { some, time, transport } = setup()
    const badged = targets(1, 'e').map(target => ({ ...target, badge: 3 }))
    await time.until(
      Promise.all([
        some(1, 'a'),
        some(1, 'b', { payload: { ...payload, key: 'k2' } }),
        some(1, 'c', { expiresAt: time.now + 5000 }),
        some(1, 'd', { ttlZero: true }),
        some(1, 'e', { targets: badged }),
      ]),
    )
    expect(transport.seen.map(seen => seen.tokens.length)).toEqual([1, 1, 1, 1, 1])
  })

  it('what is collected has a bound: the oldest goes first', async () => {
    const { some, time, transport } = setup(100, 2)
    const start = time.now
    const all = Promise.all(['x', 'y', 'z'].map(key => some(1, key, { payload: { ...payload, key } })))
    await time.advance(5)
    expect(transport.seen.map(seen => [seen.at - start, seen.tokens])).toEqual([[0, ['x0']]])
    await time.until(all)
  })

  it('two channels made with one app entry share nothing, however alike they render', async () => {
    const { some, time, transport, app } = setup()
    const other = scriptedChannel({ name: 'other', limits: { tokens: 100, token: /[a-z0-9]+/ }, apps: [app] })
    await time.until(Promise.all([some(1, 'a'), some(1, 'b', { channel: other })]))
    expect(transport.seen.map(seen => seen.tokens)).toEqual([['a0'], ['b0']])
  })

  it('release sends what is collected, and collects no more', async () => {
    const { some, time, transport, delivery } = setup()
    const start = time.now
    const waiting = some(1, 'a')
    delivery.release()
    await time.until(Promise.all([waiting, some(1, 'b')]))
    expect(transport.seen.map(seen => [seen.at, seen.tokens])).toEqual([
      [start, ['a0']],
      [start, ['b0']],
    ])
    expect(time.timers).toBe(0)
  })

  it('close sends what is collected, and leaves no timer', async () => {
    const { some, time, delivery } = setup()
    const waiting = some(2, 'a')
    await time.until(delivery.close())
    expect((await waiting).map(one => one.status)).toEqual(['accepted', 'accepted'])
    expect(await some(1, 'b')).toMatchObject([{ status: 'failed', detail: 'closed' }])
    expect(time.timers).toBe(0)
  })
})
