import type { Json } from '@rouse/core'
import type { Vendor } from '@rouse/sandbox'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { configureGlobalSettings, constructMessage, textMessage } from './guide-code.fixture.ts'
import { TIMMessageOfflinePushSettings, type TIMOfflinePushSettings } from './index.ts'
import { recordingCallback } from './recording.fixture.ts'
import { startWorld, type World } from './world.fixture.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(() => world.forget())

/** The body of the one request that a vendor got. */
function bodyAt(vendor: 'apns' | 'fcm' | 'xiaomi'): { readonly [name: string]: Json } {
  const received = world.received(vendor)
  expect(received).toHaveLength(1)
  return received[0]?.body as { readonly [name: string]: Json }
}

const ext = '{"level":15,"task":"TASK15"}'
const data = JSON.stringify({ ext })
const shown = { title: "I'm title", body: "I'm description" }

/** What each vendor gets of the second example; a click opens the app, the default sounds but on APNs, the badge counts. */
const secondExample = {
  apns: { aps: { alert: { title: 'bob', body: "I'm description" }, sound: 'file', 'thread-id': 'bob', badge: 1 }, ext },
  fcm: {
    message: { notification: shown, data: { ext }, android: { priority: 'HIGH', ttl: '86400s', notification: { sound: 'default', notificationCount: 1 } } },
  },
  xiaomi: {
    title: "I'm title",
    description: "I'm description",
    payload: data,
    notify_type: '-1',
    'extra.notify_effect': '1',
    pass_through: '0',
  },
  huawei: { message: { data, android: { category: 'IM', ttl: '86400s', notification: { ...shown, click_action: { type: 3 }, badge: { add_num: 1 } } } } },
  harmony: { payload: { notification: { ...shown, category: 'IM', clickAction: { actionType: 0, data: { ext } }, badge: { addNum: 1 } } } },
  honor: { data, android: { ttl: '86400s', notification: { ...shown, clickAction: { type: 3 }, importance: 'NORMAL', badge: { addNum: 1 } } } },
} satisfies { readonly [channel in Vendor]?: object }

describe('the guide’s first example: global settings', () => {
  it('runs after login, and its settings come back from the server', () => {
    const tim = world.phone('apns', 'alice')
    configureGlobalSettings(tim)
    const callback = recordingCallback<TIMOfflinePushSettings>()
    tim.TIMManager.getInstance().getOfflinePushSettings(callback)
    expect(callback.calls.map(call => call.ok && call.value.stated())).toEqual([
      { enabled: true, c2cSound: 'android.resource://com.example.chat/2131623936', groupSound: 'android.resource://com.example.chat/2131623936' },
    ])
  })

  it('arrives as the right request on each channel: an Android resource is no file of an iPhone’s, so the default sounds', async () => {
    const people = world.channels.map(channel => {
      const tim = world.phone(channel, `first-${channel}`)
      configureGlobalSettings(tim)
      return `first-${channel}`
    })
    for (const user of people) await world.send(user, textMessage('a new msg from bob'))
    const outcomes = await world.ended(people.length)
    expect(outcomes.map(({ channel, status }) => `${channel} ${status}`).sort()).toEqual(world.channels.map(channel => `${channel} accepted`).sort())
    expect(bodyAt('apns').aps).toEqual({ alert: { title: 'bob', body: 'a new msg from bob' }, sound: 'default', 'thread-id': 'bob', badge: 1 })
    expect(bodyAt('fcm').message).toMatchObject({
      notification: { title: 'bob', body: 'a new msg from bob' },
      android: { notification: { sound: 'default', notificationCount: 1 } },
    })
    expect(bodyAt('xiaomi')).toMatchObject({ title: 'bob', description: 'a new msg from bob', notify_type: '-1' })
    for (const request of world.all()) expect(JSON.stringify(request.body)).not.toContain('2131623936')
  })
})

describe('the guide’s second example: settings of a single message', () => {
  it('arrives as the right request on each channel', async () => {
    const people = world.channels.map(channel => {
      configureGlobalSettings(world.phone(channel, `second-${channel}`))
      return `second-${channel}`
    })
    for (const user of people) {
      const msg = constructMessage(world.bob, 'bob')
      expect(await world.send(user, msg)).toEqual({ ok: true, value: msg })
    }
    const outcomes = await world.ended(people.length)
    expect(outcomes.map(({ channel, status }) => `${channel} ${status}`).sort()).toEqual(world.channels.map(channel => `${channel} accepted`).sort())

    for (const [channel, expected] of Object.entries(secondExample)) {
      expect(world.received(channel as Vendor).map(({ body }) => body)).toMatchObject([expected])
    }
    expect(bodyAt('apns')).toEqual(secondExample.apns)
    for (const channel of world.channels) {
      const [request] = world.received(channel)
      const text = JSON.stringify(request?.body)
      expect(text).toContain("I'm description")
      expect(text).toContain('TASK15')
      if (channel !== 'apns') expect(text).toContain("I'm title")
    }
  })

  it('the message says what its sender set, and null where nothing was', () => {
    const msg = constructMessage(world.bob, 'bob')
    const settings = msg.getOfflinePushSettings()
    expect(settings?.getDescr()).toBe("I'm description")
    expect(new TextDecoder().decode(settings?.getExt() ?? new Uint8Array())).toBe('{"level":15,"task":"TASK15"}')
    expect(settings?.getAndroidSettings()?.getTitle()).toBe("I'm title")
    expect(settings?.getAndroidSettings()?.getNotifyMode()).toBe(TIMMessageOfflinePushSettings.NotifyMode.Normal)
    expect(settings?.getIosSettings()?.getSound()).toBe('/path/to/sound/file')
    expect(textMessage('plain').getOfflinePushSettings()).toBeNull()
  })
})
