import { secret } from '@rouse/core/channel'
import { channelContract, jsonResponse } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { type HonorApp, honor, validateHonorPayload } from './index.ts'
import { app, channel, token } from './samples.fixture.ts'
import { settings } from './settings.fixture.ts'

const common = {
  newMalformed: () => honor({ apps: [null, { app: 5, badgeClass: 7 }], badge: 'yes', codes: 5, payloadBytes: 'x' } as never),
  validatePayload: validateHonorPayload,
  token: (n: number) => `BAEAAAAAB.jj-${n}_x`,
  accepted: () => jsonResponse(200, { code: 200, message: 'success', data: { sendResult: true, requestId: '1-2', failTokens: [], expireTokens: [] } }),
  exchange: () => jsonResponse(200, { access_token: 'made.up-token', expires_in: 3600, token_type: 'Bearer' }),
  brokenApps: [{ app: 'a' }, { ...app, clientSecret: '' } as HonorApp, { ...app, clientId: undefined } as never],
  secrets: [app.clientSecret],
  settings,
  device: { id: 'd1', platform: 'android', maker: 'honor', osVersion: '14', region: 'CN', playServices: false, hmsVersion: null },
}

channelContract({ ...common, name: 'honor', newChannel: () => honor({ apps: [app] }) })
channelContract({
  ...common,
  name: 'honor with everything switched on',
  newChannel: () =>
    honor({
      apps: [{ ...app, clickIntent: `intent:#Intent;S.x=${'x'.repeat(600)};end` }],
      badge: 'absolute',
      addIds: true,
      lowCategories: ['marketing'],
      codes: { '0': 'accepted' },
      payloadBytes: 5000,
      tokensPerRequest: 500,
      notifyIdAs: 'text',
      receiptCodes: { '0': 'delivered', '5': 'gone' },
    }),
})

describe('honor', () => {
  const registration = { channel: 'honor', token: secret(token), app: app.app, kind: 'alert', environment: 'production' } as const

  it.each([
    [{ maker: 'honor' }, null],
    [{}, null],
    [{ maker: 'huawei' }, 'maker is "huawei", none of honor'],
    [{ platform: 'harmony', maker: 'honor' }, 'platform is "harmony", not android'],
  ])('of %j says %j', (facts, why) => {
    expect(channel.misfit({ id: 'd', platform: 'android', ...facts }, registration)).toBe(why)
  })

  it('takes what is unconfirmed from config: bytes, tokens a request, the way a badge counts', () => {
    expect(channel.limits).toMatchObject({ tokens: 1000, payload: 4096, ttl: { max: 1_296_000 } })
    expect(honor({ apps: [], payloadBytes: 8192, tokensPerRequest: 10 }).limits).toMatchObject({ tokens: 10, payload: 8192 })
    expect(channel.capabilities).toMatchObject({ sound: 'default-only', silent: false, badge: 'add', recall: false })
    expect(honor({ apps: [], badge: 'absolute' }).capabilities.badge).toBe('absolute')
  })

  it.each([
    ['an app secret in the place of the client secret', { app: 'a', appId: '1', clientId: '2', appSecret: 's' }],
    ['no app id', { app: 'a', clientId: '2', clientSecret: 's' }],
    ['a token path that is none', { ...app, oauthPath: 'auth/token' }],
  ])('refuses an app entry with %s', (_, entry) => {
    expect(channel.validators?.app?.(entry)).toBe(false)
  })

  it.each([
    ["Huawei's names", { bigTitle: 'x' }],
    ['what Honor has not', { channelId: 'x' }],
    ['a sound', { sound: '/raw/x' }],
    ['when as a number', { when: 1_412_262_083 }],
    ['a page button without its intent', { buttons: [{ name: 'x', actionType: 1, intentType: 0 }] }],
    ['a button whose data is no JSON object', { buttons: [{ name: 'x', actionType: 0, data: 'x' }] }],
    ['four buttons', { buttons: [1, 2, 3, 4].map(n => ({ name: `${n}`, actionType: 0 })) }],
    ['data beside a notification', { data: 'x' }],
  ])('refuses settings with %s', (_, value) => {
    expect(channel.validators?.settings?.(value)).toBe(false)
  })

  it.each([
    ['a code of words', { codes: { ok: 'accepted' } }],
    ['a meaning that drops every token', { codes: { '500': 'gone' } }],
    ['fewer bytes than a message needs', { payloadBytes: 100 }],
    ['more tokens than a thousand', { tokensPerRequest: 1001 }],
  ])('refuses options with %s', (_, value) => {
    expect(channel.validators?.options?.(value)).toBe(false)
  })
})
