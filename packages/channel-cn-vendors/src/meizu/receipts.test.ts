import { bytes } from '@rouse/core/channel'
import { describe, expect, it } from 'vitest'
import { receipts } from './receipts.ts'
import { app } from './samples.fixture.ts'

const read = (cb: unknown, entry = app) => {
  const form = new URLSearchParams({ cb: typeof cb === 'string' ? cb : JSON.stringify(cb), access_token: 'x' })
  return receipts({ method: 'POST', path: '/', headers: {}, body: bytes(form.toString()) }, entry)
}
const told = (cb: unknown) => read(cb)?.events.map(({ token, ...event }) => ({ ...event, token: token.reveal() }))

describe("Meizu's receipts", () => {
  it.each([
    [1, 'delivered'],
    [2, 'clicked'],
  ])('type %i is %s, for each id', (type, kind) => {
    const event = { kind, app: app.app, vendorId: 'NS-1', code: `${type}` }
    const both = [
      { ...event, token: 'a' },
      { ...event, token: 'b' },
    ]
    expect(told({ [`NS-1-${type}`]: { param: 'p', type, targets: ['a', 'b'] } })).toEqual(both)
    expect(told({ [`NS-1-${type}`]: { param: 'p', type: `${type}`, targets: ['a', 'b'] } })).toEqual(both)
    expect(told({ [`NS-1-${type}`]: { targets: ['a', 'b'] } })).toEqual(both)
  })

  it('come several at once', () => {
    expect(told({ 'm1-1': { type: 1, targets: ['a'] }, 'm1-2': { type: 2, targets: ['a'] } })).toMatchObject([{ kind: 'delivered' }, { kind: 'clicked' }])
  })

  it('answers 200 to anything, and ends no registration', () => {
    for (const cb of [{}, [], 'no json', { 'm-1': null }, { 'm-9': { type: 9, targets: ['a'] } }, { m: { type: 'toString', targets: ['a'] } }]) {
      expect(read(cb)).toMatchObject({ events: [], response: { status: 200 } })
    }
    expect(receipts({ method: 'POST', path: '/', headers: {}, body: bytes('') }, app)).toMatchObject({ events: [] })
  })

  it('refuses a receipt that does not carry the configured parameter', () => {
    const entry = { ...app, callback: { url: 'https://example.com/r', param: 'right' } }
    expect(read({ 'm-1': { type: 1, targets: ['a'], param: 'wrong' } }, entry)).toBeNull()
    expect(read({ 'm-1': { type: 1, targets: ['a'], param: 'right' } }, entry)?.events).toHaveLength(1)
    expect(read({ 'm-1': { type: 1, targets: ['a'] } }, entry)).toBeNull()
    expect(read({ 'm-1': { type: 1, targets: ['a'] } })?.events).toHaveLength(1)
  })
})
