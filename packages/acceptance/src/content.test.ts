import type { Sound } from '@rouse/core'
import { describe, expect, it } from 'vitest'
import { alice, aps, decide, group, iphone, message, pixel, redmi } from './scene.fixture.ts'

describe('sound', () => {
  const withSound = (sound: Sound) => message({ push: { ios: { sound }, android: { sound } } })

  it("the message's sound comes before the recipient's global one, which comes before the default", async () => {
    const settings = { c2cSound: 'c2c.caf', groupSound: 'group.caf' }
    expect((await aps(message({ push: { ios: { sound: 'own.caf' } } }), alice({ settings }))).sound).toBe('own.caf')
    expect((await aps(message(), alice({ settings }))).sound).toBe('c2c.caf')
    expect((await aps(group(), alice({ settings }))).sound).toBe('group.caf')
    expect((await aps(message())).sound).toBe('default')
  })

  it('null stated means the default sound, over lower layers', async () => {
    expect((await aps(message({ push: { ios: { sound: null } } }), alice({ settings: { c2cSound: 'c2c.caf' } }))).sound).toBe('default')
  })

  it('silent leaves the sound key out on APNs, is notify_type 0 on Xiaomi, and a note on FCM', async () => {
    expect(await aps(withSound({ silent: true }))).not.toHaveProperty('sound')
    const xiaomi = await decide(withSound({ silent: true }), alice({ devices: [redmi()] }))
    expect(xiaomi.request?.body).toMatchObject({ notify_type: '0' })
    const fcm = await decide(withSound({ silent: true }), alice({ devices: [pixel()] }))
    expect(fcm.notes.map(({ code }) => code)).toContain('silent-unsupported')
  })

  it.each([
    ['dudulu.caf', 'dudulu.caf'],
    ['/path/to/dudulu.caf', 'dudulu.caf'],
    ['/path/to/file', 'file'],
    ['dudulu', 'dudulu'],
  ])('%s plays %s on APNs', async (stated, expected) => {
    expect((await aps(withSound(stated))).sound).toBe(expected)
  })

  it.each([['android.resource://pkg/raw/dudulu'], ['android.resource://pkg/dudulu'], ['android.resource://pkg/2131623936']])(
    '%s plays the default on APNs, with the note sound-not-for-platform',
    async stated => {
      const { request, notes } = await decide(withSound(stated), alice())
      expect(request?.body).toMatchObject({ aps: { sound: 'default' } })
      expect(notes.map(({ code }) => code)).toContain('sound-not-for-platform')
    },
  )

  it('custom sounds are honoured on APNs only, by default; elsewhere the note sound-unsupported', async () => {
    for (const device of [pixel(), redmi()]) {
      const { notes } = await decide(withSound('android.resource://pkg/raw/dudulu'), alice({ devices: [device] }))
      expect(notes.map(({ code }) => code)).toContain('sound-unsupported')
    }
  })
})

describe('extension, click, badge', () => {
  it('ext lies beside aps, in FCM data, in Xiaomi payload', async () => {
    const one = message({ push: { ext: '{"level":15}' } })
    expect((await decide(one, alice())).request?.body).toMatchObject({ ext: '{"level":15}' })
    expect((await decide(one, alice({ devices: [pixel()] }))).request?.body).toMatchObject({ message: { data: { ext: '{"level":15}' } } })
    const xiaomi = (await decide(one, alice({ devices: [redmi()] }))).request?.body as { payload: string }
    expect(JSON.parse(xiaomi.payload)).toMatchObject({ ext: '{"level":15}' })
  })

  it('text is passed as text, bytes as base64 with extEncoding whatever they hold, empty is absent', async () => {
    expect((await decide(message({ push: { ext: { base64: 'eyJhIjoxfQ==' } } }), alice())).request?.body).toMatchObject({
      ext: 'eyJhIjoxfQ==',
      extEncoding: 'base64',
    })
    expect((await decide(message({ push: { ext: { base64: '/+8=' } } }), alice())).request?.body).toMatchObject({ ext: '/+8=', extEncoding: 'base64' })
    expect((await decide(message({ push: { ext: '' } }), alice())).request?.body).not.toHaveProperty('ext')
  })

  it('the badge is the absolute unread count on APNs and FCM, left out when unknown, 0 clears', async () => {
    expect((await aps(message())).badge).toBe(7)
    expect((await aps(message(), alice({ unread: 0 }))).badge).toBe(0)
    expect(await aps(message(), alice({ unread: undefined }))).not.toHaveProperty('badge')
    const fcm = await decide(message(), alice({ devices: [pixel()] }))
    expect(fcm.request?.body).toMatchObject({ message: { android: { notification: { notificationCount: 7 } } } })
  })

  it('badge false leaves the key out', async () => {
    expect(await aps(message({ push: { badge: false } }))).not.toHaveProperty('badge')
    expect(await aps(message({ push: { badge: true, ios: { badge: false } } }))).not.toHaveProperty('badge')
  })

  it('a stated click target opens on Xiaomi, and on FCM the app with a note', async () => {
    const intent = 'intent:#Intent;component=com.example.chat/.Main;end'
    const one = message({ push: { android: { clickIntent: intent } } })
    expect((await decide(one, alice({ devices: [redmi()] }))).request?.body).toMatchObject({ 'extra.notify_effect': '2', 'extra.intent_uri': intent })
    expect((await decide(one, alice({ devices: [pixel()] }))).notes.map(({ code }) => code)).toContain('notify-mode-unsupported')
    const url = message({ push: { android: { clickUrl: 'https://example.com/x' } } })
    expect((await decide(url, alice({ devices: [redmi()] }))).request?.body).toMatchObject({
      'extra.notify_effect': '3',
      'extra.web_uri': 'https://example.com/x',
    })
  })

  it('notify mode custom without a configured target opens the app, with the note notify-mode-unsupported', async () => {
    const one = message({ push: { android: { notifyMode: 'custom' } } })
    const { notes, request } = await decide(one, alice({ devices: [redmi()] }))
    expect(notes.map(({ code }) => code)).toContain('notify-mode-unsupported')
    expect(request?.body).toMatchObject({ 'extra.notify_effect': '1' })
  })
})

describe('vendor words for neutral ones', () => {
  const later = { now: '2026-11-23T10:00:40Z' }

  it("what goes to the vendor is the ttl that is left of the message's own", async () => {
    const { request } = await decide(message({ push: { ttl: 100 } }), alice({ devices: [pixel()] }), later)
    expect(request?.body).toMatchObject({ message: { android: { ttl: '60s' } } })
  })

  it('not stated: 86400 s', async () => {
    const { request } = await decide(message(), alice({ devices: [pixel()] }), later)
    expect(request?.body).toMatchObject({ message: { android: { ttl: '86400s' } } })
  })

  it('ttl 0 is expiration 0 on APNs, "0s" on FCM, only_send_once on Xiaomi', async () => {
    const one = message({ push: { ttl: 0 } })
    expect((await decide(one, alice())).request?.headers).toMatchObject({ 'apns-expiration': '0' })
    expect((await decide(one, alice({ devices: [pixel()] }))).request?.body).toMatchObject({ message: { android: { ttl: '0s' } } })
    expect((await decide(one, alice({ devices: [redmi()] }))).request?.body).toMatchObject({ 'extra.only_send_once': '1' })
  })

  it('a ttl over the top is clamped, with the note ttl-adjusted', async () => {
    const { notes, request } = await decide(message({ push: { ttl: 2_592_000 } }), alice({ devices: [pixel()] }))
    expect(request?.body).toMatchObject({ message: { android: { ttl: '2419200s' } } })
    expect(notes.map(({ code }) => code)).toContain('ttl-adjusted')
  })

  it('every push carries a replace id; a stated collapseKey takes its place, and is FCM’s own key only then', async () => {
    expect((await decide(message(), alice())).request?.headers).toMatchObject({ 'apns-collapse-id': 'msg-1' })
    const fcm = (await decide(message(), alice({ devices: [pixel()] }))).request?.body
    expect(fcm).toMatchObject({ message: { android: { notification: { tag: 'msg-1' } } } })
    expect((fcm as { message: { android: object } }).message.android).not.toHaveProperty('collapseKey')
    const one = message({ push: { collapseKey: 'k' } })
    expect((await decide(one, alice())).request?.headers).toMatchObject({ 'apns-collapse-id': 'k' })
    expect((await decide(one, alice({ devices: [pixel()] }))).request?.body).toMatchObject({
      message: { android: { collapseKey: 'k', notification: { tag: 'k' } } },
    })
    const xiaomi = (await decide(message(), alice({ devices: [redmi()] }))).request?.body as { notify_id: string }
    expect(Number(xiaomi.notify_id)).toBeGreaterThanOrEqual(1)
    expect(Number(xiaomi.notify_id)).toBeLessThanOrEqual(2_147_483_647)
  })
})

describe('channel for a device', () => {
  const both = [
    { channel: 'fcm', token: 'fcm-token:APA91bExample', app: 'com.example.chat', registeredAt: '2026-11-02T00:00:00Z' },
    { channel: 'xiaomi', token: 'd//igwEhgBGCI2TG6lWqlBf9Jl8Q7Gb4k8BxvDTZmEg=', app: 'com.example.chat', registeredAt: '2026-11-01T00:00:00Z' },
  ]
  const channelsOf = async (change: Parameters<typeof redmi>[0], recipient = {}) =>
    (await decide(message(), alice({ ...recipient, devices: [redmi({ registrations: both, ...change })] }))).channels

  it("the maker's own comes first in mainland China, FCM first elsewhere", async () => {
    expect(await channelsOf({ region: 'DE' })).toEqual(['fcm', 'xiaomi'])
    expect(await channelsOf({ region: undefined }, { timeZone: 'Asia/Shanghai' })).toEqual(['xiaomi', 'fcm'])
  })

  it('in mainland China, where the region says so, FCM is not offered at all', async () => {
    expect(await channelsOf({ region: 'CN' })).toEqual(['xiaomi'])
  })

  it.each(['HK', 'MO', 'TW'])('%s is not mainland', async region => {
    expect(await channelsOf({ region })).toEqual(['fcm', 'xiaomi'])
  })

  it('without a region the time zones of the mainland count for the order only', async () => {
    expect(await channelsOf({ region: undefined }, { timeZone: 'Asia/Shanghai' })).toEqual(['xiaomi', 'fcm'])
    expect(await channelsOf({ region: undefined }, { timeZone: 'Asia/Urumqi' })).toEqual(['xiaomi', 'fcm'])
    expect(await channelsOf({ region: undefined }, { timeZone: 'Europe/Berlin' })).toEqual(['fcm', 'xiaomi'])
  })

  it("neither known: the maker's own first, unless the device has Play services", async () => {
    expect(await channelsOf({ region: undefined })).toEqual(['xiaomi', 'fcm'])
    expect(await channelsOf({ region: undefined, playServices: true })).toEqual(['fcm', 'xiaomi'])
  })

  it('makers compare trimmed, in lower case', async () => {
    expect(await channelsOf({ maker: ' XIAOMI ', region: undefined })).toEqual(['xiaomi', 'fcm'])
    expect(await channelsOf({ maker: 'poco', region: undefined })).toEqual(['xiaomi', 'fcm'])
  })

  it('a fact that is absent never rules a channel out', async () => {
    expect(await channelsOf({ maker: undefined, region: undefined, playServices: undefined })).toHaveLength(2)
  })

  it('an unknown maker: newest registration first', async () => {
    expect(await channelsOf({ maker: undefined, region: undefined })).toEqual(['fcm', 'xiaomi'])
    expect(await channelsOf({ maker: 'fairphone', region: undefined })).toEqual(['fcm'])
  })

  it('of an unknown maker harmony comes before huawei, whichever was registered later', async () => {
    const registration = (channel: string, registeredAt: string) => ({
      channel,
      token: channel === 'harmony' ? 'MAMzLgIkABCDEF0123456789' : 'IQAAAACy0ABCDEF0123456789',
      app: 'com.example.chat',
      registeredAt,
    })
    for (const [harmony, huawei] of [
      ['2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'],
      ['2026-02-01T00:00:00Z', '2026-01-01T00:00:00Z'],
    ] as const) {
      const registrations = [registration('huawei', huawei), registration('harmony', harmony)]
      const { channels } = await decide(message(), alice({ devices: [{ id: 'mate', platform: 'other', registrations }] }))
      expect(channels).toEqual(['harmony', 'huawei'])
    }
  })

  it('a device without Play services gets no FCM', async () => {
    expect(await channelsOf({ playServices: false, region: 'DE' })).toEqual(['xiaomi'])
  })

  it('an unknown channel name in a registration is kept and never offered', async () => {
    const decision = await decide(message(), alice({ devices: [iphone({ registrations: [{ channel: 'pigeon', token: 'x', app: 'com.example.chat' }] })] }))
    expect(decision).toMatchObject({ decision: 'suppress', reason: 'no-channel' })
    expect(decision.trace.map(({ because }) => because)).toContain('this channel is not installed')
  })

  it('with message.app stated only its registrations count, else the newest', async () => {
    expect(await decide(message({ app: 'com.example.other' }), alice())).toMatchObject({ reason: 'no-channel' })
    const old = { channel: 'apns', token: 'aa'.repeat(32), app: 'com.example.chat', registeredAt: '2026-01-01T00:00:00Z' }
    const fresh = { ...old, token: 'bb'.repeat(32), registeredAt: '2026-02-01T00:00:00Z' }
    const decision = await decide(
      message(),
      alice({ devices: [iphone({ registrations: [old, fresh, { ...old, registeredAt: undefined, token: 'cc'.repeat(32) }] })] }),
    )
    expect(decision.channels).toEqual(['apns'])
  })

  it('kind voip is taken for category voip only', async () => {
    const registrations = [{ channel: 'apns', token: '00ff'.repeat(16), app: 'com.example.chat', kind: 'voip' as const }]
    expect(await decide(message(), alice({ devices: [iphone({ registrations })] }))).toMatchObject({ reason: 'no-channel' })
    const call = await decide(message({ push: { category: 'voip' } }), alice({ devices: [iphone({ registrations })] }))
    expect(call.request?.headers).toMatchObject({ 'apns-push-type': 'voip', 'apns-topic': 'com.example.chat.voip' })
  })
})
