import { createHmac } from 'node:crypto'
import { bytes } from '@rouse/core/channel'
import { describe, expect, it } from 'vitest'
import { createReceipts } from './receipts.ts'
import { app } from './samples.fixture.ts'

const inbound = (body: unknown, headers = {}) => ({
  method: 'POST',
  path: '/receipts',
  headers,
  body: bytes(typeof body === 'string' ? body : JSON.stringify(body)),
})
const receipts = createReceipts()
const signed = { ...app, callback: { user: 'chat', key: 'made-up-key' } }
/** The header that openssl makes for this nonce. */
const header = (nonce: string, timestamp: number) => {
  const value = createHmac('sha256', 'made-up-key').update(`${timestamp}${nonce}chat`).digest('base64')
  return { 'x-huawei-callback-id': `timestamp=${timestamp}; nonce=${nonce}; value=${value}` }
}
let nonces = 0
/** Events of a signed receipt. */
const told = (body: unknown) =>
  createReceipts()(inbound(body, header(`n${nonces++}`, 1_795_500_000_000)), signed, 1_795_500_000_000)?.events.map(({ token, ...event }) => ({
    ...event,
    token: token.reveal(),
  }))

describe("Huawei's receipts", () => {
  it.each([
    [0, 'delivered'],
    [2, 'gone'],
    [5, 'gone'],
    [6, 'unreachable'],
    [10, 'unreachable'],
    [102, 'exhausted'],
    [201, 'unreachable'],
    [256, 'exhausted'],
  ])('%i is %s, in both forms', (status, kind) => {
    const expected = { kind, token: 'a-1', app: app.app, vendorId: 'r1', at: 1_795_500_000_000, code: `${status}` }
    const flat = { token: 'a-1', status, biTag: '', appid: '1', timestamp: 1_795_500_000_000, requestId: 'r1' }
    const nested = { token: 'a-1', pushType: 0, appPackageName: 'a', requestId: 'r1', deliveryStatus: { result: status, timestamp: 1_795_500_000_000 } }
    expect(told({ statuses: [flat] })).toEqual([expected])
    expect(told({ statuses: [nested] })).toEqual([expected])
    expect(told({ statuses: [{ ...flat, status: `${status}`, timestamp: '1795500000000' }] })).toEqual([expected])
  })

  it.each([14, 15, 22, 27, 31, 51, 144, 999, null, 'toString'])('%j says nothing of a token', status => {
    expect(told({ statuses: [{ token: 'a', status }] })).toEqual([])
  })

  it('answers 200 with JSON to anything', () => {
    for (const body of [
      '',
      'no json',
      [],
      {},
      { statuses: 5 },
      { statuses: [null, 5, [], {}, { status: 0 }, { token: 5, status: 0 }, { deliveryStatus: 5 }] },
    ]) {
      const read = receipts(inbound(body), app)
      expect(read?.events).toEqual([])
      expect(read?.response).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } })
    }
  })
})

describe('the signature of a receipt', () => {
  const entry = { ...app, callback: { user: 'chat', key: 'made-up-key' } }
  // printf '1795500000123abcdefchat' | openssl dgst -sha256 -hmac made-up-key -binary | base64
  const value = '2lA1fCADoUBeB30fVnvGq42vPevkMdGvKDApWhKRry8='
  const good = `timestamp=1795500000123; nonce=abcdef; value=${value}`
  const body = { statuses: [{ token: 'a', status: 0 }] }
  const now = 1_795_500_000_123
  const read = (header?: string) => createReceipts()(inbound(body, header === undefined ? {} : { 'x-huawei-callback-id': header }), entry, now)

  it('that openssl makes is taken', () => {
    expect(read(good)?.events).toHaveLength(1)
    expect(read(`value=${value};nonce=abcdef;timestamp=1795500000123`)?.events).toHaveLength(1)
    expect(createReceipts()(inbound(body, { 'X-HUAWEI-CALLBACK-ID': good }), entry, now)?.events).toHaveLength(1)
  })

  it.each([
    ['none', undefined],
    ['another value', 'timestamp=1795500000123; nonce=abcdef; value=AAAA'],
    ['another nonce', good.replace('abcdef', 'abcdeg')],
    ['another time', good.replace('1795500000123', '1795500000124')],
    ['no value', 'timestamp=1795500000123; nonce=abcdef'],
    ['nonsense', 'x'],
  ])('that is %s refuses the receipt', (_, header) => {
    expect(read(header)).toBeNull()
  })

  it('is not asked for where the console has no user and key', () => {
    expect(receipts(inbound(body), app)?.events).toHaveLength(1)
  })

  it('that is older than five minutes, or from the future, refuses the receipt', () => {
    const at = (clock: number) => createReceipts()(inbound(body, { 'x-huawei-callback-id': good }), entry, clock)
    expect([at(now + 299_000), at(now + 301_000), at(now - 301_000)].map(receipt => receipt === null)).toEqual([false, true, true])
  })

  it('has the age that config allows', () => {
    const patient = { ...entry, callback: { ...entry.callback, maxAgeMs: 3_600_000 } }
    expect(createReceipts()(inbound(body, { 'x-huawei-callback-id': good }), patient, now + 3_000_000)).not.toBeNull()
  })

  it('in seconds is read as such', () => {
    expect(createReceipts()(inbound(body, header('s', 1_795_500_000)), signed, 1_795_500_060_000)).not.toBeNull()
  })

  it('serves once: a captured header with another body is refused', () => {
    const reader = createReceipts()
    const captured = header('once', now)
    expect(reader(inbound(body, captured), signed, now)).not.toBeNull()
    expect(reader(inbound({ statuses: [{ token: 'victim', status: 2 }] }, captured), signed, now + 1000)).toBeNull()
  })

  it('serves once, also when digits move from the timestamp to the nonce', () => {
    const reader = createReceipts()
    const captured = header('n', now)
    expect(reader(inbound(body, captured), signed, now)).not.toBeNull()
    const moved = captured['x-huawei-callback-id'].replace(`timestamp=${now}; nonce=`, `timestamp=${`${now}`.slice(0, 10)}; nonce=${`${now}`.slice(10)}`)
    expect(reader(inbound({ statuses: [{ token: 'victim', status: 2 }] }, { 'x-huawei-callback-id': moved }), signed, now)).toBeNull()
  })

  it('that is missing ends no registration where the console has no user and key', () => {
    const unsigned = receipts(
      inbound({
        statuses: [
          { token: 'victim', status: 2 },
          { token: 'other', status: 0 },
        ],
      }),
      app,
    )
    expect(unsigned?.events.map(({ kind, code }) => [kind, code])).toEqual([
      ['unreachable', '2'],
      ['delivered', '0'],
    ])
  })
})
