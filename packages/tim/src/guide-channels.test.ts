import type { Json, Platform } from '@rouse/core'
import type { Vendor } from '@rouse/sandbox'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { textMessage } from './guide-code.fixture.ts'
import { TIMMessageOfflinePushSettings } from './index.ts'
import { startWorld, tokenOf, type World } from './world.fixture.ts'

/** What a click opens, at the vendors that are given it. */
const intent = 'intent:#Intent;component=com.example.chat/.ChatActivity;end'
const clickable: readonly Vendor[] = ['huawei', 'xiaomi', 'honor']

let world: World
beforeAll(async () => {
  world = await startWorld({
    config: (channel, config) => ({
      ...config,
      apps: config.apps.map(app => ({ ...app, ...(clickable.includes(channel) ? { clickIntent: intent } : {}) })),
      ...(channel === 'oppo' ? { storeGrade: 'C' } : {}),
    }),
  })
})
afterAll(() => world.close())
beforeEach(() => world.forget())

const app = 'com.example.chat'

/** Logs someone new in on such a device with this channel's token, and tells what becomes of a message to them. */
let users = 0
async function sentTo(channel: string, facts: { readonly platform?: Platform; readonly [fact: string]: Json | undefined }): Promise<string | null> {
  users += 1
  const user = `user-${users}`
  const token = channel === 'oppo' ? tokenOf('oppo').replace(/.{4}$/, String(1000 + users)) : `${String(users).padStart(6, '0')}${'a'.repeat(90)}`
  world.server.login(user, { id: 'phone', platform: 'android', ...facts } as Parameters<typeof world.server.login>[1], [{ channel, token, app }])
  await world.send(user, textMessage('hello'))
  const [outcome] = await world.ended(1)
  return outcome?.reason ?? outcome?.status ?? null
}

describe('which channel', () => {
  it('APNs is the only one on iOS', async () => {
    const tim = world.phone('apns', 'iphone-user')
    tim.server.register('iphone-user', 'apns-phone', { channel: 'fcm', token: 'fcm-of-an-iphone:APA91bX', app })
    await world.send('iphone-user', textMessage('hello'))
    expect((await world.ended(1)).map(({ channel, status }) => [channel, status])).toEqual([['apns', 'accepted']])
    // FCM leads to APNs, for an iPhone that is registered with nothing else.
    expect(await sentTo('fcm', { platform: 'ios' })).toBe('accepted')
    for (const channel of world.channels.filter(name => name !== 'apns' && name !== 'fcm')) {
      expect([channel, await sentTo(channel, { platform: 'ios' })]).toEqual([channel, 'no-channel'])
    }
  })

  it('FCM needs Android 4.1 or later, Play services, and a place outside mainland China', async () => {
    const google = { osVersion: '14', playServices: true, region: 'US' }
    expect(await sentTo('fcm', { ...google, osVersion: '4.1' })).not.toBe('no-channel')
    expect(await sentTo('fcm', { ...google, osVersion: '4.0.4' })).toBe('no-channel')
    expect(await sentTo('fcm', { ...google, playServices: false })).toBe('no-channel')
    expect(await sentTo('fcm', { ...google, region: 'CN' })).toBe('no-channel')
    expect(await sentTo('fcm', { ...google, region: 'HK' })).not.toBe('no-channel')
  })

  it('Huawei’s needs a mobile service later than 20401300', async () => {
    const huawei = { maker: 'huawei', region: 'CN' }
    expect(await sentTo('huawei', { ...huawei, hmsVersion: 20_401_300 })).toBe('no-channel')
    expect(await sentTo('huawei', { ...huawei, hmsVersion: 20_401_301 })).not.toBe('no-channel')
  })

  it.each([
    ['Xiaomi’s on MIUI', 'xiaomi', ['xiaomi', 'redmi', 'poco']],
    // Older phones of Honor's came with Huawei's service.
    ['Huawei’s on EMUI', 'huawei', ['huawei', 'honor']],
    ['Meizu’s on Flyme', 'meizu', ['meizu']],
    ['vivo’s on Funtouch OS', 'vivo', ['vivo', 'iqoo']],
    ['Honor’s on Honor’s own', 'honor', ['honor']],
  ])('each maker’s own comes to that maker’s phones only: %s', async (_, channel, own) => {
    for (const maker of ['xiaomi', 'redmi', 'poco', 'huawei', 'honor', 'meizu', 'vivo', 'iqoo', 'oppo', 'google']) {
      expect([maker, (await sentTo(channel, { maker, region: 'CN' })) !== 'no-channel']).toEqual([maker, own.includes(maker)])
    }
  })

  it('OPPO’s is for apps of grade A or B in its store, on OPPO’s phones', async () => {
    expect(await sentTo('oppo', { maker: 'oppo', region: 'CN' })).toBe('no-channel')
    const graded = await startWorld()
    try {
      graded.phone('oppo', 'on-oppo')
      graded.server.login('on-pixel', { id: 'phone', platform: 'android', maker: 'google', region: 'CN' }, [
        { channel: 'oppo', token: tokenOf('oppo').replace(/.{4}$/, 'ffff'), app },
      ])
      for (const user of ['on-oppo', 'on-pixel']) await graded.send(user, textMessage('hello'))
      const ends = (await graded.ended(2)).map(({ recipient, reason, status }) => [recipient, reason ?? status])
      expect(ends.sort()).toEqual([
        ['on-oppo', 'accepted'],
        ['on-pixel', 'no-channel'],
      ])
    } finally {
      await graded.close()
    }
  })

  it('not every model of a maker’s supports it: a phone without its registration gets none', async () => {
    world.server.login('plain-vivo', { id: 'phone', platform: 'android', maker: 'vivo', region: 'CN' })
    await world.send('plain-vivo', textMessage('hello'))
    expect((await world.ended(1)).map(({ reason }) => reason)).toEqual(['no-channel'])
  })
})

describe('a token that a vendor calls dead', () => {
  it('is dropped: the next message asks no vendor for it, until the phone registers again', async () => {
    const tim = world.phone('apns', 'uninstalled')
    world.sandbox.control.tokens({ vendor: 'apns', token: tokenOf('apns'), state: 'dead' })
    try {
      const ends = []
      for (const _ of [1, 2]) {
        await world.send('uninstalled', textMessage('hello'))
        ends.push(...(await world.ended(1)).map(({ status, reason }) => reason ?? status))
      }
      expect([ends, world.received('apns').length]).toEqual([['gone', 'no-channel'], 1])
    } finally {
      world.sandbox.control.tokens({ vendor: 'apns', token: tokenOf('apns'), state: 'live' })
    }
    tim.TIMManager.getInstance().login('uninstalled', 'sig')
    await world.send('uninstalled', textMessage('hello'))
    expect((await world.ended(1)).map(({ status }) => status)).toEqual(['accepted'])
  })

  it('but died before it was registered again, stays', async () => {
    world.phone('apns', 'reinstalled')
    world.sandbox.control.tokens({ vendor: 'apns', token: tokenOf('apns'), state: 'dead', timestamp: Date.now() - 86_400_000 })
    try {
      await world.send('reinstalled', textMessage('hello'))
      expect((await world.ended(1)).map(({ status, fault }) => [status, fault])).toEqual([['rejected', 'token']])
      expect(world.server.devices('reinstalled')[0]?.registrations).toHaveLength(1)
    } finally {
      world.sandbox.control.tokens({ vendor: 'apns', token: tokenOf('apns'), state: 'live' })
    }
  })
})

describe('NotifyMode.Custom', () => {
  const customMode = () => {
    const android = new TIMMessageOfflinePushSettings.AndroidSettings()
    android.setNotifyMode(TIMMessageOfflinePushSettings.NotifyMode.Custom)
    const settings = new TIMMessageOfflinePushSettings()
    settings.setExt(new TextEncoder().encode('{"task":"TASK15"}'))
    settings.setAndroidSettings(android)
    return textMessage('hello', settings)
  }

  it('a click calls the app back, with the extension, on Xiaomi’s and Huawei’s channels', async () => {
    for (const channel of ['xiaomi', 'huawei'] as const) {
      world.phone(channel, `custom-${channel}`)
      await world.send(`custom-${channel}`, customMode())
    }
    await world.ended(2)
    const data = JSON.stringify({ ext: '{"task":"TASK15"}' })
    expect(world.received('xiaomi').map(({ body }) => body)).toMatchObject([{ 'extra.notify_effect': '2', 'extra.intent_uri': intent, payload: data }])
    expect(world.received('huawei').map(({ body }) => body)).toMatchObject([
      { message: { data, android: { notification: { click_action: { type: 1, intent } } } } },
    ])
  })

  it('opens the app where the vendor’s config names nothing to call', async () => {
    world.phone('vivo', 'custom-vivo')
    await world.send('custom-vivo', customMode())
    await world.ended(1)
    expect(world.received('vivo').map(({ body }) => body)).toMatchObject([{ skipType: 1, clientCustomMap: { ext: '{"task":"TASK15"}' } }])
  })
})
