import { bytes } from '@rouse/core/channel'
import { describe, expect, it } from 'vitest'
import { receipts } from './receipts.ts'
import { app } from './samples.fixture.ts'

const inbound = (body: unknown) => ({ method: 'POST', path: '/', headers: {}, body: bytes(typeof body === 'string' ? body : JSON.stringify(body)) })
const status = (code: unknown) => ({ statuses: [{ token: 'a', status: code, timestamp: 1_795_500_000_000, requestId: 'r', biTag: 'b' }] })

describe("Honor's receipts, whose form is unconfirmed", () => {
  it('tell of delivery', () => {
    const [event] = receipts(inbound(status(0)), app, {}).events
    expect(event).toMatchObject({ kind: 'delivered', app: app.app, code: '0', vendorId: 'r', at: 1_795_500_000_000 })
    expect(event?.token.reveal()).toBe('a')
    expect(receipts(inbound({ statuses: [{ token: 'a', status: '0' }] }), app, {}).events).toEqual([
      { kind: 'delivered', app: app.app, code: '0', token: event?.token },
    ])
  })

  it('end no registration, whatever code config names: nothing signs them', () => {
    for (const code of [2, 5, 6, 10, 'gone']) expect(receipts(inbound(status(code)), app, {}).events).toEqual([])
    expect(receipts(inbound(status(5)), app, { receiptCodes: { '5': 'gone' } }).events).toMatchObject([{ kind: 'unreachable', code: '5' }])
  })

  it('are answered with 200, whatever comes', () => {
    for (const body of ['', '[]', '{}', { statuses: 5 }, { statuses: [null, 5, {}, { token: 5, status: 0 }, { token: 'a', status: 'toString' }] }]) {
      expect(receipts(inbound(body), app, {})).toMatchObject({ events: [], response: { status: 200 } })
    }
  })
})
