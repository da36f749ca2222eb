import { secret } from '@rouse/core/channel'
import { channelContract, firstDraft, jsonResponse, requestBody, sampleNotification, sampleTarget } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { type HuaweiApp, huawei, validateHuaweiPayload } from './index.ts'
import { account, app, channel, keys, token } from './samples.fixture.ts'
import { settings } from './settings.fixture.ts'

const common = {
  newMalformed: () => huawei({ apps: [null, { app: 5, badgeClass: 7 }], badge: 'yes', nearest: [] } as never),
  validatePayload: validateHuaweiPayload,
  token: (n: number) => `IQAAAACy0-${n}_x`,
  accepted: () => jsonResponse(200, { code: '80000000', msg: 'Success', requestId: '17563' }),
  exchange: () => jsonResponse(200, { access_token: 'DAED/x+', expires_in: 3600, token_type: 'Bearer' }),
  brokenApps: [
    { app: 'a' },
    { ...app, clientSecret: '' } as HuaweiApp,
    { app: 'a', serviceAccount: '{' } as HuaweiApp,
    { app: 'a', serviceAccount: { ...account, private_key: keys.privateKey.replace('MII', 'XII') } } as HuaweiApp,
  ],
  secrets: [app.clientSecret as string, keys.privateKey, keys.privateKey.split('\n')[1] as string],
  settings,
  device: { id: 'd1', platform: 'android', maker: 'huawei', osVersion: '12', region: 'CN', playServices: false, hmsVersion: 60_000_000 },
}

channelContract({ ...common, name: 'huawei', newChannel: () => huawei({ apps: [app] }) })
channelContract({
  ...common,
  name: 'huawei with everything switched on',
  newChannel: () =>
    huawei({
      apps: [
        {
          app: app.app,
          badgeClass: 'com.example.chat.MainActivity',
          serviceAccount: JSON.stringify(account),
          clickIntent: `intent:#Intent;S.x=${'x'.repeat(600)};end`,
          callback: { user: 'u', key: 'k' },
        },
      ],
      badge: 'absolute',
      customSounds: true,
      addIds: true,
      validateOnly: true,
      nearest: { order: 'finance' },
    }),
})

describe('huawei', () => {
  const registration = { channel: 'huawei', token: secret(token), app: app.app, kind: 'alert', environment: 'production' } as const
  const misfit = (facts: object) => channel.misfit({ id: 'd', platform: 'android', ...facts }, registration)

  it.each([
    [{ maker: 'huawei', hmsVersion: 60_000_000 }, null],
    [{ maker: 'honor' }, null],
    [{ platform: 'harmony', osVersion: '4.2.0' }, null],
    [{ platform: 'harmony' }, null],
    [{ hmsVersion: null }, null],
    [{ platform: 'harmony', osVersion: '5.0.1' }, 'osVersion is "5.0.1", and HarmonyOS 5 has tokens of its own: channel harmony'],
    [{ hmsVersion: 20_401_300 }, 'hmsVersion is 20401300, and push needs a later one than 20401300'],
    [{ maker: 'vivo' }, 'maker is "vivo", none of huawei, honor'],
    [{ platform: 'ios' }, 'platform is "ios", not android or harmony'],
  ])('of %j says %j', (facts, why) => {
    expect(misfit(facts)).toBe(why)
  })

  it('can what config switched on', () => {
    expect(channel.capabilities).toMatchObject({ sound: 'default-only', badge: 'add', silent: true, recall: false })
    expect(huawei({ apps: [], customSounds: true, badge: 'absolute' }).capabilities).toMatchObject({ sound: 'custom', badge: 'absolute' })
  })

  it('says when it takes fewer bytes than it could: 4096 counted without the tokens, in UTF-8', () => {
    const notification = sampleNotification({ body: '消息' })
    const targets = Array.from({ length: 1000 }, (_, n) => sampleTarget(`token-${n}`, 7, n))
    const body = requestBody(firstDraft(channel, notification, targets)) as { message: Record<string, unknown> }
    const { size } = channel.render(notification, app)
    const whole = Buffer.byteLength(JSON.stringify(body))
    const tokens = Buffer.byteLength(JSON.stringify(body.message.token))
    expect(size).toBeGreaterThanOrEqual(whole - tokens)
    expect(size).toBeLessThan(whole - tokens + 4)
    expect(channel.limits.payload).toBe(4096)
  })

  it.each([
    ['neither a secret nor a service account', { app: 'a', clientId: '1' }],
    ['an intent that is none', { ...app, clickIntent: 'https://example.com' }],
    ['version 2 without a project', { app: 'a', clientId: '1', clientSecret: 's', apiVersion: 2 }],
    ['version 3, which is harmony', { ...app, apiVersion: 3 }],
    ['a callback without its key', { ...app, callback: { user: 'u' } }],
    ['a host with a path', { ...app, host: 'example.com/push' }],
  ])('refuses an app entry with %s', (_, entry) => {
    expect(channel.validators?.app?.(entry)).toBe(false)
  })

  it.each([
    ['urgency of a notification', { urgency: 'HIGH' }],
    ['a class of its own making', { category: 'CHAT' }],
    ['six lines', { style: 3, inboxContent: ['1', '2', '3', '4', '5', '6'] }],
    ['four buttons', { buttons: [1, 2, 3, 4].map(n => ({ name: `${n}` })) }],
    ['a button of 41 characters', { buttons: [{ name: 'x'.repeat(41) }] }],
    ['a collapse group of 101', { collapseKey: 101 }],
    ['a local time', { when: '2026-11-24T08:00:00+08:00' }],
    ['rich media, click type 4', { richResource: 'x' }],
  ])('refuses settings with %s', (_, value) => {
    expect(channel.validators?.settings?.(value)).toBe(false)
  })
})
