import { secret } from '@rouse/core/channel'
import { channelContract, jsonResponse } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { account, keys } from '../huawei/samples.fixture.ts'
import { type HarmonyApp, harmony, validateHarmonyPayload } from './index.ts'
import { app, channel, token } from './samples.fixture.ts'
import { settings } from './settings.fixture.ts'

const common = {
  newMalformed: () => harmony({ apps: [null, { app: 5, serviceAccount: 7 }], badge: 'yes', nearest: [] } as never),
  validatePayload: validateHarmonyPayload,
  token: (n: number) => `MAMzLgIk-${n}_x`,
  accepted: () => jsonResponse(200, { code: '80000000', msg: 'Success', requestId: '17563' }),
  brokenApps: [
    { app: 'a' },
    { app: 'a', serviceAccount: 'no json' } as HarmonyApp,
    { app: 'a', serviceAccount: { ...account, private_key: 'no key' } } as HarmonyApp,
    // An OAuth client is no use on v3.
    { app: 'a', clientId: '1', clientSecret: 's' } as never,
  ],
  secrets: [keys.privateKey, keys.privateKey.split('\n')[1] as string],
  settings,
  device: { id: 'd1', platform: 'harmony', maker: 'huawei', osVersion: '5.0.1', region: 'CN', playServices: false, hmsVersion: null },
}

channelContract({ ...common, name: 'harmony', newChannel: () => harmony({ apps: [app] }) })
channelContract({
  ...common,
  name: 'harmony with everything switched on',
  newChannel: () =>
    harmony({
      apps: [{ app: 'com.example.chat', projectId: '7', serviceAccount: JSON.stringify(account), clickUri: `https://example.com/${'x'.repeat(480)}` }],
      badge: 'absolute',
      customSounds: true,
      soundSuffix: '.mp3',
      addIds: true,
      nearest: { todo: 'subscription' },
    }),
})

describe('harmony', () => {
  const registration = { channel: 'harmony', token: secret(token), app: app.app, kind: 'alert', environment: 'production' } as const

  it.each([
    [{ platform: 'harmony', osVersion: '5.0.0' }, null],
    [{ platform: 'harmony', osVersion: '6.1' }, null],
    [{ platform: 'harmony' }, null],
    [{ platform: 'other' }, null],
    [{ platform: 'harmony', osVersion: '4.2' }, 'osVersion is "4.2", and v3 reaches HarmonyOS 5 and later only'],
    [{ platform: 'android', maker: 'huawei' }, 'platform is "android", and v3 reaches HarmonyOS 5 and later only'],
  ])('of %j says %j', (facts, why) => {
    expect(channel.misfit({ id: 'd', ...facts }, registration)).toBe(why)
  })

  it('can what config switched on, and never be silent or open an Android intent', () => {
    expect(channel.capabilities).toMatchObject({ sound: 'default-only', badge: 'add', silent: false, recall: true, click: ['url'] })
    expect(harmony({ apps: [], customSounds: true, badge: 'absolute' }).capabilities).toMatchObject({ sound: 'custom', badge: 'absolute' })
  })

  it.each([
    ['no service account', { app: 'a' }],
    ['an OAuth client, which v3 refuses', { app: 'a', clientId: '1', clientSecret: 's' }],
    ['no project anywhere', { app: 'a', serviceAccount: { key_id: 'k', private_key: 'p', sub_account: 's' } }],
    ['a key file without its key', { app: 'a', serviceAccount: { key_id: 'k', sub_account: 's' } }],
  ])('refuses an app entry with %s', (_, entry) => {
    expect(channel.validators?.app?.(entry)).toBe(false)
  })

  it.each([
    ['big text, which is deprecated', { style: 1 }],
    ['four lines', { style: 3, inboxContent: ['1', '2', '3', '4'] }],
    ['a payload for no push type', { payload: {} }],
    ['push type 3', { pushType: 3 }],
    ['a sound of 61 seconds', { soundDuration: 61 }],
    ['a message id of 65 characters', { appMessageId: 'x'.repeat(65) }],
    ['a tag of 65 bytes', { biTag: 'x'.repeat(65) }],
  ])('refuses settings with %s', (_, value) => {
    expect(channel.validators?.settings?.(value)).toBe(false)
  })
})
