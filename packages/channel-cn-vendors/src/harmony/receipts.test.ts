import { createHmac } from 'node:crypto'
import { json } from '@rouse/core/channel'
import { describe, expect, it } from 'vitest'
import { createReceipts } from './receipts.ts'
import { app } from './samples.fixture.ts'

const body = { statuses: [{ token: 'a', pushType: 0, requestId: 'r', deliveryStatus: { result: 5, timestamp: 1_795_500_000_000 } }] }
const inbound = (headers = {}) => ({ method: 'POST', path: '/', headers, body: json(body) })

const receipts = createReceipts()

describe("HarmonyOS's receipts", () => {
  it('have the form of v2', () => {
    const [event] = receipts(inbound(), app)?.events ?? []
    expect(event).toMatchObject({ kind: 'unreachable', app: app.app, vendorId: 'r', code: '5', at: 1_795_500_000_000 })
    expect(event?.token.reveal()).toBe('a')
  })

  it('are signed where the console has user and key', () => {
    const entry = { ...app, callback: { user: 'u', key: 'k' } }
    const value = createHmac('sha256', 'k').update('1795500000123nu').digest('base64')
    expect(receipts(inbound(), entry)).toBeNull()
    expect(receipts(inbound({ 'x-huawei-callback-id': `timestamp=1795500000123; nonce=n; value=${value}` }), entry, 1_795_500_000_123)?.events).toHaveLength(1)
  })
})
