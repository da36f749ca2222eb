import { bytes } from '@rouse/core/channel'
import { describe, expect, it } from 'vitest'
import { receipts } from './receipts.ts'
import { app } from './samples.fixture.ts'

const proven = { ...app, callback: { url: 'https://example.com/r', param: 'p' } }
const read = (data: unknown, entry: typeof app = app) =>
  receipts(
    { method: 'POST', path: '/', headers: {}, body: bytes(new URLSearchParams({ data: typeof data === 'string' ? data : JSON.stringify(data) }).toString()) },
    entry,
  )
const told = (data: unknown, entry: typeof app = proven) => read(data, entry)?.events.map(({ token, ...event }) => ({ ...event, token: token.reveal() }))

describe("Xiaomi's receipts", () => {
  it.each([
    [1, 'delivered'],
    [2, 'clicked'],
    [16, 'gone'],
    [32, 'unreachable'],
    [128, 'exhausted'],
    [1024, 'expired'],
  ])('type %i is %s', (type, kind) => {
    const expected = { kind, token: 'a+/=', app: app.app, vendorId: 'slm1', at: 1_795_500_000_000, code: `${type}` }
    expect(told({ slm1: { type, targets: 'a+/=', timestamp: 1_795_500_000_000, param: 'p' } })).toEqual([expected])
    expect(told({ slm1: { type: `${type}`, targets: 'a+/=', timestamp: '1795500000000', param: 'p' } })).toEqual([expected])
  })

  it.each([undefined, null, '', 'soon', -1])('tells no time where timestamp is %j', timestamp => {
    expect(told({ slm1: { type: 1, targets: 'a', param: 'p', ...(timestamp === undefined ? {} : { timestamp }) } })?.[0]).not.toHaveProperty('at')
  })

  it('says nothing of type 64, nor of what it does not know', () => {
    for (const type of [64, 7, null, {}, 'toString']) expect(told({ slm1: { type, targets: 'a', param: 'p' } })).toEqual([])
  })

  it('reads targets as a comma separated string, over several messages', () => {
    expect(told({ m1: { type: 16, targets: 'a,b', param: 'p' }, m2: { type: 1, targets: 'c', param: 'p' } })).toMatchObject([
      { kind: 'gone', token: 'a' },
      { kind: 'gone', token: 'b' },
      { kind: 'delivered', token: 'c', vendorId: 'm2' },
    ])
  })

  it('answers 200 to anything that can be read or not', () => {
    for (const data of [{}, [], 'no json', { m: null }, { m: { type: 1, targets: ['a'] } }]) {
      expect(read(data)).toMatchObject({ events: [], response: { status: 200 } })
    }
  })

  it('refuses a receipt that carries another parameter than the configured one, or none', () => {
    const entry = { ...app, callback: { url: 'https://example.com/r', param: 'right' } }
    expect(read({ m: { type: 16, targets: 'a', param: 'wrong' } }, entry)).toBeNull()
    expect(read({ m: { type: 16, targets: 'a', param: 'right' } }, entry)?.events).toHaveLength(1)
    expect(read({ m: { type: 16, targets: 'a' } }, entry)).toBeNull()
    expect(read({ ok: { type: 1, targets: 'a', param: 'right' }, m: { type: 16, targets: 'VICTIM,VICTIM2' } }, entry)).toBeNull()
  })

  it('does not let a receipt without proof end a registration', () => {
    expect(told({ m: { type: 16, targets: 'a' } }, app)).toEqual([{ kind: 'unreachable', token: 'a', app: app.app, vendorId: 'm', code: '16' }])
    expect(told({ m: { type: 16, targets: 'a', param: 'any' } }, { ...app, callback: { url: 'https://example.com/r' } })).toMatchObject([
      { kind: 'unreachable' },
    ])
  })
})
