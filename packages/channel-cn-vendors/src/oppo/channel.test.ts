import { type Draft, type Json, secret, type Target } from '@rouse/core/channel'
import { channelContract, jsonResponse } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { oppo, validateOppoPayload } from './index.ts'
import { app, channel, classes, token } from './samples.fixture.ts'
import { settings } from './settings.fixture.ts'

/** As OPPO answers: of a batch with one entry an id. */
const accepted = ({ url }: Draft, targets: readonly Target[]) => {
  const entries: Json = targets.map((target, n) => ({ messageId: `m${n}`, registrationId: target.token.reveal() }))
  return jsonResponse(200, { code: 0, message: 'Success', data: url.endsWith('/unicast_batch') ? entries : { messageId: 'm0' } })
}
const common = {
  newMalformed: () => oppo({ apps: [null, { app: 5, classes: 'x' }], storeGrade: 7, style: 'x' } as never),
  validatePayload: validateOppoPayload,
  token: (n: number) => `OPPO_CN_a1b2c3d4-${n}x`,
  accepted,
  exchange: () => jsonResponse(200, { code: 0, message: 'Success', data: { auth_token: 'made-up-token', create_time: 1_795_500_000_000 } }),
  brokenApps: [{ app: 'a' }, { ...app, masterSecret: '' }, { ...app, appKey: 5 } as never],
  secrets: [app.masterSecret],
  settings,
  device: { id: 'd1', platform: 'android', maker: 'oneplus', osVersion: '14', region: 'CN', playServices: false, hmsVersion: null },
  skip: [{ reason: 'OPPO counts characters of action_parameters, so a Han one is no longer than x', tests: ['says a smaller size for a shorter text'] }],
}

channelContract({ ...common, name: 'oppo', newChannel: () => oppo({ apps: [app], storeGrade: 'A' }) })
channelContract({
  ...common,
  name: 'oppo with everything switched on',
  newChannel: () =>
    oppo({
      apps: [{ ...app, region: 'CN', classes, clickActivity: 'com.example.chat.Open', callback: { url: 'https://example.com/r', param: 'p' } }],
      storeGrade: 'B',
      addIds: true,
      style: 2,
      contentLength: 200,
      leastTtl: 60,
      badge: 'set',
      longestShowTtl: 172_800,
      authTokenIn: 'header',
      templateParamsAs: 'object',
      broadcastFrom: 2,
      tokensPerRequest: 500,
      codes: { '32': 'accepted' },
    }),
})

describe('oppo', () => {
  const registration = { channel: 'oppo', token: secret(token), app: app.app, kind: 'alert', environment: 'production' } as const

  it.each([
    ['oppo', null],
    ['oneplus', null],
    ['realme', null],
    ['vivo', 'maker is "vivo", none of oppo, oneplus, realme'],
  ])('of a phone made by %s says %j', (maker, why) => {
    expect(channel.misfit({ id: 'd', platform: 'android', maker }, registration)).toBe(why)
  })

  it.each([
    ['A', null],
    ['B', null],
    ['C', 'channels.oppo.storeGrade is "C": OPPO pushes for apps of grade A or B in its store'],
    [undefined, 'channels.oppo.storeGrade is not set: OPPO pushes for apps of grade A or B in its store'],
  ])('of an app of grade %s says %j', (storeGrade, why) => {
    const graded = oppo(storeGrade === undefined ? { apps: [app] } : { apps: [app], storeGrade })
    expect(graded.misfit({ id: 'd', platform: 'android', maker: 'oppo' }, registration)).toBe(why)
  })

  it.each([
    ['a1b2c3', 'CN'],
    ['CN_a1b2c3', 'CN'],
    ['OPPO_CN_a1b2', 'CN'],
    ['OPPO_IN_a1b2', 'INTL'],
    ['IN_a1b2', 'INTL'],
    ['realme_EU_CN_x', 'INTL'],
  ])('reads of registration id %s the region %s', (id, region) => {
    expect(channel.region?.(secret(id))).toBe(region)
  })

  it('keeps title and content at 50 characters, every one counted as one, and long text at 128', () => {
    expect(channel.limits).toMatchObject({ tokens: 1000, title: { max: 50, unit: 'code-point' }, body: { max: 50, unit: 'code-point' }, subtitle: { max: 10 } })
    expect(oppo({ apps: [], style: 2 }).limits.body).toEqual({ max: 128, unit: 'code-point' })
    expect(oppo({ apps: [], contentLength: 200 }).limits.body).toEqual({ max: 200, unit: 'code-point' })
    expect(channel.limits.ttl).toEqual({ min: 1, max: 864_000 })
  })

  it.each([
    ['a level without a category', { ...app, classes: { im: { notifyLevel: 2 } } }],
    ['a category in lower case', { ...app, classes: { im: { category: 'im' } } }],
    ['a class for no category', { ...app, classes: { chat: { category: 'IM' } } }],
    ['an empty set of template parameters', { ...app, classes: { im: { template: { id: 'T', titleParams: {} } } } }],
    ['a region that OPPO has not', { ...app, region: 'IN' }],
    ['a callback over 200 characters', { ...app, callback: { url: `https://${'a'.repeat(200)}` } }],
    ['the AppSecret in the place of the MasterSecret', { app: 'a', appKey: 'k', appSecret: 's' }],
  ])('refuses an app entry with %s', (_, entry) => {
    expect(channel.validators?.app?.(entry)).toBe(false)
  })

  it.each([
    ['half a time to show', { showStartTime: 1_795_500_000_000 }],
    ['a click on an activity that is not named', { clickActionType: 4 }],
    ['a click on a page with an activity for it', { clickActionType: 2, clickActionActivity: 'a.B' }],
    ['a click type that OPPO has not', { clickActionType: 3, clickActionUrl: 'https://a' }],
    ['a target without its click type', { clickActionUrl: 'https://a' }],
    ['parameters without a template', { privateTitleParameters: { a: 'b' } }],
    ['a level of 3', { notifyLevel: 3 }],
    ['a subtitle of 11 characters', { subTitle: 'x'.repeat(11) }],
  ])('refuses settings with %s', (_, value) => {
    expect(channel.validators?.settings?.(value)).toBe(false)
  })
})
