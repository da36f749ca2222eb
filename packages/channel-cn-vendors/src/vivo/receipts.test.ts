import { bytes } from '@rouse/core/channel'
import { describe, expect, it } from 'vitest'
import { receipts } from './receipts.ts'
import { app } from './samples.fixture.ts'

const read = (body: unknown, entry = app) =>
  receipts({ method: 'POST', path: '/', headers: {}, body: bytes(typeof body === 'string' ? body : JSON.stringify(body)) }, entry)

describe("vivo's receipts", () => {
  it('tell what was delivered, by task, several at once', () => {
    const events = read({ t1: { param: 'p', targets: 'a,b', ackTime: 1_795_500_000_000 }, t2: { targets: 'c' } })?.events
    expect(events?.map(({ token, ...event }) => ({ ...event, token: token.reveal() }))).toEqual([
      { kind: 'delivered', app: app.app, vendorId: 't1', code: 'delivered', at: 1_795_500_000_000, token: 'a' },
      { kind: 'delivered', app: app.app, vendorId: 't1', code: 'delivered', at: 1_795_500_000_000, token: 'b' },
      { kind: 'delivered', app: app.app, vendorId: 't2', code: 'delivered', token: 'c' },
    ])
  })

  it('answers 200 to anything, and ends no registration', () => {
    for (const body of [{}, [], 'no json', { t1: null }, { t1: { targets: 7 } }]) expect(read(body)).toMatchObject({ events: [], response: { status: 200 } })
    expect(new Set(read({ t1: { targets: 'a', status: 1 } })?.events.map(({ kind }) => kind))).toEqual(new Set(['delivered']))
  })

  it('refuses a receipt that does not carry the configured parameter', () => {
    const entry = { ...app, callback: { url: 'https://example.com/r', param: 'right' } }
    expect(read({ t1: { targets: 'a', param: 'wrong' } }, entry)).toBeNull()
    expect(read({ t1: { targets: 'a', param: 'right' } }, entry)?.events).toHaveLength(1)
    expect(read({ t1: { targets: 'a' } }, entry)).toBeNull()
    expect(read({ t1: { targets: 'a', param: 'right' }, t2: { targets: 'b' } }, entry)).toBeNull()
    expect(read({ t1: { targets: 'a' } })?.events).toHaveLength(1)
  })
})
