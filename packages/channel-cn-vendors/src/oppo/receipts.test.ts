import { bytes } from '@rouse/core/channel'
import { describe, expect, it } from 'vitest'
import { receipts } from './receipts.ts'
import { app } from './samples.fixture.ts'

const read = (body: unknown, entry: typeof app = app) =>
  receipts({ method: 'POST', path: '/', headers: {}, body: bytes(typeof body === 'string' ? body : JSON.stringify(body)) }, entry)
const proven = { ...app, callback: { url: 'https://example.com/r', param: 'p' } }
const told = (body: unknown, entry: typeof app = proven) => read(body, entry)?.events.map(({ token, ...event }) => ({ ...event, token: token.reveal() }))
const receipt = { messageId: 'm1', appId: 'a', taskId: 't', registrationIds: 'CN_a,CN_b', eventTime: 1_795_500_000_000, param: 'p', eventType: 'push_arrive' }

describe("OPPO's receipts", () => {
  it.each([
    ['push_arrive', 'delivered'],
    ['regid_invalid', 'gone'],
    ['user_daily_limit', 'exhausted'],
  ])('%s is %s, for each id', (eventType, kind) => {
    const event = { kind, app: app.app, vendorId: 'm1', at: 1_795_500_000_000, code: eventType }
    expect(told([{ ...receipt, eventType }])).toEqual([
      { ...event, token: 'CN_a' },
      { ...event, token: 'CN_b' },
    ])
  })

  it('come as an array, several at once, with the time as a number or as text', () => {
    const two = [receipt, { ...receipt, messageId: 'm2', registrationIds: 'CN_c', eventTime: '1795500000001' }]
    expect(told(two)).toMatchObject([{ token: 'CN_a' }, { token: 'CN_b' }, { token: 'CN_c', vendorId: 'm2', at: 1_795_500_000_001 }])
  })

  it('answers 200 to anything, and says nothing of what it cannot read', () => {
    for (const body of [[], {}, 'no json', [null], [5], [{ ...receipt, eventType: 'toString' }], [{ ...receipt, registrationIds: 7 }]]) {
      expect(read(body)).toMatchObject({ events: [], response: { status: 200 } })
    }
  })

  it('refuses receipts of which one does not carry the configured parameter, so that no stranger ends registrations', () => {
    const entry = { ...app, callback: { url: 'https://example.com/r', param: 'p' } }
    expect(read([receipt], entry)?.events).toHaveLength(2)
    expect(read([receipt, { ...receipt, param: 'other' }], entry)).toBeNull()
    const { param: _, ...without } = { ...receipt, eventType: 'regid_invalid' }
    for (const each of [without, { ...without, param: null }, { ...without, param: '' }, { ...without, param: ['p'] }]) expect(read([each], entry)).toBeNull()
    expect(told([without], app)).toMatchObject([{ kind: 'unreachable', code: 'regid_invalid' }, { kind: 'unreachable' }])
    expect(told([receipt], app)).toMatchObject([{ kind: 'delivered' }, { kind: 'delivered' }])
  })
})
