import { secret } from '@rouse/core/channel'
import { channelContract, jsonResponse } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { validateXiaomiPayload, xiaomi } from './index.ts'
import { app, channel, classes, token } from './samples.fixture.ts'
import { settings } from './settings.fixture.ts'

const common = {
  newMalformed: () => xiaomi({ apps: [null, { app: 5, classes: 'x' }], badge: 'yes' } as never),
  validatePayload: validateXiaomiPayload,
  token: (n: number) => `bKJ0+9/${n}a==`,
  accepted: () => jsonResponse(200, { result: 'ok', code: 0, data: { id: 'slm1', bad_regids: '' } }),
  brokenApps: [{ app: 'a' }, { app: 'a', appSecret: '' }, { app: 'a', appSecret: 'made-up-secret-0123456789==\n' }],
  secrets: [app.appSecret],
  settings,
  device: { id: 'd1', platform: 'android', maker: 'redmi', osVersion: '14', region: 'CN', playServices: false, hmsVersion: null },
}

channelContract({ ...common, name: 'xiaomi', newChannel: () => xiaomi({ apps: [app] }) })
channelContract({
  ...common,
  name: 'xiaomi with everything switched on',
  newChannel: () =>
    xiaomi({
      apps: [{ ...app, classes, clickIntent: 'intent:#Intent;component=a/.B;end', callback: { url: 'https://example.com/r', param: 'p' } }],
      customSounds: true,
      badge: true,
      addIds: true,
      apiVersion: 4,
      emojiText: '[表情]',
    }),
})

describe('xiaomi', () => {
  const registration = { channel: 'xiaomi', token: secret(token), app: app.app, kind: 'alert', environment: 'production' } as const

  it.each([
    ['xiaomi', null],
    ['redmi', null],
    ['poco', null],
    ['vivo', 'maker is "vivo", none of xiaomi, redmi, poco'],
  ])('of a phone made by %s says %j', (maker, why) => {
    expect(channel.misfit({ id: 'd', platform: 'android', maker }, registration)).toBe(why)
  })

  it('can what config switched on', () => {
    expect(channel.capabilities).toMatchObject({ sound: 'default-only', badge: 'none', silent: true, recall: true })
    expect(xiaomi({ apps: [], customSounds: true, badge: true }).capabilities).toMatchObject({ sound: 'custom', badge: 'absolute' })
  })

  it('keeps title under 50 and description under 128, counted in UTF-16 units', () => {
    expect(channel.limits.title).toEqual({ max: 49, unit: 'utf16' })
    expect(channel.limits.body).toEqual({ max: 127, unit: 'utf16' })
  })

  it.each([
    ['a class for no category', { ...app, classes: { chat: { channelId: '1' } } }],
    ['a class without a channel', { ...app, classes: { im: {} } }],
    [
      'a template of 10 variables',
      { ...app, classes: { im: { channelId: '1', template: { id: 'T', params: Object.fromEntries([...'abcdefghij'].map(v => [v, v])) } } } },
    ],
    ['a callback parameter of 65 bytes', { ...app, callback: { url: 'https://a', param: 'x'.repeat(65) } }],
    ['no secret', { app: 'a' }],
  ])('refuses an app entry with %s', (_, entry) => {
    expect(channel.validators?.app?.(entry)).toBe(false)
  })

  it.each([
    ['a template without its parameters', { templateId: 'T' }],
    ['11 own keys', { extra: Object.fromEntries([...'abcdefghijk'].map(key => [key, 'v'])) }],
    ["an own key by a name of Xiaomi's", { extra: { channel_id: '1' } }],
    ['a notify type of 8', { notifyType: 8 }],
  ])('refuses settings with %s', (_, value) => {
    expect(channel.validators?.settings?.(value)).toBe(false)
  })
})
