import { createHmac } from 'node:crypto'
import type { Outcome, Recipient, TokenReport } from '@rouse/core'
import { bytes } from '@rouse/core/channel'
import type { Vendor } from '@rouse/sandbox'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type VendorScene, vendorScene } from './delivery-scene.fixture.ts'
import { app, message } from './scene.fixture.ts'

const callback = { user: 'chat', key: 'made-up-key' }

type Entry = Exclude<VendorScene['entry'], undefined>

/** One vendor's emulator and an engine that pushes to it a message of its own each time. */
async function worldOf(vendor: Vendor, entry?: Entry) {
  const scene = await vendorScene(vendor, { ...(entry === undefined ? {} : { entry }), engine: { retry: { baseMs: 1, maxMs: 2 }, renewEveryMs: 0 } })
  let sent = 0
  return { ...scene, push: (tokens: readonly string[], push = {}) => scene.push(tokens, { id: `msg-${++sent}`, push }) }
}
type World = Awaited<ReturnType<typeof worldOf>>

const many = (count: number, name = 'token') => Array.from({ length: count }, (_, n) => `${name}-${n}`)
const count = (outcomes: readonly Outcome[], status: string) => outcomes.filter(outcome => outcome.status === status).length

const worlds = [
  ['Huawei by OAuth, v1', 'huawei', undefined],
  ['Huawei by OAuth, v2', 'huawei', (own: object) => ({ ...own, apiVersion: 2 })],
  [
    'Huawei by service account, v2',
    'huawei',
    ({ clientSecret: _, clientId: __, ...own }: Record<string, unknown>, { serviceAccount }: Record<string, unknown>) => ({ ...own, serviceAccount }),
  ],
  [
    'Huawei by service account, v1',
    'huawei',
    ({ clientSecret: _, ...own }: Record<string, unknown>, { serviceAccount }: Record<string, unknown>) => ({ ...own, serviceAccount }),
  ],
  ['HarmonyOS, v3', 'harmony', undefined],
  ['Honor', 'honor', undefined],
] as const

describe.each(worlds)('end to end with %s', (name, vendor, entry) => {
  let world: World
  const sends = () => world.sandbox.control.received({ vendor, kind: 'send' })
  const auths = () => world.sandbox.control.received({ vendor, kind: 'auth' })
  const byOAuth = name.includes('OAuth') || vendor === 'honor'
  const dead = vendor === 'honor' ? 'expireTokens' : vendor === 'huawei' ? '80100000' : 'tokenFormatError'

  beforeAll(async () => {
    world = await worldOf(vendor, entry)
  })
  afterEach(() => {
    world.sandbox.control.reset()
    world.reports.length = 0
  })
  afterAll(async () => {
    await world.close()
  })

  it('sends 2,500 tokens in three requests, and asks for one access token for all', async () => {
    const outcomes = await world.push(many(2500))
    expect(count(outcomes, 'accepted')).toBe(2500)
    expect(
      sends()
        .map(({ tokens }) => tokens.length)
        .toSorted((a, b) => a - b),
    ).toEqual([500, 1000, 1000])
    expect(auths()).toHaveLength(byOAuth ? 1 : 0)
    await Promise.all([world.push(['a']), world.push(['b']), world.push(['c'])])
    expect(auths()).toHaveLength(byOAuth ? 1 : 0)
  })

  it('drops the dead tokens that the vendor names, and no other', async () => {
    world.sandbox.control.tokens({ vendor, tokens: ['token-3', 'token-5'], state: 'dead' })
    world.sandbox.control.tokens({ vendor, token: 'token-7', state: 'switched-off' })
    const outcomes = await world.push(many(10))
    expect([count(outcomes, 'accepted'), count(outcomes, 'gone')]).toEqual([8, 2])
    expect(world.reports.map(({ kind, token, code, recipient }) => [kind, token, code, recipient]).toSorted()).toEqual([
      ['gone', 'token-3', dead, 'user of token-3'],
      ['gone', 'token-5', dead, 'user of token-5'],
    ])
  })

  it('renews an expired credential once, and nobody notices', async () => {
    await world.push(['a'])
    world.sandbox.control.clear()
    world.sandbox.control.expire({ vendor })
    const [outcome] = await world.push(['a'])
    expect(outcome).toMatchObject({ status: 'accepted', attempts: 2 })
    expect(auths()).toHaveLength(byOAuth ? 1 : 0)
  })

  it.each([
    ['flow control', 503],
    ['an internal error', vendor === 'honor' ? 500 : 81000001],
  ])('waits and tries again on %s', async (_, code) => {
    world.sandbox.control.answers({ vendor, next: 2, code })
    expect(await world.push(['a'])).toMatchObject([{ status: 'accepted', attempts: 3 }])
  })

  it('takes a lasting refusal of its credential for a fault of the config, and keeps the tokens', async () => {
    world.sandbox.control.answers({ vendor, next: 50, code: vendor === 'honor' ? 403 : 80200001 })
    const outcomes = await world.push(many(5))
    expect(outcomes.map(({ status, fault }) => [status, fault])).toEqual(many(5).map(() => ['rejected', 'config']))
    expect(world.reports).toEqual([])
    await world.engine.replaceCredential(vendor, world.made)
    world.sandbox.control.reset()
    expect(await world.push(['a'])).toMatchObject([{ status: 'accepted' }])
  })
})

describe('what Huawei says of whole batches', () => {
  let world: World
  beforeAll(async () => {
    world = await worldOf('huawei', own => ({ ...own, callback }))
  })
  afterAll(async () => {
    await world.close()
  })

  it('doubts 80300007 until others of this app were accepted: a wrong app id gives the same code', async () => {
    world.sandbox.control.tokens({ vendor: 'huawei', token: 'lone', state: 'dead' })
    expect(await world.push(['lone'])).toMatchObject([{ status: 'rejected', fault: 'config', vendorCode: '80300007' }])
    expect(world.reports).toEqual([])
    await world.push(['live'])
    expect(await world.push(['lone'])).toMatchObject([{ status: 'gone' }])
    expect(world.reports.map(({ kind }) => kind)).toEqual(['gone'])
  })

  it('ends the day’s test messages, and no chat', async () => {
    world.sandbox.control.quota({ vendor: 'huawei', testPerDay: 1 })
    const trial = { vendors: { huawei: { targetUserType: 1 } } }
    expect(await world.push(['a'], trial)).toMatchObject([{ status: 'accepted' }])
    expect(await world.push(['a'], trial)).toMatchObject([{ status: 'failed', detail: 'exhausted', vendorCode: '80300029' }])
    expect(await world.push(['a'])).toMatchObject([{ status: 'accepted' }])
    const before = world.sandbox.control.received({ kind: 'send' }).length
    expect(await world.push(['a'], trial)).toMatchObject([{ status: 'failed', detail: 'exhausted' }])
    expect(world.sandbox.control.received({ kind: 'send' })).toHaveLength(before)
  })

  it('reads a signed receipt into tokens$ and receipts$, and refuses one that is not', () => {
    const told: TokenReport[] = []
    const subscription = world.engine.receipts$.subscribe(report => told.push(report))
    world.reports.length = 0
    const status = (token: string, code: number) => ({ token, status: code, biTag: '', appid: '1', timestamp: 1_795_500_000_000, requestId: 'r' })
    const body = bytes(JSON.stringify({ statuses: [status('t-delivered', 0), status('t-uninstalled', 2), status('t-off', 6), status('t-many', 102)] }))
    const at = Date.now()
    const value = createHmac('sha256', callback.key).update(`${at}abc${callback.user}`).digest('base64')
    const inbound = (signature: string) => ({ method: 'POST', path: '/', headers: { 'x-huawei-callback-id': signature }, body })
    expect(world.engine.receive('huawei', app, inbound(`timestamp=${at}; nonce=abd; value=${value}`))).toBeNull()
    expect(world.engine.receive('huawei', app, inbound(`timestamp=${at}; nonce=abc; value=${value}`))).toMatchObject({ status: 200 })
    expect(told.map(({ kind, token }) => [kind, token])).toEqual([['delivered', 't-delivered']])
    expect(world.reports.map(({ kind, token }) => [kind, token])).toEqual([
      ['gone', 't-uninstalled'],
      ['unreachable', 't-off'],
      ['exhausted', 't-many'],
    ])
    subscription.unsubscribe()
  })

  it('withdraws by a silent push of the same notify id', async () => {
    const one = message({ id: 'to-withdraw', sentAt: undefined })
    const recipient: Recipient = {
      id: 'alice',
      locale: 'zh-CN',
      devices: [{ id: 'd', platform: 'android', maker: 'huawei', registrations: [{ channel: 'huawei', token: 'phone', app }] }],
    }
    await world.engine.push(one, [recipient])
    expect(await world.engine.revoke(one, [recipient])).toMatchObject([{ status: 'accepted' }])
    const [first, second] = world.sandbox.control
      .received({ token: 'phone', kind: 'send' })
      .map(({ body }) => (body as unknown as { message: { android: { notification: Record<string, unknown> } } }).message.android.notification)
    expect(second).toMatchObject({ body: '[消息已撤回]', notify_id: first?.notify_id, importance: 'LOW' })
  })

  it('withdraws what was stated for Huawei alone too', async () => {
    const vendors = { huawei: { style: 1, bigTitle: 'words', bigBody: 'words', ticker: 'words', notifySummary: 'words', buttons: [{ name: 'words' }] } }
    const one = message({ id: 'big', sentAt: undefined, push: { vendors } })
    const recipient: Recipient = { id: 'carol', devices: [{ id: 'd', platform: 'android', registrations: [{ channel: 'huawei', token: 'other-phone', app }] }] }
    await world.engine.push(one, [recipient])
    await world.engine.revoke(one, [recipient])
    const [first, second] = world.sandbox.control.received({ token: 'other-phone', kind: 'send' }).map(({ body }) => JSON.stringify(body))
    expect(first).toContain('words')
    expect(second).not.toContain('words')
    expect(second).toContain('"big_body":"Message withdrawn"')
  })

  it('says that it puts no badge alone on a phone', async () => {
    const devices = [{ id: 'd', platform: 'android' as const, registrations: [{ channel: 'huawei', token: 'phone', app }] }]
    expect(await world.engine.syncBadge({ id: 'alice', unread: 0, devices })).toMatchObject([
      { status: 'rejected', fault: 'config', detail: 'badge-unsupported' },
    ])
  })
})

describe('what HarmonyOS says of single tokens', () => {
  let world: World
  beforeAll(async () => {
    world = await worldOf('harmony')
  })
  afterAll(async () => {
    await world.close()
  })

  it('drops a token of another form or platform at once, and doubts one of another project', async () => {
    world.sandbox.control.tokens({ vendor: 'harmony', token: 'old-phone', state: 'wrong-environment' })
    world.sandbox.control.tokens({ vendor: 'harmony', token: 'other-project', state: 'other-app' })
    expect(await world.push(['other-project'])).toMatchObject([{ status: 'rejected', fault: 'config', vendorCode: 'noRight' }])
    expect(await world.push(['old-phone'])).toMatchObject([{ status: 'gone', vendorCode: 'tokenPlatformNotSupport' }])
    expect(await world.push(['live', 'other-project'])).toMatchObject([{ status: 'accepted' }, { status: 'gone', vendorCode: 'noRight' }])
  })

  it('keeps the token for a reason that is the config’s', async () => {
    world.sandbox.control.answers({ vendor: 'harmony', token: 'live', times: 1, code: 'noPushTypeRight' })
    expect(await world.push(['live', 'other'])).toMatchObject([{ status: 'rejected', fault: 'config', vendorCode: 'noPushTypeRight' }, { status: 'accepted' }])
  })

  it('sends a picture, and the message without it where Huawei has not reviewed it', async () => {
    const image = 'https://example.com/a.png'
    expect(await world.push(['live'], { image })).toMatchObject([{ status: 'accepted', detail: null }])
    world.sandbox.control.quota({ vendor: 'harmony', imagesReviewed: false })
    expect(await world.push(['live'], { image })).toMatchObject([{ status: 'accepted', attempts: 1, detail: expect.stringContaining('80100022') }])
    world.sandbox.control.quota({ vendor: 'harmony', imagesReviewed: true })
  })

  it('sends eleven test messages one by one, and refuses none', async () => {
    world.sandbox.control.clear()
    const outcomes = await world.push(many(11), { vendors: { harmony: { testMessage: true } } })
    expect(count(outcomes, 'accepted')).toBe(11)
    expect(world.sandbox.control.received({ kind: 'send' }).map(({ tokens }) => tokens.length)).toEqual(many(11).map(() => 1))
  })

  it('shows an edit, which has a message id of its own, and recalls a withdrawn message', async () => {
    const recipient: Recipient = { id: 'alice', devices: [{ id: 'd', platform: 'harmony', registrations: [{ channel: 'harmony', token: 'phone', app }] }] }
    const one = message({ id: 'edited', sentAt: undefined })
    await world.engine.push(one, [recipient])
    const edit = { ...one, revision: 1 }
    await world.engine.push(edit, [recipient])
    await world.engine.revoke(edit, [recipient])
    const requests = world.sandbox.control.received({ token: 'phone', kind: 'send' })
    expect(requests.map(({ tokens }) => tokens[0]?.shown)).toEqual([true, true, false])
    const bodies = requests.map(({ body }) => body as unknown as { payload?: { notification: Record<string, unknown> }; notifyId?: number })
    const [first, edited, recall] = bodies
    expect(edited?.payload?.notification.notifyId).toBe(first?.payload?.notification.notifyId)
    expect(recall).toEqual({ notifyId: first?.payload?.notification.notifyId, token: ['phone'] })
  })

  it('replaces a withdrawn message quietly where a recall fails', async () => {
    const recipient: Recipient = { id: 'alice', devices: [{ id: 'd', platform: 'harmony', registrations: [{ channel: 'harmony', token: 'phone-2', app }] }] }
    const sent = message({ id: 'not-recalled', sentAt: undefined })
    await world.engine.push(sent, [recipient])
    world.sandbox.control.answers({ vendor: 'harmony', token: 'phone-2', times: 1, code: '80300032' })
    expect(await world.engine.revoke(sent, [recipient])).toMatchObject([{ status: 'accepted' }])
    const last = world.sandbox.control.received({ token: 'phone-2', kind: 'send' }).at(-1)?.body as unknown as {
      payload: { notification: Record<string, unknown> }
    }
    expect(last.payload.notification).toMatchObject({ body: 'Message withdrawn' })
    expect(last.payload.notification).not.toHaveProperty('badge')
  })
})

describe('what Honor says of single tokens', () => {
  let world: World
  beforeAll(async () => {
    world = await worldOf('honor')
  })
  afterAll(async () => {
    await world.close()
  })

  it('tries a failed token once more, and never drops it', async () => {
    world.sandbox.control.answers({ vendor: 'honor', token: 'busy', times: 1, code: 'failTokens' })
    world.sandbox.control.tokens({ vendor: 'honor', token: 'never', state: 'other-app' })
    expect(await world.push(['live', 'busy', 'never'])).toMatchObject([
      { status: 'accepted', attempts: 1 },
      { status: 'accepted', attempts: 2 },
      { status: 'failed', attempts: 2, vendorCode: 'failTokens' },
    ])
    expect(world.reports).toEqual([])
  })
})
