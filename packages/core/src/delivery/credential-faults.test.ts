import { describe, expect, it } from 'vitest'
import type { Answer, App, Credential } from '../channel/contract.ts'
import { RouseError } from '../model/errors.ts'
import type { Delivered } from './delivery-api.ts'
import { ok, rig, scriptedChannel, settle, targets } from './testing.fixture.ts'
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

  it('an answer that refuses the credential itself stops the app entry; later one request goes to see (apns.md, 403)', async () => {
    const stop: Answer = { kind: 'rejected', fault: 'config', code: 'InvalidProviderToken', credentialRejected: true }
    let mended = false
    const { deliver, delivery, job, time, transport } = rig(() => (mended ? ok : stop))
    for (let index = 0; index < 50; index++) await deliver(1)
    expect(transport.seen).toHaveLength(5)
    expect(await deliver(1)).toMatchObject([{ status: 'rejected', fault: 'config', detail: 'credential-refused', attempts: 0 }])
    time.now += 30_000
    const burst = () => time.until(Promise.all(Array.from({ length: 20 }, () => delivery.deliver(job(1)))))
    await burst()
    expect(transport.seen).toHaveLength(6)
    time.now += 30_000
    await burst()
    expect(transport.seen).toHaveLength(6)
    time.now += 30_000
    mended = true
    await deliver(1)
    expect(statuses(await burst())).toEqual(new Set(['accepted']))
  })

  it('a burst that is refused as one counts as one stop, and a batch as one refusal', async () => {
    const stop: Answer = { kind: 'rejected', fault: 'config', code: '1006', credentialRejected: true }
    const { delivery, deliver, job, time, transport } = rig(() => stop)
    await deliver(100)
    await time.until(Promise.all(Array.from({ length: 50 }, () => delivery.deliver(job(1)))))
    const before = transport.seen.length
    time.now += 30_000
    await deliver(1)
    expect(transport.seen).toHaveLength(before + 1)
  })

  it('a config fault of one message alone stops nothing', async () => {
    const { deliver } = rig((_, nth) => (nth <= 20 ? { kind: 'rejected', fault: 'config', code: '10096' } : ok))
    for (let index = 0; index < 20; index++) await deliver(1)
    expect(await deliver(1)).toMatchObject([{ status: 'accepted' }])
  })

  it('a client certificate that the peer refuses stops the app entry too, and opens no breaker (pushy#454)', async () => {
    const { deliver, transport } = rig(() => new TransportError('network', 'n', false), {
      channel: scriptedChannel({
        sign: () => {
          throw new RouseError('credential-invalid', 'the peer refused the client certificate')
        },
      }),
    })
    const all: (readonly Delivered[])[] = []
    for (let index = 0; index < 10; index++) all.push(await deliver(1))
    expect(all.map(([one]) => one?.detail)).toEqual([
      ...new Array(5).fill('the peer refused the client certificate'),
      ...new Array(5).fill('credential-refused'),
    ])
    expect(transport.seen).toHaveLength(0)
  })

  it('one that no app entry has is told so', async () => {
    const { delivery, channel } = rig(() => ok)
    await expect(delivery.replaceCredential(channel, { app: 'com.other' })).rejects.toMatchObject({ code: 'config-invalid' })
  })

  it('the channel says how often a refused one may be renewed, and the host may say otherwise', async () => {
    const channel = scriptedChannel({ limits: { tokens: 100, token: /[a-z0-9]+/, renewEveryMs: 1_200_000 } })
    const made = async (renewEveryMs?: number) => {
      const { deliver, time, transport } = rig(() => unauthorized, { channel, ...(renewEveryMs === undefined ? {} : { renewEveryMs }) })
      for (let minutes = 0; minutes < 60; minutes++) {
        await deliver(1)
        time.now += 60_000
      }
      return new Set(transport.seen.map(one => one.authorization)).size
    }
    // An hour: the first one, then one each 20 minutes; the scripted credential ends after 60.
    expect(await made()).toBeLessThanOrEqual(4)
    expect(await made(60_000)).toBeGreaterThan(10)
  })

  it('what is accepted in between shows that the credential is good', async () => {
    const { deliver, transport } = rig((_, nth) => (nth % 5 === 0 ? ok : { kind: 'rejected', fault: 'config', code: '403', credentialRejected: true }))
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

  it('a token host that is down for half a minute loses nothing and spends no retry: all wait for it', async () => {
    const start = rig(() => ok).time.now
    let asked = 0
    const down = scriptedChannel({
      authorize: async (_app, { now }) => {
        asked++
        if (now - start < 30_000) throw new TransportError('network', 'down', false)
        return { value: 'c', refreshAt: now + 1e9, expiresAt: now + 1e9 }
      },
    })
    const { delivery, job, time, transport } = rig(() => ok, { channel: down })
    const all = await time.until(Promise.all(Array.from({ length: 100 }, () => delivery.deliver(job(1)))))
    expect(statuses(all)).toEqual(new Set(['accepted']))
    expect(all.flat().every(one => one.attempts === 1)).toBe(true)
    expect(transport.seen).toHaveLength(100)
    // 1 s, 2 s, 4 s … between two of them.
    expect(asked).toBeLessThan(8)
  })

  it('one that stays down past the budget ends them as what it was', async () => {
    const down = scriptedChannel({
      authorize: async () => {
        throw new TransportError('network', 'down', false)
      },
    })
    const { deliver } = rig(() => ok, { channel: down })
    expect(await deliver(1)).toMatchObject([{ status: 'failed', detail: 'network', attempts: 0 }])
  })

  it('one that stays down ends them also where the host’s clock stands still', async () => {
    const down = scriptedChannel({
      authorize: async () => {
        throw new TransportError('network', 'down', false)
      },
    })
    let waited = 0
    const after = (ms: number, run: () => void) => {
      waited += ms
      const timer = setImmediate(run)
      return () => clearImmediate(timer)
    }
    const { delivery, job } = rig(() => ok, { channel: down, clock: () => 1_000_000, after, retry: { budgetMs: 30_000 } })
    expect(await delivery.deliver({ ...job(1), expiresAt: Number.MAX_SAFE_INTEGER })).toMatchObject([{ status: 'failed', detail: 'network', attempts: 0 }])
    expect(waited).toBeLessThan(100_000)
  })

  it('names the client certificate to the transport, where the credential has one', async () => {
    const channel = scriptedChannel({
      authorize: async (_app, { now }) => ({ value: 'c', refreshAt: now + 1e9, expiresAt: now + 1e9, identity: 'merchant-1' }),
    })
    const { deliver, transport } = rig(() => ok, { channel })
    await deliver(1)
    expect(transport.seen[0]?.identity).toBe('merchant-1')
  })

  it('a push that an old key is refused for goes again with the one that took its place, and stops nothing', async () => {
    const channel = scriptedChannel({
      authorize: async (app, { now }) => ({ value: Object.hasOwn(app, 'key') ? 'new' : 'old', refreshAt: now + 1e9, expiresAt: now + 1e9 }),
    })
    let answer: (said: Answer) => void = () => undefined
    const late = new Promise<Answer>(resolve => {
      answer = resolve
    })
    const { delivery, job, time, transport } = rig(seen => (seen.authorization === 'old' ? late : ok), { channel, inFlight: 20 })
    const flying = Array.from({ length: 30 }, () => delivery.deliver(job(1)))
    await settle()
    const next: App & { readonly key: string } = { app: 'com.example', key: 'k' }
    await delivery.replaceCredential(channel, next)
    answer({ kind: 'rejected', fault: 'config', code: 'InvalidProviderToken', credentialRejected: true })
    expect(statuses(await time.until(Promise.all(flying)))).toEqual(new Set(['accepted']))
    // 20 were under way, and the 10 that waited for their turn took the new one at once.
    expect(transport.seen.map(one => one.authorization)).toEqual([...new Array(20).fill('old'), ...new Array(30).fill('new')])
  })
})
