import type { Json } from '@rouse/core'
import type { Vendor } from '@rouse/sandbox'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { textMessage } from './guide-code.fixture.ts'
import { TIMMessageOfflinePushSettings, TIMOfflinePushSettings, type Tim } from './index.ts'
import { recordingCallback } from './recording.fixture.ts'
import { startWorld, type World } from './world.fixture.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(() => world.forget())

/** The body of the one request that a vendor got. */
function bodyAt(vendor: Vendor): { readonly [name: string]: Json } {
  const received = world.received(vendor)
  expect(received).toHaveLength(1)
  return received[0]?.body as { readonly [name: string]: Json }
}
const aps = () => bodyAt('apns').aps as { readonly [name: string]: Json }

/** A new user on a phone of this channel. */
let users = 0
function someone(channel: Vendor = 'apns'): { readonly user: string; readonly tim: Tim } {
  users += 1
  const user = `user-${users}`
  return { user, tim: world.phone(channel, user) }
}

/** Sends as bob to one user on one phone, and tells what became of it. */
async function sent(user: string, settings?: TIMMessageOfflinePushSettings, text = 'hello'): Promise<string | null> {
  expect(await world.send(user, textMessage(text, settings))).toMatchObject({ ok: true })
  const [outcome] = await world.ended(1)
  return outcome?.status === 'suppressed' ? outcome.reason : (outcome?.status ?? null)
}
function globally(tim: Tim, change: (settings: TIMOfflinePushSettings) => void): void {
  const settings = new TIMOfflinePushSettings()
  change(settings)
  tim.TIMManager.getInstance().setOfflinePushSettings(settings)
}
function single(change: (settings: TIMMessageOfflinePushSettings) => void): TIMMessageOfflinePushSettings {
  const settings = new TIMMessageOfflinePushSettings()
  change(settings)
  return settings
}
function ios(change: (settings: TIMMessageOfflinePushSettings.IOSSettings) => void): TIMMessageOfflinePushSettings {
  const settings = new TIMMessageOfflinePushSettings.IOSSettings()
  change(settings)
  return single(one => one.setIosSettings(settings))
}

describe('“offline” means closed without logout', () => {
  it('an app that was closed, or is in the background, gets the push; one in the foreground shows the message itself', async () => {
    const { user, tim } = someone()
    expect(await sent(user)).toBe('accepted')
    tim.TIMManager.getInstance().doBackground()
    expect(await sent(user)).toBe('accepted')
    tim.TIMManager.getInstance().doForeground()
    expect(await sent(user)).toBe('foreground')
    expect(world.received('apns')).toHaveLength(2)
  })

  it('a user who has logged out gets no notification', async () => {
    const { user, tim } = someone()
    tim.TIMManager.getInstance().logout()
    expect(await sent(user)).toBe('logged-out')
    expect(world.all()).toEqual([])
  })

  it('a user who has been forced to log out gets no notification', async () => {
    const { user } = someone()
    world.server.forceLogout(user)
    expect(await sent(user)).toBe('kicked')
    expect(world.all()).toEqual([])
  })

  it('a user who has been forced to log out stays so for a message that states to be pushed: settings outrank settings, not sessions', async () => {
    const { user, tim } = someone()
    const insists = single(one => one.setEnabled(true))
    world.server.forceLogout(user)
    expect(await sent(user, insists)).toBe('kicked')
    tim.TIMManager.getInstance().login(user, 'sig')
    tim.TIMManager.getInstance().logout()
    expect(await sent(user, insists)).toBe('logged-out')
    expect(world.all()).toEqual([])
  })

  it('a user whom a login elsewhere forced out gets it there only', async () => {
    const { user } = someone()
    world.phone('apns', user, 'the-new-iphone')
    await world.send(user, textMessage('hello'))
    const outcomes = await world.ended(2)
    expect(outcomes.map(({ device, status, reason }) => [device, reason ?? status]).sort()).toEqual([
      ['apns-phone', 'kicked'],
      ['the-new-iphone', 'accepted'],
    ])
  })

  it('a phone that changed hands pushes to its new owner only', async () => {
    const { user: former } = someone()
    const { user: owner } = someone()
    expect([await sent(former), await sent(owner)]).toEqual(['no-channel', 'accepted'])
    expect(world.received('apns')).toHaveLength(1)
  })

  it('only ordinary chat messages are pushed, system messages are not', async () => {
    const { user } = someone()
    await world.server.send({ kind: 'system', from: 'bob', to: { type: 'c2c', users: [user] }, elements: [{ type: 'text', text: 'bob changed his profile' }] })
    expect((await world.ended(1)).map(({ reason }) => reason)).toEqual(['system-message'])
    expect(world.all()).toEqual([])
  })
})

describe('one’s own messages', () => {
  it('wake none of the sender’s other devices: in a one-to-one conversation the other user alone gets it', async () => {
    const { user: sender, tim } = someone()
    world.phone('fcm', sender)
    const { user } = someone('xiaomi')
    tim.TIMManager.getInstance().getConversation('C2C', user).sendMessage(textMessage('from my iPhone'))
    expect((await world.ended(1)).map(({ recipient, status }) => [recipient, status])).toEqual([[user, 'accepted']])
    expect(world.all().map(({ vendor }) => vendor)).toEqual(['xiaomi'])
  })

  it('wake none of the sender’s other devices in a group either, and every other member’s', async () => {
    const { user: sender, tim } = someone()
    world.phone('fcm', sender)
    const others = [someone('xiaomi').user, someone('huawei').user]
    world.server.setGroup({ id: 'with-own', name: 'Hikers', members: [sender, ...others] })
    tim.TIMManager.getInstance().getConversation('Group', 'with-own').sendMessage(textMessage('hello all'))
    expect((await world.ended(2)).map(({ recipient, status }) => [recipient, status]).sort()).toEqual(others.map(user => [user, 'accepted']).sort())
    expect(
      world
        .all()
        .map(({ vendor }) => vendor)
        .sort(),
    ).toEqual(['huawei', 'xiaomi'])
  })

  it('to oneself wake nobody', async () => {
    const { user: sender, tim } = someone()
    tim.TIMManager.getInstance().getConversation('C2C', sender).sendMessage(textMessage('a note'))
    expect((await world.ended(1)).map(({ reason }) => reason)).toEqual(['own-message'])
    expect(world.all()).toEqual([])
  })
})

describe('global settings', () => {
  it('take effect only after login', async () => {
    const { user, tim } = someone()
    tim.TIMManager.getInstance().logout()
    expect(() => globally(tim, settings => settings.setEnabled(false))).toThrow('nobody has logged in')
    tim.TIMManager.getInstance().login(user, 'sig')
    expect(await sent(user)).toBe('accepted')
  })

  it('can be obtained only after login', () => {
    const { user, tim } = someone()
    const manager = tim.TIMManager.getInstance()
    globally(tim, settings => settings.setEnabled(false))
    manager.logout()
    const [before, after] = [recordingCallback<TIMOfflinePushSettings>(), recordingCallback<TIMOfflinePushSettings>()]
    manager.getOfflinePushSettings(before)
    manager.login(user, 'sig')
    manager.getOfflinePushSettings(after)
    expect(before.calls).toEqual([{ ok: false, code: 6014, desc: expect.stringContaining('nobody has logged in') }])
    expect(after.calls.map(call => call.ok && call.value.isEnabled())).toEqual([false])
  })

  it('switch offline push off, and on again', async () => {
    const { user, tim } = someone()
    globally(tim, settings => settings.setEnabled(false))
    expect(await sent(user)).toBe('disabled-globally')
    globally(tim, settings => settings.setEnabled(true))
    expect(await sent(user)).toBe('accepted')
  })

  it('are the user’s: they hold on the next phone too', async () => {
    const { user, tim } = someone()
    globally(tim, settings => settings.setEnabled(false))
    tim.TIMManager.getInstance().logout()
    world.phone('fcm', user)
    await world.send(user, textMessage('hello'))
    expect((await world.ended(2)).map(({ reason }) => reason).sort()).toEqual(['disabled-globally', 'logged-out'])
  })

  it('hold one sound for one-to-one messages and one for groups', async () => {
    const { user, tim } = someone()
    world.server.setGroup({ id: 'climbers', name: 'Climbers', members: ['bob', user] })
    globally(tim, settings => {
      settings.setC2cMsgRemindSound('dudulu.caf')
      settings.setGroupMsgRemindSound('horn.caf')
    })
    expect(await sent(user)).toBe('accepted')
    expect(aps().sound).toBe('dudulu.caf')
    world.forget()
    await world.send('climbers', textMessage('hello'), 'Group')
    await world.ended(1)
    expect(aps()).toMatchObject({ sound: 'horn.caf', alert: { title: 'Climbers', body: 'bob: hello' } })
  })

  it('null is the default sound for groups too', async () => {
    const { user, tim } = someone()
    world.server.setGroup({ id: 'quiet', name: 'Quiet', members: ['bob', user] })
    globally(tim, settings => {
      settings.setC2cMsgRemindSound('dudulu.caf')
      settings.setGroupMsgRemindSound('horn.caf')
      settings.setGroupMsgRemindSound(null)
    })
    await world.send('quiet', textMessage('hello'), 'Group')
    await world.ended(1)
    expect(aps().sound).toBe('default')
  })

  it('null is the default sound', async () => {
    const { user, tim } = someone()
    globally(tim, settings => {
      settings.setC2cMsgRemindSound('dudulu.caf')
      settings.setC2cMsgRemindSound(null)
    })
    await sent(user)
    expect(aps().sound).toBe('default')
  })
})

describe('custom sounds are heard on APNs only', () => {
  it('an iPhone plays the file, other phones their default', async () => {
    for (const channel of ['apns', 'fcm', 'xiaomi'] as const) {
      const { user, tim } = someone(channel)
      globally(tim, settings => settings.setC2cMsgRemindSound('dudulu.caf'))
      expect(await sent(user)).toBe('accepted')
    }
    expect(aps().sound).toBe('dudulu.caf')
    expect(bodyAt('fcm').message).toMatchObject({ android: { notification: { sound: 'default' } } })
    expect(bodyAt('xiaomi')).not.toHaveProperty('extra.sound_uri')
  })

  it('an audio file’s path names a file built into the app: its last part', async () => {
    const { user } = someone()
    await sent(
      user,
      ios(settings => settings.setSound('/path/to/dudulu.caf')),
    )
    expect(aps().sound).toBe('dudulu.caf')
  })

  it('NO_SOUND_NO_VIBRATION: neither sound nor vibration', async () => {
    const { user, tim } = someone()
    globally(tim, settings => settings.setC2cMsgRemindSound('dudulu.caf'))
    await sent(
      user,
      ios(settings => settings.setSound(TIMMessageOfflinePushSettings.IOSSettings.NO_SOUND_NO_VIBRATION)),
    )
    expect(aps()).not.toHaveProperty('sound')
  })
})

describe('a single message’s settings prevail over the global ones', () => {
  it('pushes where it states so, though the user switched push off', async () => {
    const { user, tim } = someone()
    globally(tim, settings => settings.setEnabled(false))
    expect(
      await sent(
        user,
        single(one => one.setEnabled(true)),
      ),
    ).toBe('accepted')
  })

  it('does not push where it states so, though the user switched push on', async () => {
    const { user, tim } = someone()
    globally(tim, settings => settings.setEnabled(true))
    expect(
      await sent(
        user,
        single(one => one.setEnabled(false)),
      ),
    ).toBe('disabled-for-message')
    expect(world.all()).toEqual([])
  })

  it('is no statement where the message only has the default: the user’s word stands', async () => {
    const { user, tim } = someone()
    globally(tim, settings => settings.setEnabled(false))
    const described = single(one => one.setDescr('described'))
    expect(described.isEnabled()).toBe(true)
    expect(await sent(user, described)).toBe('disabled-globally')
  })

  it('field by field: its sound is heard, and the user’s where it has none', async () => {
    const { user, tim } = someone()
    globally(tim, settings => settings.setC2cMsgRemindSound('dudulu.caf'))
    await sent(
      user,
      ios(settings => settings.setSound('hualala.caf')),
    )
    expect(aps().sound).toBe('hualala.caf')
    world.forget()
    await sent(
      user,
      ios(settings => settings.setSound(null)),
    )
    expect(aps().sound).toBe('dudulu.caf')
  })

  it('by default a message may be pushed', async () => {
    const { user } = someone()
    expect(
      await sent(
        user,
        single(() => {}),
      ),
    ).toBe('accepted')
  })
})

describe('what a single message shows', () => {
  it('its description, else its own text', async () => {
    const { user } = someone()
    await sent(
      user,
      single(one => one.setDescr('described')),
    )
    expect(aps().alert).toMatchObject({ body: 'described' })
    world.forget()
    await sent(user, undefined, 'as it is')
    expect(aps().alert).toMatchObject({ body: 'as it is' })
  })

  it('a custom element shows its description, which the message’s outranks; with none there is nothing to show', async () => {
    const { user } = someone()
    const custom = (desc: string | null, settings?: TIMMessageOfflinePushSettings) => {
      const message = new world.bob.TIMMessage()
      const element = new world.bob.TIMCustomElem()
      element.setData(new TextEncoder().encode('{"type":1}'))
      element.setDesc(desc)
      message.addElement(element)
      message.setOfflinePushSettings(settings ?? null)
      return message
    }
    const described = single(one => one.setDescr('outranks'))
    for (const message of [custom('a red packet'), custom('a red packet', described), custom(null)]) await world.send(user, message)
    const outcomes = await world.ended(3)
    expect(outcomes.flatMap(({ reason }) => reason ?? [])).toEqual(['no-text'])
    const bodies = world.received('apns').map(({ body }) => (body as { aps: { alert: { body: string } } }).aps.alert.body)
    expect(bodies.sort()).toEqual(['a red packet', 'outranks'])
  })

  it('badge counting is on by default, and off for a message that says so', async () => {
    const { user } = someone()
    await sent(user)
    expect(aps().badge).toBe(1)
    world.forget()
    await sent(
      user,
      ios(settings => settings.setBadgeEnabled(false)),
    )
    expect(aps()).not.toHaveProperty('badge')
    world.forget()
    await sent(user)
    expect(aps().badge).toBe(2)
  })

  it('the notification mode is for the vendors’ channels: NotifyMode.Normal, the default, makes a click open the app; an iPhone knows neither it nor the Android title', async () => {
    const android = new TIMMessageOfflinePushSettings.AndroidSettings()
    android.setTitle("I'm title")
    android.setNotifyMode(TIMMessageOfflinePushSettings.NotifyMode.Normal)
    const settings = single(one => one.setAndroidSettings(android))
    await sent(someone('xiaomi').user, settings)
    await sent(someone('apns').user, settings)
    expect(bodyAt('xiaomi')).toMatchObject({ title: "I'm title", 'extra.notify_effect': '1' })
    expect(aps()).toEqual({ alert: { title: 'bob', body: 'hello' }, sound: 'default', 'thread-id': 'bob', badge: 1 })
    world.forget()
    await sent(someone('xiaomi').user)
    expect(bodyAt('xiaomi')).toMatchObject({ title: 'bob', 'extra.notify_effect': '1' })
  })
})
