import { describe, expect, it } from 'vitest'
import type { App } from '../channel/contract.ts'
import { RouseError } from '../model/errors.ts'
import { createDelivery } from './delivery.ts'
import { FakeClock, ok, payload, rig, scriptedChannel, settle, targets } from './testing.fixture.ts'
import type { Transport } from './transport.ts'
import { TransportError } from './transport-error.ts'

function deliveryOver(transport: Partial<Transport>) {
  const time = new FakeClock()
  const channel = scriptedChannel()
  const delivery = createDelivery({
    transport: { request: () => new Promise(() => undefined), close: async () => undefined, ...transport },
    clock: time.clock,
    after: time.after,
    random: () => 0.5,
    retry: { attempts: 2 },
  })
  const job = { channel, app: channel.apps[0] as App, payload, targets: targets(2), batchId: 'b', expiresAt: time.now + 86_400_000, ttlZero: false }
  return { time, delivery, job }
}

describe('a transport that breaks its contract', () => {
  it('and never settles: the request ends as a timeout, and is sent again', async () => {
    const { time, delivery, job } = deliveryOver({})
    const began = time.now
    const ends = await time.until(delivery.deliver(job))
    expect(ends).toMatchObject([
      { status: 'failed', detail: expect.stringMatching(/^timeout/), attempts: 2 },
      { status: 'failed', attempts: 2 },
    ])
    expect(time.now - began).toBeLessThan(30_000)
    expect(time.timers).toBe(0)
  })

  it('and settles long after its request was ended: that changes nothing', async () => {
    const late: ((response: never) => void)[] = []
    const { time, delivery, job } = deliveryOver({ request: () => new Promise(resolve => late.push(resolve)) })
    const ends = await time.until(delivery.deliver(job))
    for (const resolve of late) resolve({ status: 200, headers: {}, body: new TextEncoder().encode(JSON.stringify(ok)) } as never)
    await settle()
    expect(ends.map(({ status }) => status)).toEqual(['failed', 'failed'])
  })

  it.each<readonly [string, Partial<Transport>]>([
    [
      'throws at once',
      {
        request: () => {
          throw new Error('token a0 leaks')
        },
      },
    ],
    ['rejects with nothing', { request: () => Promise.reject() }],
    ['rejects with a text', { request: () => Promise.reject('a0a0a0a0') }],
    ['resolves with nothing', { request: () => Promise.resolve(undefined as never) }],
    ['returns no promise', { request: () => undefined as never }],
    ['resolves without a body', { request: () => Promise.resolve({ status: 200, headers: {} } as never) }],
    [
      'throws where it is to call a listener',
      {
        carry: () => {
          throw new TypeError('no')
        },
      },
    ],
  ])('and %s is retried, and ends as failed', async (_, transport) => {
    const { time, delivery, job } = deliveryOver(transport)
    const ends = await time.until(delivery.deliver(job))
    for (const end of ends) {
      expect(end).toMatchObject({ status: 'failed', attempts: 2, fault: null })
      expect(end.detail).toMatch(/^network: /)
      expect(end.detail).not.toContain('a0')
    }
  })

  it('does not hold close up: what it never settles is failed, closed', async () => {
    const { time, delivery, job } = deliveryOver({})
    const ends = delivery.deliver(job)
    await settle()
    await time.until(delivery.close(500))
    expect(await ends).toMatchObject([{ status: 'failed', detail: 'closed' }, { status: 'failed' }])
    expect(time.timers).toBe(0)
  })
})

describe('the cause of a fault', () => {
  const refused = () => new TransportError('network', 'https://vendor.example: no connection: ECONNREFUSED', false)

  it('stands behind the first word of the detail; a request that never left is no attempt', async () => {
    const { deliver } = rig(refused)
    expect(await deliver(1)).toMatchObject([{ status: 'failed', detail: 'network: vendor.example: no connection: ECONNREFUSED', attempts: 0 }])
  })

  it('is the code of the system’s error where the message has none', async () => {
    const cause = new Error('fetch failed', { cause: Object.assign(new Error('self signed'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }) })
    const { deliver } = rig(() => new TransportError('network', 'it broke', false, cause))
    expect(await deliver(1)).toMatchObject([{ detail: 'network: it broke (DEPTH_ZERO_SELF_SIGNED_CERT)' }])
  })

  it('stays behind an open breaker', async () => {
    const { delivery, job, time } = rig(refused, { breaker: { failures: 1, openMs: 300_000, maxOpenMs: 300_000 } })
    await time.until(delivery.deliver(job(1)))
    expect(await time.until(delivery.deliver(job(1)))).toMatchObject([{ status: 'failed', detail: expect.stringContaining('network: '), attempts: 0 }])
  })

  it('holds no token, in whatever form the error quotes it', async () => {
    const { delivery, job, time } = rig(() => new TransportError('network', 'no answer for /3/device/ABCDEF0123456789', true))
    const [end] = await time.until(delivery.deliver({ ...job(1), targets: targets(1, 'abcdef012345678') }))
    expect(end?.detail).toMatch(/^network: no answer for \/3\/device\/#/)
  })

  it('is what a RouseError of the config says, and is not retried', async () => {
    const { deliver, transport } = rig(() => {
      throw new RouseError('config-invalid', 'the proxy answered 407: it wants a password')
    })
    expect(await deliver(1)).toMatchObject([{ status: 'rejected', fault: 'config', detail: 'the proxy answered 407: it wants a password' }])
    expect(transport.seen).toHaveLength(1)
  })
})

describe('an answer that is not the vendor’s', () => {
  it('is retried under the same id, and ends as failed, protocol', async () => {
    const { deliver, transport } = rig(() => ({ kind: 'protocol', code: 'http-200' }))
    expect(await deliver(1)).toMatchObject([{ status: 'failed', detail: 'protocol', lost: true, attempts: 4 }])
    expect(new Set(transport.seen.flatMap(({ ids }) => ids)).size).toBe(1)
  })

  it('opens the breaker, and a repeat behind it was accepted', async () => {
    const { delivery, job, time, transport } = rig(() => ({ kind: 'protocol', code: 'http-200' }), {
      breaker: { failures: 1, openMs: 300_000, maxOpenMs: 300_000 },
    })
    await time.until(delivery.deliver(job(1)))
    expect(transport.seen).toHaveLength(1)
    expect(await time.until(delivery.deliver(job(1)))).toMatchObject([{ detail: 'protocol', attempts: 0 }])
    const repeated = rig((_, nth) =>
      nth === 1 ? { kind: 'protocol', code: 'http-200' } : { kind: 'rejected', fault: 'payload', duplicate: true, code: 'dup' },
    )
    expect(await repeated.deliver(1)).toMatchObject([{ status: 'accepted' }])
  })
})

describe('a channel that forgets to redact', () => {
  it('leaks no token: detail, code and id are redacted here', async () => {
    const token = 'AbC+dEf/GhIjKlMnOpQr=='
    const { delivery, job, time } = rig(
      () => [
        {
          kind: 'rejected',
          fault: 'payload',
          code: `bad-${token}`,
          detail: `bad\r\n${encodeURIComponent(token)}`,
          vendorId: Buffer.from(token).toString('base64'),
        },
      ],
      { channel: scriptedChannel({ limits: { tokens: 100, token: /.+/ } }) },
    )
    const [end] = await time.until(
      delivery.deliver({ ...job(1), targets: [{ ...targets(1)[0], token: { reveal: () => token, toString: () => '#', toJSON: () => '#' } } as never] }),
    )
    expect(JSON.stringify(end)).not.toMatch(/AbC|dEf|GhI|QWJD/)
    expect(end?.detail).toMatch(/^bad #/)
    expect(end?.vendorCode).toMatch(/^bad-#/)
  })
})

describe('tokens that a vendor calls dead as it does when the config is wrong', () => {
  const dead = { kind: 'gone', code: 'BadDeviceToken', unconfirmed: true } as const

  it('stay while none was accepted, however many there are; after one acceptance a later one is gone', async () => {
    let answer: typeof dead | typeof ok = dead
    const { deliver } = rig(() => answer, { channel: scriptedChannel({ limits: { tokens: 1, token: /[a-z0-9]+/ } }) })
    for (const end of await deliver(5))
      expect(end).toMatchObject({ status: 'rejected', fault: 'config', detail: 'gone-doubtful', vendorCode: 'BadDeviceToken' })
    answer = ok
    await deliver(1)
    answer = dead
    expect(await deliver(1)).toMatchObject([{ status: 'gone' }])
  })
})
