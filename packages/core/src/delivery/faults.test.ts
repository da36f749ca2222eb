import { describe, expect, it } from 'vitest'
import type { Answer } from '../channel/answer.ts'
import type { App, Credential } from '../channel/contract.ts'
import type { Draft, Exchange } from '../channel/wire.ts'
import { bytes, text } from '../channel/wire.ts'
import { RouseError } from '../model/errors.ts'
import type { Delivered } from './delivery-api.ts'
import { ok, payload, rig, type Seen, scriptedChannel, settle, targets } from './testing.fixture.ts'
import { TransportError } from './transport-error.ts'

const statuses = (delivered: readonly (readonly Delivered[])[]) =>
  new Set(delivered.flat().map(one => `${one.status} ${one.fault ?? ''} ${one.detail ?? ''}`.trim()))
const unauthorized: Answer = { kind: 'unauthorized', code: '403' }

describe('credentials', () => {
  it('1,000 that wait share one authorize', async () => {
    let made = 0
    const channel = scriptedChannel({
      authorize: async (_app, { now }) => {
        made++
        await settle()
        return { value: 'c', refreshAt: now + 1000, expiresAt: now + 2000 }
      },
    })
    const { delivery, job, time } = rig(() => ok, { channel })
    const all = await time.until(Promise.all(Array.from({ length: 1000 }, () => delivery.deliver(job(1)))))
    expect(statuses(all)).toEqual(new Set(['accepted']))
    expect(made).toBe(1)
  })

  it('expired in mid-burst: exactly one refresh, nothing lost, two requests each', async () => {
    const { delivery, job, time, transport } = rig(seen => (seen.authorization === 'credential-1' ? unauthorized : ok))
    const all = await time.until(Promise.all(Array.from({ length: 1000 }, (_, index) => delivery.deliver(job(1, { targets: targets(1, `t${index}x`) })))))
    expect(statuses(all)).toEqual(new Set(['accepted']))
    expect(new Set(transport.seen.map(one => one.authorization))).toEqual(new Set(['credential-1', 'credential-2']))
    expect(transport.seen).toHaveLength(2000)
    expect(all.flat().every(one => one.attempts === 2)).toBe(true)
  })

  it('still refused after one refresh is a config fault', async () => {
    const { deliver, transport } = rig(() => unauthorized)
    expect(await deliver(1)).toMatchObject([{ status: 'rejected', fault: 'config', detail: 'unauthorized', vendorCode: '403', attempts: 2 }])
    expect(transport.seen).toHaveLength(2)
  })

  it('a credential that is refused for ever is not renewed for every push, and then not sent at all (pushy#454)', async () => {
    const { deliver, transport } = rig(() => unauthorized)
    const all: (readonly Delivered[])[] = []
    for (let index = 0; index < 100; index++) all.push(await deliver(1))
    expect(statuses(all)).toEqual(new Set(['rejected config unauthorized', 'rejected config credential-refused']))
    expect(transport.seen.length).toBeLessThanOrEqual(6)
    expect(new Set(transport.seen.map(one => one.authorization)).size).toBe(2)
  })

  it('an answer that stops the credential counts once a request, and then nothing is sent; another config fault stops nothing', async () => {
    const stopping = rig(() => ({ kind: 'rejected', fault: 'config', code: '403', stops: true }))
    const all = [await stopping.deliver(100)]
    for (let index = 0; index < 50; index++) all.push(await stopping.deliver(1))
    expect(statuses(all)).toEqual(new Set(['rejected config', 'rejected config credential-refused']))
    expect(stopping.transport.seen).toHaveLength(5)
    stopping.time.now += 30_001
    await stopping.deliver(1)
    await stopping.deliver(1)
    expect(stopping.transport.seen).toHaveLength(6)

    const plain = rig(() => ({ kind: 'rejected', fault: 'config', code: '27001' }))
    for (let index = 0; index < 20; index++) await plain.deliver(1)
    expect(plain.transport.seen).toHaveLength(20)
  })

  it('what is accepted in between shows that the credential is good', async () => {
    const { deliver, transport } = rig((_, nth) => (nth % 5 === 0 ? ok : { kind: 'rejected', fault: 'config', code: '403', stops: true }))
    for (let index = 0; index < 40; index++) await deliver(1)
    expect(transport.seen).toHaveLength(40)
  })

  it('a channel that answers the refused credential again has no other yet: it is not tried twice', async () => {
    let credential: Credential<string> | null = null
    const channel = scriptedChannel({
      authorize: async (_app, { now, refused }) => {
        credential = (refused as Credential<string> | undefined) ?? { value: 'only', refreshAt: now + 1e9, expiresAt: now + 1e9 }
        return credential
      },
    })
    const { deliver, transport } = rig(() => unauthorized, { channel })
    expect(await deliver(1)).toMatchObject([{ status: 'rejected', fault: 'config', detail: 'unauthorized', attempts: 1 }])
    expect(transport.seen).toHaveLength(1)
  })

  it('a replaced credential serves what a factory made of its entry too, and no other entry', async () => {
    const open = { app: 'com.example', key: 'old' }
    const apps = [open, { ...open, environment: 'production', key: 'own' }, { ...open, environment: 'development' }] as const
    const channel = scriptedChannel({
      apps,
      authorize: async (app, { now }) => ({ value: (app as typeof open).key, refreshAt: now + 1e9, expiresAt: now + 1e9 }),
    })
    const { deliver, delivery, transport } = rig(() => ok, { channel })
    await delivery.replaceCredential(channel, { ...open, key: 'new' } as App)
    for (const app of apps) await deliver(1, { app })
    expect(transport.seen.map(seen => seen.authorization)).toEqual(['new', 'own', 'new'])
  })

  it('goes on after the operator has replaced it', async () => {
    const channel = scriptedChannel({
      apps: [{ app: 'com.example', region: 'R' }],
      authorize: async (app, { now }) => ({ value: Object.hasOwn(app, 'key') ? 'good' : 'bad', refreshAt: now + 1e9, expiresAt: now + 1e9 }),
    })
    const { deliver, delivery } = rig(seen => (seen.authorization === 'good' ? ok : unauthorized), { channel })
    for (let index = 0; index < 10; index++) await deliver(1)
    const next: App & { readonly key: string } = { app: 'com.example', region: 'R', key: 'k' }
    await delivery.replaceCredential(channel, next)
    expect((await deliver(1))[0]?.status).toBe('accepted')
  })

  it('a token host that is down is retried; a key that is wrong is a config fault, once', async () => {
    let tries = 0
    const down = scriptedChannel({
      authorize: async (_app, { now }) => {
        if (++tries < 3) throw new TransportError('network', 'down', false)
        return { value: 'c', refreshAt: now + 1e9, expiresAt: now + 1e9 }
      },
    })
    const first = rig(() => ok, { channel: down, random: () => 0.99, retry: { baseMs: 3000 } })
    expect(await first.deliver(1)).toMatchObject([{ status: 'accepted', attempts: 1 }])
    const wrong = scriptedChannel({
      authorize: async () => {
        throw new RouseError('credential-invalid', 'test: the key of com.example is no PKCS#8 PEM')
      },
    })
    const second = rig(() => ok, { channel: wrong })
    expect(await second.deliver(1)).toMatchObject([
      { status: 'rejected', fault: 'config', attempts: 0, detail: 'test: the key of com.example is no PKCS#8 PEM' },
    ])
    expect(second.transport.seen).toHaveLength(0)
  })

  it('names the client certificate to the transport, where the credential has one', async () => {
    const channel = scriptedChannel({
      authorize: async (_app, { now }) => ({ value: 'c', refreshAt: now + 1e9, expiresAt: now + 1e9, identity: 'merchant-1' }),
    })
    const { deliver, transport } = rig(() => ok, { channel })
    await deliver(1)
    expect(transport.seen[0]?.identity).toBe('merchant-1')
  })
})

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
    const { deliver, transport } = rig(seen => (stores(seen) ? handle(`h${++made}`) : seen.handle === 'h1' ? { kind: 'stale', code: 's' } : ok), {
      channel: preparing,
    })
    expect(statuses([await deliver(6)])).toEqual(new Set(['accepted']))
    expect(transport.seen.filter(stores)).toHaveLength(2)
  })

  it('stale for ever is failed', async () => {
    const { deliver, transport } = rig(seen => (stores(seen) ? handle('h') : { kind: 'stale', code: 's' }), { channel: preparing })
    expect(statuses([await deliver(3)])).toEqual(new Set(['failed  unavailable']))
    expect(transport.seen.filter(stores).length).toBeLessThanOrEqual(3)
  })

  it('that can store nothing more is not asked again before its day is over: its handle stands for every payload', async () => {
    const full = { handle: 'each-whole', until: { at: '00:00', zone: 'Asia/Shanghai' } } as unknown as Answer
    const { deliver, transport, time } = rig(seen => (stores(seen) ? full : ok), { channel: preparing })
    const other = { payload: { ...payload, key: 'k2' } }
    expect(statuses([await deliver(3), await deliver(3, other)])).toEqual(new Set(['accepted']))
    expect(transport.seen.filter(stores)).toHaveLength(1)
    expect(new Set(transport.seen.filter(seen => !stores(seen)).map(seen => seen.handle))).toEqual(new Set(['each-whole']))
    time.now = Date.UTC(2026, 10, 23, 16, 0, 0)
    await deliver(3, { payload: { ...payload, key: 'k3' } })
    expect(transport.seen.filter(stores)).toHaveLength(2)
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

  it('in an outage nothing queues without end: the breaker holds requests back, and all end within their budget (pushy#583, #857, #1094)', async () => {
    const { delivery, job, time, transport } = rig(() => new TransportError('network', 'down', false), { random: Math.random })
    const start = time.now
    const all = await time.until(Promise.all(Array.from({ length: 500 }, () => delivery.deliver(job(1)))))
    for (const one of all.flat()) expect(one).toMatchObject({ status: 'failed' })
    expect(time.now - start).toBeLessThanOrEqual(60_000)
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
