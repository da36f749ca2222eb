import type { Outcome } from '@rouse/core'
import type { Json, Received, Vendor } from '@rouse/sandbox'
import { afterEach, describe, expect, it } from 'vitest'
import { type DeliveryScene, deliveryScene, person, type SceneOptions } from './delivery-scene.fixture.ts'
import { app, message } from './scene.fixture.ts'
import { tokens } from './tokens.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function scene(vendors: readonly Vendor[], options: SceneOptions = {}): Promise<DeliveryScene> {
  const made = await deliveryScene(vendors, options)
  cleanups.push(made.close)
  return made
}

const now = { sentAt: undefined }
const short = ({ channel, status, fault, detail }: Outcome): string => [channel, status, fault, detail].filter(word => word !== null).join(' ')
const later = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

describe('what a vendor says never to retry (apns.md)', () => {
  it.each([
    ['BadDeviceToken', 'apns rejected config gone-doubtful'],
    ['DeviceTokenNotForTopic', 'apns rejected config gone-doubtful'],
    ['Forbidden', 'apns rejected config'],
    ['ExpiredToken', 'apns gone'],
    ['Unregistered', 'apns gone'],
    ['PayloadTooLarge', 'apns rejected payload'],
  ])('%s is sent once', async (code, end) => {
    const { engine, sandbox } = await scene(['apns'])
    sandbox.control.answers({ vendor: 'apns', token: tokens.apns(1), code })
    const outcomes = await engine.push(message(now), [person(1, 'apns')])
    expect(outcomes.map(short)).toEqual([end])
    expect(sandbox.control.tally('apns').requests).toBe(1)
  })
})

describe('Retry-After', () => {
  it.each([
    ['seconds', () => '1'],
    ['an HTTP date', () => new Date(Date.now() + 2000).toUTCString()],
  ])('of %s is waited for', async (_, value) => {
    const { engine, sandbox } = await scene(['fcm'])
    sandbox.control.answers({ vendor: 'fcm', next: 1, code: 'UNAVAILABLE', headers: { 'retry-after': value() } })
    expect((await engine.push(message(now), [person(1, 'fcm')])).map(short)).toEqual(['fcm accepted'])
    const [first, second] = sandbox.control.received({ vendor: 'fcm', kind: 'send' })
    // A date has whole seconds.
    expect(Date.parse(second?.at ?? '') - Date.parse(first?.at ?? '')).toBeGreaterThanOrEqual(990)
  })
})

describe('a lost answer', () => {
  const at = (value: unknown, ...path: readonly string[]): unknown => path.reduce((held, key) => (held as Record<string, unknown> | undefined)?.[key], value)
  const parsed = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : value)
  /** Where each vendor, or the phone, knows a repeat by. */
  const ids: Readonly<Record<Vendor, (received: Received) => unknown>> = {
    apns: ({ headers }) => headers['apns-id'],
    fcm: ({ body }) => at(body, 'message', 'android', 'notification', 'tag'),
    huawei: ({ body }) => at(body, 'message', 'android', 'notification', 'notify_id'),
    harmony: ({ body }) => at(body, 'payload', 'notification', 'appMessageId'),
    honor: ({ body }) => at(body, 'android', 'notification', 'notifyId'),
    xiaomi: ({ body }) => at(body, 'extra.jobkey'),
    oppo: ({ body }) => at(parsed(at(body, 'message')), 'notification', 'app_message_id'),
    vivo: ({ body }) => at(body, 'requestId'),
    meizu: ({ body }) => at(parsed(at(body, 'messageJson')), 'advanceInfo', 'notifyKey'),
  }

  it.each(Object.keys(ids) as Vendor[])('%s: sent again under the same id, and another message under another', async vendor => {
    const { engine, sandbox } = await scene([vendor])
    const { control } = sandbox
    expect((await engine.push(message({ ...now, id: 'first' }), [person(1, vendor)])).map(short)).toEqual([`${vendor} accepted`])
    control.clear()
    control.chaos({ reset: 1 })
    const pushed = engine.push(message({ ...now, id: 'second' }), [person(1, vendor)])
    while (control.tally(vendor).requests === 0) await later(1)
    control.chaos(null)
    expect((await pushed).map(short)).toEqual([`${vendor} accepted`])
    expect(control.duplicates(vendor)).toEqual([])
    await engine.push(message({ ...now, id: 'third' }), [person(1, vendor)])
    const seen = control.received({ vendor, kind: 'send' }).map(ids[vendor])
    expect(seen.length).toBeGreaterThanOrEqual(3)
    expect(seen.every(id => id !== undefined)).toBe(true)
    expect(new Set(seen.slice(0, -1)).size).toBe(1)
    expect(seen.at(-1)).not.toBe(seen[0])
  })
})

describe('a credential that the vendor refuses', () => {
  it('stops after a few pushes, and goes on at once when the operator has mended it while pushes flow', async () => {
    const wrong = (config: DeliveryScene['config']) => ({
      ...config,
      xiaomi: { ...config.xiaomi, apps: (config.xiaomi?.apps ?? []).map(entry => ({ ...entry, appSecret: 'not-the-secret' })) },
    })
    const { engine, sandbox, config } = await scene(['xiaomi'], { configure: wrong })
    for (let i = 0; i < 20; i++) await engine.push(message({ ...now, id: `m-${i}` }), [person(i, 'xiaomi')])
    expect(sandbox.control.tally('xiaomi')).toMatchObject({ requests: 5, codes: { '21301': 5 } })
    await engine.replaceCredential('xiaomi', config.xiaomi?.apps[0] as never)
    expect((await engine.push(message({ ...now, id: 'mended' }), [person(1, 'xiaomi')])).map(short)).toEqual(['xiaomi accepted'])
  })

  it('is replaced in mid-burst: every push is accepted, with the one or the other', async () => {
    const { engine, sandbox, config } = await scene(['apns'])
    const pushed = Array.from({ length: 400 }, (_, i) => engine.push(message({ ...now, id: `m-${i}` }), [person(i, 'apns')]))
    await Promise.race(pushed)
    // Its claims hold whole seconds.
    await later(1000)
    const rest = Array.from({ length: 400 }, (_, i) => engine.push(message({ ...now, id: `n-${i}` }), [person(i, 'apns')]))
    sandbox.control.expire({ vendor: 'apns' })
    await engine.replaceCredential('apns', config.apns?.apps[0] as never)
    const all = (await Promise.all([...pushed, ...rest])).flat()
    expect(new Set(all.map(short))).toEqual(new Set(['apns accepted']))
    const seen = new Set(sandbox.control.received({ vendor: 'apns' }).map(({ headers }) => headers.authorization))
    expect(seen.size).toBe(2)
  })
})

describe('the kill switch', () => {
  it('takes a channel of an app out: pushes go to the next channel, and come back when it is resumed', async () => {
    const { engine } = await scene(['xiaomi', 'fcm'])
    const push = async (id: string) => (await engine.push(message({ ...now, id }), [person(1, 'xiaomi', 'fcm')])).map(short)
    expect(await push('a')).toEqual(['xiaomi accepted'])
    engine.pause({ channel: 'xiaomi', app })
    expect(await push('b')).toEqual(['xiaomi failed paused', 'fcm accepted'])
    engine.pause({ channel: 'fcm', app: 'com.example.other' })
    expect(await push('c')).toEqual(['xiaomi failed paused', 'fcm accepted'])
    engine.resume({ channel: 'xiaomi', app })
    expect(await push('d')).toEqual(['xiaomi accepted'])
  })
})

describe('the next channel', () => {
  const answers: readonly (readonly [string, Vendor, Json, RegExp])[] = [
    ['a token is dead', 'xiaomi', { code: '66007' }, /^xiaomi gone/],
    ['a quota of the day is used up', 'xiaomi', { code: '200001' }, /^xiaomi failed exhausted$/],
    ['the vendor stays down', 'xiaomi', { code: '10002' }, /^xiaomi failed unavailable$/],
  ]
  it.each(answers)('is tried when %s', async (_, vendor, answer, end) => {
    const { engine, sandbox } = await scene([vendor, 'fcm'])
    sandbox.control.answers({ vendor, token: tokens[vendor](1), ...(answer as { code: string }) })
    expect((await engine.push(message(now), [person(1, vendor, 'fcm')])).map(short)).toEqual([expect.stringMatching(end), 'fcm accepted'])
  })

  it('is not tried when the message itself is at fault', async () => {
    const { engine, sandbox } = await scene(['xiaomi', 'fcm'])
    sandbox.control.answers({ vendor: 'xiaomi', token: tokens.xiaomi(1), code: '10041' })
    expect((await engine.push(message(now), [person(1, 'xiaomi', 'fcm')])).map(short)).toMatchObject([expect.stringMatching(/^xiaomi rejected payload/)])
    expect(sandbox.control.tally('fcm').requests).toBe(0)
  })
})

describe('a quota of the day that is used up (oppo.md: 33)', () => {
  it('closes the gate of its class: the next pushes make no request until it opens', async () => {
    const { engine, sandbox } = await scene(['oppo'], {
      configure: config => ({ ...config, oppo: { ...config.oppo, apps: config.oppo?.apps ?? [], storeGrade: 'A' } as DeliveryScene['config'][string] }),
    })
    sandbox.control.answers({ vendor: 'oppo', next: 1, code: '33' })
    for (let i = 0; i < 5; i++) {
      expect((await engine.push(message({ ...now, id: `m-${i}` }), [person(i, 'oppo')])).map(short)).toEqual(['oppo failed exhausted'])
    }
    expect(sandbox.control.received({ vendor: 'oppo', kind: 'send' })).toHaveLength(1)
  })
})
