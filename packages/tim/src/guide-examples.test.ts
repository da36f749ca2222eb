import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { configureGlobalSettings, constructMessage, sendMessage, textMessage } from './guide-code.fixture.ts'
import { afterFirstExample, readable, secondExampleComplete, secondExamplePrinted } from './guide-requests.fixture.ts'
import { TIMMessageOfflinePushSettings, type TIMOfflinePushSettings } from './index.ts'
import { recordingCallback } from './recording.fixture.ts'
import { startWorld, type World } from './world.fixture.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(() => world.forget())

const dudulu = 'android.resource://com.example.chat/2131623936'

/** Whatever came to the vendors, by channel. */
async function arrived(people: number): Promise<{ readonly [channel: string]: unknown }> {
  const outcomes = await world.ended(people)
  expect(outcomes.map(({ channel, status }) => `${channel} ${status}`).sort()).toEqual(world.channels.map(channel => `${channel} accepted`).sort())
  expect(world.all()).toHaveLength(world.channels.length)
  return Object.fromEntries(world.all().map(({ vendor, body }) => [vendor, readable(body)]))
}

describe('the guide’s first example: global settings', () => {
  it('runs after login, and its settings come back from the server', () => {
    const tim = world.phone('apns', 'alice')
    configureGlobalSettings(tim)
    const callback = recordingCallback<TIMOfflinePushSettings>()
    tim.TIMManager.getInstance().getOfflinePushSettings(callback)
    const [call] = callback.calls
    const settings = call?.ok === true ? call.value : null
    expect([settings?.isEnabled(), settings?.getC2cMsgRemindSound(), settings?.getGroupMsgRemindSound()]).toEqual([true, dudulu, dudulu])
    expect(settings?.stated()).toEqual({ enabled: true, c2cSound: dudulu, groupSound: dudulu })
  })

  it('does nothing before login but say so', () => {
    const tim = world.phone('apns', 'early')
    tim.TIMManager.getInstance().logout()
    expect(() => configureGlobalSettings(tim)).toThrow('nobody has logged in')
  })

  it('arrives as the right request on each of the nine channels: an Android resource is no file of an iPhone’s, so the default sounds', async () => {
    expect(world.channels).toHaveLength(9)
    for (const channel of world.channels) configureGlobalSettings(world.phone(channel, `first-${channel}`))
    for (const channel of world.channels) await world.send(`first-${channel}`, textMessage('a new msg from bob'))
    expect(await arrived(world.channels.length)).toEqual(afterFirstExample)
  })
})

describe('the guide’s second example: settings of a single message', () => {
  it.each([
    ['as it is printed, which never sets its iOS settings', false, secondExamplePrinted],
    ['with its iOS settings set', true, secondExampleComplete],
  ])('arrives as the right request on each of the nine channels: %s', async (_, complete, expected) => {
    for (const channel of world.channels) configureGlobalSettings(world.phone(channel, `second-${complete}-${channel}`))
    for (const channel of world.channels) {
      const msg = constructMessage(world.bob, 'bob', { complete })
      expect(await sendMessage(world.bob, msg, `second-${complete}-${channel}`)).toBe(msg)
    }
    expect(await arrived(world.channels.length)).toEqual(expected)
  })

  it('onError tells code and text where it could not be sent', async () => {
    const tim = world.phone('apns', 'nobody-yet')
    tim.TIMManager.getInstance().logout()
    const sending = sendMessage(tim, constructMessage(tim, 'nobody-yet', { complete: true }), 'alice')
    await expect(sending).rejects.toThrow('send message failed. code: 6014 errmsg: nobody has logged in')
  })

  it('the message says what its sender set, and null where nothing was', () => {
    const msg = constructMessage(world.bob, 'bob', { complete: true })
    const settings = msg.getOfflinePushSettings()
    expect(settings?.isEnabled()).toBe(true)
    expect(settings?.getDescr()).toBe("I'm description")
    expect(new TextDecoder().decode(settings?.getExt() ?? new Uint8Array())).toBe('{"level":15,"task":"TASK15"}')
    expect(settings?.getAndroidSettings()?.getTitle()).toBe("I'm title")
    expect(settings?.getAndroidSettings()?.getNotifyMode()).toBe(TIMMessageOfflinePushSettings.NotifyMode.Normal)
    expect(settings?.getAndroidSettings()?.getSound()).toBe('android.resource://com.example.chat/2131623937')
    expect(settings?.getIosSettings()?.getSound()).toBe('/path/to/sound/file')
    expect(settings?.getIosSettings()?.isBadgeEnabled()).toBe(true)
    expect(constructMessage(world.bob, 'bob', { complete: false }).getOfflinePushSettings()?.getIosSettings()).toBeNull()
    expect(textMessage('plain').getOfflinePushSettings()).toBeNull()
  })
})
