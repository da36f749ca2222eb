import { describe, expect, it } from 'vitest'
import type { Call } from './call.ts'
import type { Reply } from './reply.ts'
import { createRequestLog } from './request-log.ts'

const call: Call = {
  method: 'POST',
  path: '/',
  query: '',
  headers: {},
  rawHeaders: [],
  body: '{"a":1}',
  validUtf8: true,
  bytes: 7,
  connection: { id: 1, protocol: 'h2', limitStreams: () => undefined, squeeze: () => undefined },
}
const reply = (token: string, accepted = true): Reply => ({ status: 200, code: '200', kind: 'send', verdicts: [{ token, code: '200', accepted, id: 'm1' }] })

describe('the ledger', () => {
  it('keeps the newest requests of its ring, and counts them all', () => {
    const ledger = createRequestLog({ ring: 3 })
    for (let index = 0; index < 10; index++) ledger.note('fcm', call, reply(`t${index}`), 0)
    expect(ledger.received().map(request => request.tokens[0]?.token)).toEqual(['t7', 't8', 't9'])
    expect(ledger.tally('fcm')).toMatchObject({ requests: 10, accepted: 10, codes: { '200': 10 } })
  })

  it('filters by vendor, token, kind and number', () => {
    const ledger = createRequestLog()
    ledger.note('fcm', call, reply('a'), 0)
    ledger.note('apns', call, reply('b'), 0)
    ledger.note('apns', call, reply('a'), 0)
    expect(ledger.received({ vendor: 'apns' })).toHaveLength(2)
    expect(ledger.received({ token: 'a' })).toHaveLength(2)
    expect(ledger.received({ kind: 'auth' })).toEqual([])
    expect(ledger.received({ limit: 1 })).toMatchObject([{ vendor: 'apns', body: { a: 1 } }])
  })

  it('takes an acceptance for a duplicate only when an earlier answer reached the client', () => {
    const ledger = createRequestLog()
    const lost = ledger.note('fcm', call, reply('a'), 0)
    lost.settle('lost')
    const sent = ledger.note('fcm', call, reply('a'), 0)
    sent.settle('sent')
    expect(ledger.duplicates()).toEqual([])
    ledger.note('fcm', call, reply('a'), 0).settle('lost')
    expect(ledger.duplicates()).toEqual([{ vendor: 'fcm', token: 'a', id: 'm1', accepted: 3, lost: 2 }])
  })

  it('believes a loss that shows after the answer was written, and not the other way round', () => {
    const ledger = createRequestLog()
    const noted = ledger.note('fcm', call, reply('a'), 0)
    noted.settle('sent')
    noted.settle('lost')
    noted.settle('sent')
    expect(ledger.audit()).toMatchObject([{ accepted: 1, lost: 1 }])
    expect(ledger.tally('fcm').lost).toBe(1)
  })

  it('forgets the oldest ids of its audit first', () => {
    const ledger = createRequestLog({ audit: 2 })
    for (const token of ['a', 'b', 'c']) ledger.note('fcm', call, reply(token), 0)
    expect(ledger.audit().map(entry => entry.token)).toEqual(['b', 'c'])
  })
})
