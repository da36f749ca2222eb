import { describe, expect, it } from 'vitest'
import type { Answer, Credential } from '../channel/contract.ts'
import { bytes, type Draft, type Exchange, text } from '../channel/wire.ts'
import type { Delivered } from './delivery-api.ts'
import { ok, payload, rig, type Seen, scriptedChannel, settle, targets } from './testing.fixture.ts'
import { TransportError } from './transport-error.ts'

const statuses = (delivered: readonly (readonly Delivered[])[]) =>
  new Set(delivered.flat().map(one => `${one.status} ${one.fault ?? ''} ${one.detail ?? ''}`.trim()))

describe('prepare', () => {
  const draft = (url: string): Draft => ({
    method: 'POST',
    url,
    headers: {},
    body: { json: bytes(JSON.stringify({ batch: '', handle: null, tokens: [], ids: [] })) },
  })
  const preparing = scriptedChannel({
    limits: { tokens: 2, prepareFrom: 3, token: /[a-z0-9]+/ },
    *prepare() {
      const response = yield draft('https://vendor.example/prepare')
      return JSON.parse(text(response.body)) as Answer | { handle: string }
    },
  })
  const stores = (seen: Seen) => seen.url.endsWith('/prepare')
  const handle = (name: string) => ({ handle: name }) as unknown as Answer

  it('stores the payload once for all batches, also those of a later page', async () => {
    const { deliver, transport } = rig(seen => (stores(seen) ? handle('h1') : ok), { channel: preparing })
    expect(statuses([await deliver(5), await deliver(5)])).toEqual(new Set(['accepted']))
    expect(transport.seen.filter(stores)).toHaveLength(1)
    expect(new Set(transport.seen.filter(seen => !stores(seen)).map(seen => seen.handle))).toEqual(new Set(['h1']))
  })

  it('below prepareFrom it is not asked', async () => {
    const { deliver, transport } = rig(() => ok, { channel: preparing })
    await deliver(2)
    expect(transport.seen.map(seen => seen.handle)).toEqual([null])
  })

  it('another exchange in the place of send, such as a recall, is driven the same way, and nothing is prepared for it', async () => {
    const { deliver, transport } = rig((_, nth) => (nth === 1 ? { kind: 'unavailable', code: '5' } : ok), { channel: preparing })
    const delivered = await deliver(2, {
      exchange: function* (batch) {
        const response = yield draft(`https://vendor.example/recall/${batch.targets.length}`)
        const said = JSON.parse(text(response.body)) as Answer
        return batch.targets.map(() => said)
      },
    })
    expect(statuses([delivered])).toEqual(new Set(['accepted']))
    expect(transport.seen.map(seen => seen.url)).toEqual(['https://vendor.example/recall/2', 'https://vendor.example/recall/2'])
  })

  it('stale: prepared anew, once for all', async () => {
    let made = 0
    const { deliver, transport } = rig(
      seen => (stores(seen) ? handle(`h${++made}`) : seen.handle === 'h1' ? { kind: 'preparedMessageExpired', code: 's' } : ok),
      {
        channel: preparing,
      },
    )
    expect(statuses([await deliver(6)])).toEqual(new Set(['accepted']))
    expect(transport.seen.filter(stores)).toHaveLength(2)
  })

  it('stale for ever is failed', async () => {
    const { deliver, transport } = rig(seen => (stores(seen) ? handle('h') : { kind: 'preparedMessageExpired', code: 's' }), { channel: preparing })
    expect(statuses([await deliver(3)])).toEqual(new Set(['failed  unavailable']))
    expect(transport.seen.filter(stores).length).toBeLessThanOrEqual(3)
  })

  it('its own failure is every target’s answer: retried, or the end; it carried no token', async () => {
    let tries = 0
    const first = rig(seen => (stores(seen) ? (++tries === 1 ? { kind: 'unavailable', code: '5' } : handle('h')) : ok), { channel: preparing })
    expect(await first.deliver(3)).toMatchObject([{ status: 'accepted', attempts: 1 }, { status: 'accepted' }, { status: 'accepted' }])
    const second = rig(() => ({ kind: 'rejected', fault: 'payload', code: '10051' }), { channel: preparing })
    expect(await second.deliver(3)).toMatchObject([{ status: 'rejected', fault: 'payload', attempts: 0, vendorCode: '10051' }, {}, {}])
  })
})

describe('pause and close', () => {
  it('paused: failed at once, without a request; resumed: sent', async () => {
    const { deliver, delivery, transport } = rig(() => ok)
    for (const selector of [{}, { channel: 'test' }, { app: 'com.example' }, { channel: 'test', app: 'com.example' }]) {
      delivery.pause(selector)
      expect(await deliver(1)).toMatchObject([{ status: 'failed', detail: 'paused', attempts: 0 }])
      delivery.resume(selector)
      expect((await deliver(1))[0]?.status).toBe('accepted')
    }
    delivery.pause({ channel: 'other' })
    delivery.pause({ app: 'other' })
    expect((await deliver(1))[0]?.status).toBe('accepted')
    expect(transport.seen).toHaveLength(5)
  })

  it('a pause also holds what waits for a retry', async () => {
    const { delivery, job, time } = rig(() => ({ kind: 'throttled', code: '429', retryAfter: 10 }))
    const delivered = delivery.deliver(job(1))
    await time.advance(1000)
    delivery.pause({ channel: 'test' })
    expect(await time.until(delivered)).toMatchObject([{ status: 'failed', detail: 'paused', attempts: 1, vendorCode: '429' }])
  })

  it('close lets what is under way end, and takes nothing more', async () => {
    let answer = (_: Answer) => {}
    const { delivery, job, time } = rig(
      () =>
        new Promise<Answer>(resolve => {
          answer = resolve
        }),
    )
    const delivered = delivery.deliver(job(1))
    await settle()
    const closed = delivery.close()
    expect(await delivery.deliver(job(2))).toMatchObject([
      { status: 'failed', detail: 'closed', attempts: 0 },
      { status: 'failed', detail: 'closed' },
    ])
    answer(ok)
    expect(await delivered).toMatchObject([{ status: 'accepted' }])
    await closed
    expect(time.timers).toBe(0)
  })

  it('at its deadline close ends what is in flight, what waits, and who waits for a credential', async () => {
    const never = new Promise<Answer>(() => undefined)
    const one = rig(seen => (seen.tokens[0] === 'w0' ? { kind: 'throttled', code: '429', retryAfter: 40 } : never))
    const flying = one.delivery.deliver(one.job(1))
    const waiting = one.delivery.deliver(one.job(1, { targets: targets(1, 'w') }))
    await settle()
    await one.time.until(one.delivery.close(1000))
    expect(await flying).toMatchObject([{ status: 'failed', detail: 'closed', attempts: 1 }])
    expect(await waiting).toMatchObject([{ status: 'failed', detail: 'closed', attempts: 1 }])

    const two = rig(() => ok, { channel: scriptedChannel({ authorize: () => new Promise<Credential<string>>(() => undefined) }) })
    const asking = two.delivery.deliver(two.job(1))
    await settle()
    await two.time.until(two.delivery.close(1000))
    expect(await asking).toMatchObject([{ status: 'failed', detail: 'closed', attempts: 0 }])
  })
})

describe('bounds', () => {
  it('no more requests under way than inFlight; the others wait and all go', async () => {
    const { delivery, job, time, transport } = rig(
      async () => {
        await settle()
        return ok
      },
      { inFlight: 7 },
    )
    const all = await time.until(Promise.all(Array.from({ length: 100 }, () => delivery.deliver(job(1)))))
    expect(statuses(all)).toEqual(new Set(['accepted']))
    expect(transport.mostOpen).toBe(7)
  })

  it.each([
    ['past its ttl', 'expired'],
    ['into a pause', 'failed  paused'],
  ])('what waited for its turn %s is not sent any more (pushy#583)', async (why, end) => {
    let answer: (said: Answer) => void = () => undefined
    const first = new Promise<Answer>(resolve => {
      answer = resolve
    })
    const { delivery, job, time, transport } = rig((_, nth) => (nth === 1 ? first : ok), { inFlight: 1 })
    const running = delivery.deliver(job(1))
    await settle()
    const waiting = delivery.deliver(job(1, { expiresAt: time.now + 1000 }))
    await settle()
    if (why === 'past its ttl') time.now += 2000
    else delivery.pause({ channel: 'test' })
    answer(ok)
    expect(statuses(await time.until(Promise.all([running, waiting])))).toEqual(new Set(['accepted', end]))
    expect(transport.seen).toHaveLength(1)
  })

  it('in an outage nothing queues without end: the breaker holds requests back, and all end within their budget (pushy#583, #857, #1094)', async () => {
    const { delivery, job, time, transport } = rig(() => new TransportError('network', 'down', false), { random: Math.random })
    const start = time.now
    const all = await time.until(Promise.all(Array.from({ length: 500 }, () => delivery.deliver(job(1)))))
    for (const one of all.flat()) expect(one).toMatchObject({ status: 'failed' })
    expect(time.now - start).toBeLessThanOrEqual(120_000)
    // 500 pushes of 4 attempts each would be 2,000 requests.
    expect(transport.seen.length).toBeLessThan(700)
  })

  it('after an outage one probe goes first, then the rest', async () => {
    let up = false
    const { delivery, job, time, transport } = rig(() => (up ? ok : new TransportError('network', 'down', false)), {
      breaker: { failures: 5, openMs: 1000 },
      retry: { attempts: 10 },
    })
    const first = Promise.all(Array.from({ length: 20 }, () => delivery.deliver(job(1))))
    await time.advance(500)
    up = true
    const before = transport.seen.length
    const all = await time.until(first)
    expect(statuses(all)).toEqual(new Set(['accepted']))
    const probe = transport.seen[before]
    expect(transport.seen.filter(seen => seen.at === probe?.at).length).toBeGreaterThanOrEqual(1)
  })

  it('a config fault, a dead token or a throttled one never opens the breaker', async () => {
    const said: Answer[] = [
      { kind: 'rejected', fault: 'config', code: 'c' },
      { kind: 'gone', code: 'g' },
      { kind: 'throttled', code: 't', retries: 0 },
    ]
    const { deliver } = rig((_, nth) => (nth > 20 ? ok : (said[nth % 3] as Answer)), { breaker: { failures: 2 } })
    for (let index = 0; index < 20; index++) await deliver(1)
    expect((await deliver(1))[0]?.status).toBe('accepted')
  })

  it('a rate is kept, counted in tokens', async () => {
    const { delivery, job, time, transport } = rig(() => ok, { rates: { test: { perSecond: 100, burst: 100 } } })
    const start = time.now
    const all = await time.until(Promise.all(Array.from({ length: 10 }, () => delivery.deliver(job(50)))))
    expect(statuses(all)).toEqual(new Set(['accepted']))
    expect(transport.seen.map(seen => seen.at - start)).toEqual([0, 0, 500, 1000, 1500, 2000, 2500, 3000, 3500, 4000])
  })

  it('a channel states its own rate, and the host may state another', async () => {
    const channel = scriptedChannel({ limits: { tokens: 100, token: /[a-z0-9]+/, rate: { perSecond: 1, burst: 1 } } })
    const own = rig(() => ok, { channel })
    await own.deliver(1)
    await own.deliver(1)
    expect((own.transport.seen[1]?.at ?? 0) - (own.transport.seen[0]?.at ?? 0)).toBe(1000)
    const other = rig(() => ok, { channel, rates: { test: { perSecond: 1000 } } })
    await other.deliver(1)
    await other.deliver(1)
    expect(other.transport.seen[1]?.at).toBe(other.transport.seen[0]?.at)
  })

  it('what the rate cannot carry within the budget is failed as throttled, and costs the others nothing', async () => {
    const { delivery, job, time } = rig(() => ok, { rates: { test: { perSecond: 1, burst: 1 } }, retry: { budgetMs: 5000 } })
    const all = await time.until(Promise.all(Array.from({ length: 10 }, () => delivery.deliver(job(1)))))
    expect(all.flat().map(one => one.status)).toEqual([...new Array(5).fill('accepted'), ...new Array(5).fill('failed')])
    expect(all.at(-1)).toMatchObject([{ detail: 'throttled', attempts: 0 }])
  })
})

/** A `send` that answers without a request. */
function* answering(value: unknown): Exchange<readonly Answer[]> {
  if (value === ok) yield { method: 'GET', url: 'https://vendor.example', headers: {}, body: { empty: true } }
  return value as readonly Answer[]
}

describe('a plugin that breaks the contract', () => {
  const broken: readonly (readonly [string, Parameters<typeof scriptedChannel>[0]])[] = [
    [
      'send throws',
      {
        send: () => {
          throw new TypeError('x')
        },
      },
    ],
    [
      'send answers nothing',
      {
        send: () => answering(undefined),
      },
    ],
    [
      'send answers an unknown kind',
      {
        send: () => answering([{ kind: 'maybe', code: '' }]),
      },
    ],
    [
      'sign throws',
      {
        sign: () => {
          throw new TypeError('x')
        },
      },
    ],
    [
      'send asks without end',
      {
        *send() {
          for (;;) yield { method: 'GET', url: 'https://vendor.example', headers: {}, body: { json: bytes('{"tokens":[]}') } }
        },
      },
    ],
  ]
  it.each(broken)('%s: one Delivered, and deliver does not reject', async (_, changes) => {
    const { deliver } = rig(() => ok, { channel: scriptedChannel(changes) })
    const delivered = await deliver(1)
    expect(delivered).toHaveLength(1)
    expect(['rejected', 'failed']).toContain(delivered[0]?.status)
  })

  it('closes its generator when the transport fails', async () => {
    let closed = 0
    const channel = scriptedChannel({
      *send() {
        try {
          yield { method: 'GET', url: 'https://vendor.example', headers: {}, body: { json: bytes('{"tokens":[]}') } }
        } finally {
          closed++
        }
        return []
      },
    })
    const { deliver } = rig(() => new TransportError('network', 'n', false), { channel })
    await deliver(1)
    expect(closed).toBe(4)
  })
})

it('inputs are never changed', async () => {
  const { deliver, job } = rig(() => ok)
  const frozen = job(3)
  expect(Object.isFrozen(frozen) && Object.isFrozen(frozen.targets[0]) && Object.isFrozen(payload)).toBe(true)
  await deliver(3)
})
