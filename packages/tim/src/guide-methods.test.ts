import { describe, expect, it } from 'vitest'
import * as unbound from './index.ts'
import { createTim, type TIMMessageOfflinePushSettings } from './index.ts'
import { recordingEngine } from './recording.fixture.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const uri = 'android.resource://com.example.chat/raw/dudulu'

/** The classes as they are imported, and as `createTim` gives them. */
describe.each([
  ['imported', unbound],
  ['of createTim', createTim(recordingEngine())],
] as const)('the guide’s method tables, classes %s', (_, tim) => {
  const global = () => new tim.TIMOfflinePushSettings()
  const single = () => new tim.TIMMessageOfflinePushSettings()
  const android = () => new tim.TIMMessageOfflinePushSettings.AndroidSettings()
  const ios = () => new tim.TIMMessageOfflinePushSettings.IOSSettings()
  const mode = tim.TIMMessageOfflinePushSettings.NotifyMode

  it('TIMManager.getInstance: one instance a context, with setOfflinePushSettings, getOfflinePushSettings and getConversation', () => {
    const manager = tim.TIMManager.getInstance()
    expect(tim.TIMManager.getInstance()).toBe(manager)
    expect([typeof manager.setOfflinePushSettings, typeof manager.getOfflinePushSettings]).toEqual(['function', 'function'])
    const conversation = manager.getConversation(tim.TIMConversationType.C2C, 'alice')
    expect([conversation.getType(), conversation.getPeer(), typeof conversation.sendMessage]).toEqual(['C2C', 'alice', 'function'])
  })

  it('TIMOfflinePushSettings.isEnabled: true unless set to false', () => {
    expect(global().isEnabled()).toBe(true)
  })

  it('TIMOfflinePushSettings.setEnabled: on and off', () => {
    const settings = global()
    settings.setEnabled(false)
    expect(settings.isEnabled()).toBe(false)
    settings.setEnabled(true)
    expect(settings.isEnabled()).toBe(true)
  })

  it('TIMOfflinePushSettings.getC2cMsgRemindSound: null if it is not specified', () => {
    expect(global().getC2cMsgRemindSound()).toBeNull()
  })

  it('TIMOfflinePushSettings.setC2cMsgRemindSound: a URI, or null for the default sound; groups keep theirs', () => {
    const settings = global()
    settings.setC2cMsgRemindSound(tim.Uri.parse(uri))
    expect([settings.getC2cMsgRemindSound(), settings.getGroupMsgRemindSound()]).toEqual([uri, null])
    settings.setC2cMsgRemindSound(null)
    expect([settings.getC2cMsgRemindSound(), settings.stated()]).toEqual([null, {}])
  })

  it('TIMOfflinePushSettings.getGroupMsgRemindSound: null if it is not specified', () => {
    expect(global().getGroupMsgRemindSound()).toBeNull()
  })

  it('TIMOfflinePushSettings.setGroupMsgRemindSound: a URI, or null for the default sound; one-to-one messages keep theirs', () => {
    const settings = global()
    settings.setGroupMsgRemindSound(tim.Uri.parse(uri))
    expect([settings.getC2cMsgRemindSound(), settings.getGroupMsgRemindSound()]).toEqual([null, uri])
    settings.setGroupMsgRemindSound(null)
    expect([settings.getGroupMsgRemindSound(), settings.stated()]).toEqual([null, {}])
  })

  it('TIMMessage.getOfflinePushSettings: null if the sender has not specified it', () => {
    expect(new tim.TIMMessage().getOfflinePushSettings()).toBeNull()
  })

  it('TIMMessage.setOfflinePushSettings: what the getter answers', () => {
    const [message, settings] = [new tim.TIMMessage(), single()]
    message.setOfflinePushSettings(settings)
    expect(message.getOfflinePushSettings()).toBe(settings)
  })

  it('TIMMessageOfflinePushSettings.setDescr, getDescr: the text that is shown; null until it is set', () => {
    const settings = single()
    expect(settings.getDescr()).toBeNull()
    settings.setDescr("I'm description")
    expect([settings.getDescr(), settings.stated()]).toEqual(["I'm description", { body: "I'm description" }])
  })

  it('TIMMessageOfflinePushSettings.getExt: null if it is not specified', () => {
    expect(single().getExt()).toBeNull()
  })

  it('TIMMessageOfflinePushSettings.setExt: the same bytes, in an array of their own', () => {
    const [settings, ext] = [single(), bytes('{"level":15}')]
    settings.setExt(ext)
    expect(settings.getExt()).toEqual(ext)
    expect(settings.getExt()).toBeInstanceOf(Uint8Array)
    expect(settings.getExt()).not.toBe(settings.getExt())
    ext.fill(0)
    settings.getExt()?.fill(0)
    expect(settings.getExt()).toEqual(bytes('{"level":15}'))
  })

  it('TIMMessageOfflinePushSettings.setEnabled, isEnabled: allowed by default', () => {
    const settings = single()
    expect(settings.isEnabled()).toBe(true)
    settings.setEnabled(false)
    expect(settings.isEnabled()).toBe(false)
    settings.setEnabled(true)
    expect(settings.isEnabled()).toBe(true)
  })

  it('TIMMessageOfflinePushSettings.setAndroidSettings, getAndroidSettings: null until they are set', () => {
    const [settings, own] = [single(), android()]
    expect(settings.getAndroidSettings()).toBeNull()
    settings.setAndroidSettings(own)
    expect(settings.getAndroidSettings()).toBe(own)
  })

  it('TIMMessageOfflinePushSettings.setIosSettings, getIosSettings: null until they are set', () => {
    const [settings, own] = [single(), ios()]
    expect(settings.getIosSettings()).toBeNull()
    settings.setIosSettings(own)
    expect(settings.getIosSettings()).toBe(own)
  })

  it('AndroidSettings.getTitle, setTitle: null until it is set', () => {
    const settings = android()
    expect(settings.getTitle()).toBeNull()
    settings.setTitle("I'm title")
    expect(settings.getTitle()).toBe("I'm title")
  })

  it('AndroidSettings.getSound, setSound: null if it is not specified', () => {
    const settings = android()
    expect(settings.getSound()).toBeNull()
    settings.setSound(tim.Uri.parse(uri))
    expect(settings.getSound()).toBe(uri)
  })

  it('AndroidSettings.getNotifyMode, setNotifyMode: the notification bar message mode by default', () => {
    const settings = android()
    expect(settings.getNotifyMode()).toBe(mode.Normal)
    settings.setNotifyMode(mode.Custom)
    expect(settings.getNotifyMode()).toBe(mode.Custom)
    settings.setNotifyMode(mode.Normal)
    expect([settings.getNotifyMode(), settings.stated()]).toEqual([mode.Normal, { notifyMode: 'normal' }])
  })

  it('IOSSettings.getSound, setSound: null if it is not specified; NO_SOUND_NO_VIBRATION is a text of its own', () => {
    const settings = ios()
    expect(settings.getSound()).toBeNull()
    settings.setSound('/path/to/sound/file')
    expect(settings.getSound()).toBe('/path/to/sound/file')
    const silence = tim.TIMMessageOfflinePushSettings.IOSSettings.NO_SOUND_NO_VIBRATION
    settings.setSound(silence)
    expect([typeof silence, settings.getSound(), settings.stated()]).toEqual(['string', silence, { sound: { silent: true } }])
  })

  it('IOSSettings.isBadgeEnabled, setBadgeEnabled: badge counting is enabled by default', () => {
    const settings = ios()
    expect(settings.isBadgeEnabled()).toBe(true)
    settings.setBadgeEnabled(false)
    expect(settings.isBadgeEnabled()).toBe(false)
    settings.setBadgeEnabled(true)
    expect(settings.isBadgeEnabled()).toBe(true)
  })

  it('the nested classes are reached as in Java, and are the same everywhere', () => {
    const own: TIMMessageOfflinePushSettings.AndroidSettings = android()
    expect(own).toBeInstanceOf(unbound.TIMMessageOfflinePushSettings.AndroidSettings)
    expect(ios()).toBeInstanceOf(unbound.TIMMessageOfflinePushSettings.IOSSettings)
    expect(mode).toBe(unbound.TIMMessageOfflinePushSettings.NotifyMode)
  })
})
