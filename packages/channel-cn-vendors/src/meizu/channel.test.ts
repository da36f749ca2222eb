import { secret } from '@rouse/core/channel'
import { channelContract, jsonResponse } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { meizu, validateMeizuPayload } from './index.ts'
import { app, channel, token } from './samples.fixture.ts'
import { settings } from './settings.fixture.ts'

const common = {
  newMalformed: () => meizu({ apps: [null, { app: 5, callback: 'x' }], codes: 7, taskFrom: 'x' } as never),
  validatePayload: validateMeizuPayload,
  token: (n: number) => `RA50d7e6b5c4-${n}x`,
  accepted: () => jsonResponse(200, { code: '200', message: '', value: {}, redirect: '', msgId: 'NS20261123' }),
  brokenApps: [{ app: 'a' }, { ...app, appSecret: '' }, { ...app, appSecret: 'made-up-secret-1f2e3d4c5b\n' }],
  secrets: [app.appSecret],
  settings,
  device: { id: 'd1', platform: 'android', maker: 'meizu', osVersion: '11', region: 'CN', playServices: false, hmsVersion: null },
}

channelContract({ ...common, name: 'meizu', newChannel: () => meizu({ apps: [app] }) })
channelContract({
  ...common,
  name: 'meizu with everything switched on',
  newChannel: () =>
    meizu({
      apps: [
        { ...app, appId: '100999', region: 'IN', clickActivity: 'com.example.chat.Open', callback: { url: 'https://example.com/r', param: 'p', type: 1 } },
      ],
      addIds: true,
      parametersBytes: 2048,
      taskFrom: 2,
      codes: { '110019': 'throttled' },
      valueCodes: { '518': 'unavailable' },
    }),
})

describe('meizu', () => {
  const registration = { channel: 'meizu', token: secret(token), app: app.app, kind: 'alert', environment: 'production' } as const

  it.each([
    ['meizu', null],
    ['oppo', 'maker is "oppo", none of meizu'],
  ])('of a phone made by %s says %j', (maker, why) => {
    expect(channel.misfit({ id: 'd', platform: 'android', maker }, registration)).toBe(why)
  })

  it('sends to 100 ids a request, not to the 1000 of old guides', () => {
    expect(channel.limits.tokens).toBe(100)
  })

  it('counts 32 and 100 characters in UTF-16 units, never in bytes', () => {
    expect(channel.limits).toMatchObject({ title: { max: 32, unit: 'utf16' }, body: { max: 100, unit: 'utf16' }, ttl: { min: 1, max: 259_200 } })
  })

  it.each([
    ['an app id that is no number', { ...app, appId: 'abc' }],
    ['a callback over 128 bytes', { ...app, callback: { url: `https://${'a'.repeat(128)}` } }],
    ['an activity that is no class name', { ...app, clickActivity: 'a b' }],
    ['no secret', { app: 'a', appId: 1 }],
  ])('refuses an app entry with %s', (_, entry) => {
    expect(channel.validators?.app?.(entry)).toBe(false)
  })

  it.each([
    ['an activity without its click type', { activity: 'a.B' }],
    ['a click on an activity that is not named', { clickType: 1, url: 'chat://x' }],
    ['a URI with a blank in it', { clickType: 2, url: 'chat://a b' }],
    ['an expanded text without its type', { noticeExpandContent: 'x' }],
    ['an expanded type without its text', { noticeExpandType: 1 }],
    ['half a time to show', { fixStartDisplayTime: '2026-11-23 10:00:00' }],
    ['a time in another form', { fixStartDisplayTime: '2026-11-23T10:00:00Z', fixEndDisplayTime: '2026-11-23T12:00:00Z' }],
    ['a time that no clock shows', { fixStartDisplayTime: '2026-13-01 10:00:00', fixEndDisplayTime: '2026-13-01 24:00:00' }],
    ['click type 3, which Meizu withdrew', { clickType: 3, customAttribute: 'x' }],
    ['what only VIP apps have', { vipInfo: {} }],
  ])('refuses settings with %s', (_, value) => {
    expect(channel.validators?.settings?.(value)).toBe(false)
  })
})
