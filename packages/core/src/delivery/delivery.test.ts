import { describe, expect, it } from 'vitest'
import type { Answer } from '../channel/contract.ts'
import { secret } from '../channel/secret.ts'
import type { Delivered } from './delivery-api.ts'
import { ok, rig, scriptedChannel, targets } from './testing.fixture.ts'
import { TransportError } from './transport-error.ts'

const only = (delivered: readonly Delivered[]): Delivered => {
  expect(delivered).toHaveLength(1)
  return delivered[0] as Delivered
}

const short = ({ status, fault, detail, attempts }: Delivered) => ({ status, fault, detail, attempts })

describe('an answer becomes a Delivered', () => {
  const table: readonly (readonly [string, Answer, Partial<Delivered>])[] = [
    ['accepted', ok, { status: 'accepted', fault: null, vendorId: 'v1', vendorCode: '200', detail: null }],
    ['gone', { kind: 'gone', code: '410' }, { status: 'gone', vendorCode: '410' }],
    ['unreachable keeps the token', { kind: 'unreachable', code: '10311' }, { status: 'rejected', fault: 'device' }],
    ['rejected for its payload', { kind: 'rejected', fault: 'payload', code: '413' }, { status: 'rejected', fault: 'payload' }],
    [
      'rejected for its config',
      { kind: 'rejected', fault: 'config', code: '403', detail: 'BadTopic' },
      { status: 'rejected', fault: 'config', detail: 'BadTopic' },
    ],
    ['rejected for its token', { kind: 'rejected', fault: 'token', code: '400' }, { status: 'rejected', fault: 'token' }],
  ]
  it.each(table)('%s: at the first attempt, and never sent again', async (_, answer, expected) => {
    const { deliver, transport } = rig(() => answer)
    expect(only(await deliver(1))).toMatchObject({ ...expected, attempts: 1, answer })
    expect(transport.seen).toHaveLength(1)
  })

  it('a gone token tells since when, for registrations made after it', async () => {
    const { deliver } = rig(() => ({ kind: 'gone', code: '410', since: 5 }))
    expect(only(await deliver(1)).answer).toMatchObject({ since: 5 })
  })

  it('nothing to send, nothing sent', async () => {
    const { deliver, transport } = rig(() => ok)
    expect(await deliver(0)).toEqual([])
    expect(transport.seen).toHaveLength(0)
  })

  it('a push that is accepted at once sets no timer but the credential’s, which is gone by then', async () => {
    const { deliver, time } = rig(() => ok)
    await deliver(1)
    expect(time.timers).toBe(0)
  })

  it('a malformed token never reaches a request', async () => {
    const { deliver, transport } = rig(() => ok)
    const delivered = await deliver(3, { targets: ['good1', '../../etc', 'good2\n'].map(token => ({ token: secret(token), badge: null, id: token })) })
    expect(delivered.map(one => [one.status, one.vendorCode, one.attempts])).toEqual([
      ['accepted', '200', 1],
      ['rejected', 'token-malformed', 0],
      ['rejected', 'token-malformed', 0],
    ])
    expect(delivered[1]?.fault).toBe('token')
    expect(transport.seen.map(one => one.tokens)).toEqual([['good1']])
  })

  it('a token pattern with a sticky or global flag, or without anchors, is safe too', async () => {
    const { deliver } = rig(() => ok, { channel: scriptedChannel({ limits: { tokens: 1, token: /[a-z]\d|x/g } }) })
    expect((await deliver(8)).map(one => one.status)).toEqual(new Array(8).fill('accepted'))
    expect((await deliver(1, { targets: [{ token: secret('a1/../x'), badge: null, id: 'i' }] })).map(one => one.vendorCode)).toEqual(['token-malformed'])
  })
})

describe('batches', () => {
  it('splits by the limit of tokens, keeps the order, and gives each batch an id of its own', async () => {
    const { deliver, transport } = rig(seen => seen.tokens.map(token => ({ kind: 'accepted', code: '0', vendorId: token })))
    const delivered = await deliver(250)
    expect(delivered.map(one => one.vendorId)).toEqual(targets(250).map(target => target.token.reveal()))
    expect(transport.seen.map(one => [one.batch, one.tokens.length])).toEqual([
      ['b1', 100],
      ['b1-1', 100],
      ['b1-2', 50],
    ])
  })

  it('a partial failure keeps the order, and only what may be retried goes again: each with its id, as a batch of another', async () => {
    const answers: Answer[] = [
      ok,
      { kind: 'gone', code: 'g' },
      { kind: 'throttled', code: 't' },
      { kind: 'rejected', fault: 'payload', code: 'p' },
      { kind: 'unavailable', code: 'u' },
    ]
    const { deliver, transport } = rig((_, nth) => (nth === 1 ? answers : ok))
    expect((await deliver(5)).map(one => [one.status, one.attempts])).toEqual([
      ['accepted', 1],
      ['gone', 1],
      ['accepted', 2],
      ['rejected', 1],
      ['accepted', 2],
    ])
    expect(transport.seen.map(one => [one.batch, one.ids])).toEqual([
      ['b1', ['id-a0', 'id-a1', 'id-a2', 'id-a3', 'id-a4']],
      ['b1.1', ['id-a2', 'id-a4']],
    ])
  })

  it('a batch whose answer was lost goes again whole, under its own id, by which the vendor knows it', async () => {
    const { deliver, transport } = rig((_, nth) => (nth === 1 ? new TransportError('network', 'lost', true) : ok))
    expect((await deliver(3)).map(one => [one.status, one.attempts])).toEqual(new Array(3).fill(['accepted', 2]))
    expect(transport.seen.map(one => [one.batch, one.tokens.length])).toEqual([
      ['b1', 3],
      ['b1', 3],
    ])
  })

  it('split: the vendor names no token, so each goes in a request of its own, under its own id', async () => {
    const { deliver, transport } = rig(seen =>
      seen.tokens.length > 1 ? { kind: 'retryIndividually', code: '20301' } : seen.tokens[0] === 'a1' ? { kind: 'gone', code: '20301' } : ok,
    )
    expect((await deliver(3)).map(one => [one.status, one.attempts])).toEqual([
      ['accepted', 2],
      ['gone', 2],
      ['accepted', 2],
    ])
    expect(transport.seen.map(one => one.batch)).toEqual(['b1', 'id-a0', 'id-a1', 'id-a2'])
  })

  it('split of a single token is its payload refused', async () => {
    const { deliver } = rig(() => ({ kind: 'retryIndividually', code: '20301' }))
    expect(short(only(await deliver(1)))).toEqual({ status: 'rejected', fault: 'payload', detail: null, attempts: 1 })
  })

  it('a channel that answers too few tokens is told so, and nothing is sent twice', async () => {
    const { deliver, transport } = rig(() => [ok])
    expect((await deliver(2)).map(short)).toEqual([
      { status: 'accepted', fault: null, detail: null, attempts: 1 },
      { status: 'rejected', fault: 'config', detail: 'channel-answered-too-few', attempts: 1 },
    ])
    expect(transport.seen).toHaveLength(1)
  })

  it('a channel that throws is a config fault, by its name only', async () => {
    const channel = scriptedChannel({
      sign: () => {
        throw new TypeError('token a0 leaked')
      },
    })
    const { deliver } = rig(() => ok, { channel })
    expect(short(only(await deliver(1)))).toEqual({ status: 'rejected', fault: 'config', detail: 'channel-threw: TypeError', attempts: 1 })
  })
})

describe('retries', () => {
  it('pauses are random below a top that doubles; four attempts, then failed', async () => {
    const { deliver, transport, time } = rig(() => ({ kind: 'unavailable', code: '503' }))
    const start = time.now
    expect(short(only(await deliver(1)))).toEqual({ status: 'failed', fault: null, detail: 'unavailable', attempts: 4 })
    expect(transport.seen.map(one => one.at - start)).toEqual([0, 250, 750, 1750])
  })

  it.each([
    ['throttled', { kind: 'throttled', code: '429' } as const, 'throttled'],
    ['timeout', new TransportError('timeout', 't', true), 'timeout'],
    ['network', new TransportError('network', 'n', false), 'network'],
    ['protocol', new TransportError('protocol', 'p', true), 'network'],
    ['queue-full', new TransportError('queue-full', 'q', false), 'queue-full'],
  ])('%s to the end is failed, and says so', async (_, said, detail) => {
    const { deliver } = rig(() => said)
    expect(short(only(await deliver(1)))).toEqual({ status: 'failed', fault: null, detail, attempts: 4 })
  })

  it('a request without an answer has no vendor code', async () => {
    const { deliver } = rig(() => new TransportError('network', 'n', false))
    expect(only(await deliver(1))).toMatchObject({ vendorCode: null, answer: null })
  })

  it('Retry-After is kept, with jitter behind it, and told', async () => {
    const { deliver, transport, time } = rig((_, nth) => (nth === 1 ? { kind: 'throttled', code: '429', retryAfter: 10 } : ok))
    const start = time.now
    expect(only(await deliver(1))).toMatchObject({ status: 'accepted', attempts: 2, latencyMs: 11_250 })
    expect(transport.seen.map(one => one.at - start)).toEqual([0, 11_250])
  })

  it('Retry-After past the budget is not waited for', async () => {
    const { deliver, time } = rig(() => ({ kind: 'throttled', code: '429', retryAfter: 121 }))
    const start = time.now
    expect(only(await deliver(1))).toMatchObject({ status: 'failed', detail: 'throttled', attempts: 1, retryAfter: 121 })
    expect(time.now).toBe(start)
  })

  it('a vendor’s own back-off doubles where it asks for nothing, and is spread; what it asks for comes first', async () => {
    const { deliver, transport, time } = rig((_, nth) => ({ kind: 'throttled', code: '429', backoff: 10, ...(nth === 2 ? { retryAfter: 3 } : {}) }))
    const start = time.now
    await deliver(1)
    expect(transport.seen.map(one => one.at - start)).toEqual([0, 15_000, 18_500, 78_500])
  })

  it('"at most so many more" is kept', async () => {
    const { deliver } = rig(() => ({ kind: 'unavailable', code: '0', retries: 1 }))
    expect(only(await deliver(1)).attempts).toBe(2)
  })

  it('ends as expired when the next attempt would come after the ttl', async () => {
    const { deliver, time, transport } = rig(() => ({ kind: 'throttled', code: '429', retryAfter: 5 }))
    expect(only(await deliver(1, { expiresAt: time.now + 7000 }))).toMatchObject({ status: 'expired', detail: 'throttled', attempts: 2 })
    expect(transport.seen).toHaveLength(2)
  })

  it('what has expired before it starts is never sent', async () => {
    const { deliver, time, transport } = rig(() => ok)
    expect(only(await deliver(1, { expiresAt: time.now }))).toMatchObject({ status: 'expired', attempts: 0 })
    expect(transport.seen).toHaveLength(0)
  })

  it('now or never is sent whatever the clock says, and is retried within seconds only', async () => {
    const { deliver, time } = rig(() => ({ kind: 'throttled', code: '429', retryAfter: 3 }))
    expect(only(await deliver(1, { expiresAt: time.now, ttlZero: true }))).toMatchObject({ status: 'failed', detail: 'throttled', attempts: 2 })
  })
})

describe('quotas of the vendor', () => {
  it('exhausted closes the gate of its class until it opens: others fail at once, without a request', async () => {
    const { deliver, transport, time } = rig(seen =>
      seen.tokens[0] === 'a0' ? { kind: 'exhausted', code: '200001', until: { at: '00:00', zone: 'Asia/Shanghai' } } : ok,
    )
    expect(only(await deliver(1))).toMatchObject({ status: 'failed', detail: 'exhausted', attempts: 1, vendorCode: '200001' })
    expect(only(await deliver(1, { targets: targets(1, 'b') }))).toMatchObject({ status: 'failed', detail: 'exhausted', attempts: 0 })
    expect(only(await deliver(1, { targets: targets(1, 'b'), payload: { key: 'k2', size: 1, quotaClass: 'public', notes: [] } })).status).toBe('accepted')
    expect(transport.seen).toHaveLength(2)
    time.now = Date.UTC(2026, 10, 23, 16, 0, 0)
    expect(only(await deliver(1, { targets: targets(1, 'b') })).status).toBe('accepted')
  })

  it('a gate that opens within the budget is waited for', async () => {
    const { deliver, transport, time } = rig((_, nth) => (nth === 1 ? { kind: 'exhausted', code: 'x', until: { seconds: 20 } } : ok))
    const start = time.now
    expect(only(await deliver(1))).toMatchObject({ status: 'accepted', attempts: 2 })
    expect(transport.seen[1]?.at).toBeGreaterThanOrEqual(start + 20_000)
  })
})

describe('refused as a repeat', () => {
  const repeat: Answer = { kind: 'rejected', fault: 'payload', code: '32', duplicate: true }

  it('is accepted where an earlier attempt may have been taken', async () => {
    const { deliver } = rig((_, nth) => (nth === 1 ? new TransportError('timeout', 'no answer', true) : repeat))
    expect(only(await deliver(1))).toMatchObject({ status: 'accepted', attempts: 2, vendorCode: '32' })
  })

  it('is rejected where it was the first', async () => {
    const { deliver } = rig(() => repeat)
    expect(only(await deliver(1))).toMatchObject({ status: 'rejected', fault: 'payload', attempts: 1 })
  })
})

describe('doubtful gone', () => {
  const doubtful: Answer = { kind: 'gone', code: 'DeviceTokenNotForTopic', unconfirmed: true }
  it('is a config fault while no token of the app was ever accepted', async () => {
    const { deliver } = rig(() => doubtful)
    expect(only(await deliver(1))).toMatchObject({ status: 'rejected', fault: 'config', detail: 'gone-doubtful' })
  })
  it('is believed once others are accepted, also of the same batch', async () => {
    const { deliver } = rig(() => [doubtful, ok])
    expect((await deliver(2)).map(one => one.status)).toEqual(['gone', 'accepted'])
  })
  it('is no more believed when suddenly every token fails so', async () => {
    const { deliver } = rig(seen => (seen.tokens[0] === 'ok0' ? ok : doubtful))
    await deliver(1, { targets: targets(1, 'ok') })
    const delivered = await Promise.all(Array.from({ length: 50 }, () => deliver(1)))
    expect(delivered.map(one => only(one).status).slice(-20)).toEqual(new Array(20).fill('rejected'))
  })
})
