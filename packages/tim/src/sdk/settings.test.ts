import type { Sound } from '@rouse/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TIMMessageOfflinePushSettings, TIMOfflinePushSettings, Uri } from '../index.ts'

const dudulu = Uri.parse('android.resource://com.example.chat/2131623936')

/** A file, or what a host may have stated: silence. */
const sound: fc.Arbitrary<Sound> = fc.oneof(fc.string({ minLength: 1 }), fc.constant({ silent: true as const }))

describe('TIMOfflinePushSettings', () => {
  it('is enabled by default, and states nothing by itself', () => {
    const settings = new TIMOfflinePushSettings()
    expect(settings.isEnabled()).toBe(true)
    expect(settings.stated()).toEqual({})
  })

  it('states true when it is set to true', () => {
    const settings = new TIMOfflinePushSettings()
    settings.setEnabled(true)
    expect(settings.stated()).toEqual({ enabled: true })
  })

  it('states false, and says so', () => {
    const settings = new TIMOfflinePushSettings()
    settings.setEnabled(false)
    expect(settings.isEnabled()).toBe(false)
    expect(settings.stated()).toEqual({ enabled: false })
  })

  it('answers null for a sound that is not specified', () => {
    const settings = new TIMOfflinePushSettings()
    expect(settings.getC2cMsgRemindSound()).toBeNull()
    expect(settings.getGroupMsgRemindSound()).toBeNull()
  })

  it('keeps a sound for one-to-one messages and one for groups, each for itself', () => {
    const settings = new TIMOfflinePushSettings()
    settings.setC2cMsgRemindSound(dudulu)
    settings.setGroupMsgRemindSound('bell.caf')
    expect(settings.getC2cMsgRemindSound()).toBe(dudulu)
    expect(settings.getGroupMsgRemindSound()).toBe('bell.caf')
    expect(settings.stated()).toEqual({ c2cSound: dudulu, groupSound: 'bell.caf' })
  })

  it('takes null for the default sound: it states none', () => {
    const settings = new TIMOfflinePushSettings()
    settings.setC2cMsgRemindSound(dudulu)
    settings.setC2cMsgRemindSound(null)
    settings.setGroupMsgRemindSound('')
    settings.setEnabled(null)
    expect(settings.getC2cMsgRemindSound()).toBeNull()
    expect(settings.isEnabled()).toBe(true)
    expect(settings.stated()).toEqual({})
  })

  it('a sound that the host stated as null is the default one: null', () => {
    const settings = TIMOfflinePushSettings.of({ c2cSound: null, groupSound: { silent: true } })
    expect([settings.getC2cMsgRemindSound(), settings.getGroupMsgRemindSound()]).toEqual([
      null,
      TIMMessageOfflinePushSettings.IOSSettings.NO_SOUND_NO_VIBRATION,
    ])
    expect(settings.stated()).toEqual({ groupSound: { silent: true } })
  })

  it('comes back from what was stated', () => {
    fc.assert(
      fc.property(fc.record({ enabled: fc.boolean(), c2cSound: sound, groupSound: sound }, { requiredKeys: [] }), stated => {
        expect(TIMOfflinePushSettings.of(stated).stated()).toEqual(stated)
      }),
    )
  })
})

describe('TIMMessageOfflinePushSettings', () => {
  it('has the guide’s defaults and nulls', () => {
    const settings = new TIMMessageOfflinePushSettings()
    expect(settings.isEnabled()).toBe(true)
    expect(settings.getDescr()).toBeNull()
    expect(settings.getExt()).toBeNull()
    expect(settings.getAndroidSettings()).toBeNull()
    expect(settings.getIosSettings()).toBeNull()
    const android = new TIMMessageOfflinePushSettings.AndroidSettings()
    expect(android.getTitle()).toBeNull()
    expect(android.getSound()).toBeNull()
    expect(android.getNotifyMode()).toBe(TIMMessageOfflinePushSettings.NotifyMode.Normal)
    const ios = new TIMMessageOfflinePushSettings.IOSSettings()
    expect(ios.getSound()).toBeNull()
    expect(ios.isBadgeEnabled()).toBe(true)
  })

  it('states nothing while nothing was set: defaults are no statement', () => {
    const settings = new TIMMessageOfflinePushSettings()
    settings.setAndroidSettings(new TIMMessageOfflinePushSettings.AndroidSettings())
    settings.setIosSettings(new TIMMessageOfflinePushSettings.IOSSettings())
    expect(settings.stated()).toEqual({})
  })

  it('states what was set, even where it equals the default', () => {
    const settings = new TIMMessageOfflinePushSettings()
    settings.setEnabled(true)
    const android: TIMMessageOfflinePushSettings.AndroidSettings = new TIMMessageOfflinePushSettings.AndroidSettings()
    android.setNotifyMode(TIMMessageOfflinePushSettings.NotifyMode.Normal)
    settings.setAndroidSettings(android)
    const ios: TIMMessageOfflinePushSettings.IOSSettings = new TIMMessageOfflinePushSettings.IOSSettings()
    ios.setBadgeEnabled(true)
    settings.setIosSettings(ios)
    expect(settings.stated()).toEqual({ enabled: true, android: { notifyMode: 'normal' }, ios: { badge: true } })
  })

  it('a setter called with null states nothing', () => {
    const settings = new TIMMessageOfflinePushSettings()
    settings.setEnabled(false)
    settings.setEnabled(null)
    settings.setDescr('text')
    settings.setDescr(null)
    settings.setExt(new Uint8Array([1]))
    settings.setExt(null)
    const android = new TIMMessageOfflinePushSettings.AndroidSettings()
    android.setTitle(null)
    android.setSound(null)
    android.setNotifyMode(null)
    settings.setAndroidSettings(android)
    const ios = new TIMMessageOfflinePushSettings.IOSSettings()
    ios.setSound(null)
    ios.setBadgeEnabled(null)
    settings.setIosSettings(ios)
    expect(settings.stated()).toEqual({})
    settings.setAndroidSettings(null)
    settings.setIosSettings(null)
    expect(settings.stated()).toEqual({})
  })

  it('an empty text and an empty sound state nothing', () => {
    const settings = new TIMMessageOfflinePushSettings()
    settings.setDescr('')
    const ios = new TIMMessageOfflinePushSettings.IOSSettings()
    ios.setSound('')
    settings.setIosSettings(ios)
    expect(settings.stated()).toEqual({})
  })

  it('NO_SOUND_NO_VIBRATION is a silent sound', () => {
    const settings = new TIMMessageOfflinePushSettings()
    const ios = new TIMMessageOfflinePushSettings.IOSSettings()
    ios.setSound(TIMMessageOfflinePushSettings.IOSSettings.NO_SOUND_NO_VIBRATION)
    settings.setIosSettings(ios)
    expect(settings.stated()).toEqual({ ios: { sound: { silent: true } } })
  })

  it('NotifyMode.Custom is stated as custom', () => {
    const settings = new TIMMessageOfflinePushSettings()
    const android = new TIMMessageOfflinePushSettings.AndroidSettings()
    android.setNotifyMode(TIMMessageOfflinePushSettings.NotifyMode.Custom)
    settings.setAndroidSettings(android)
    expect(settings.stated()).toEqual({ android: { notifyMode: 'custom' } })
  })

  it('ext is bytes: UTF-8 goes as text, other bytes as base64, none is absent', () => {
    const stated = (ext: Uint8Array) => {
      const settings = new TIMMessageOfflinePushSettings()
      settings.setExt(ext)
      return settings.stated().ext
    }
    expect(stated(new TextEncoder().encode('{"level":15,"task":"TASK15"}'))).toBe('{"level":15,"task":"TASK15"}')
    expect(stated(new Uint8Array([0xff, 0xfe, 0x00]))).toEqual({ base64: '//4A' })
    expect(stated(new Uint8Array([0xef, 0xbb, 0xbf, 0x41]))).toBe('\ufeffA')
    expect(stated(new Uint8Array())).toBeUndefined()
  })

  it('ext keeps every byte, and no one who holds the array can change it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), bytes => {
        const settings = new TIMMessageOfflinePushSettings()
        const before = Uint8Array.from(bytes)
        settings.setExt(bytes)
        bytes.fill(0)
        settings.getExt()?.fill(0)
        const { ext } = settings.stated()
        const back = typeof ext === 'string' ? Buffer.from(ext, 'utf8') : Buffer.from(ext?.base64 ?? '', 'base64')
        expect([...back]).toEqual([...before])
      }),
    )
  })
})
