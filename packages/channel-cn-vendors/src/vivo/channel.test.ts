import { type Draft, secret } from '@rouse/core/channel'
import { channelContract, jsonResponse } from '@rouse/testkit/contract'
import { describe, expect, it } from 'vitest'
import { validateVivoPayload, vivo } from './index.ts'
import { app, channel, token } from './samples.fixture.ts'
import { settings } from './settings.fixture.ts'

const common = {
  newMalformed: () => vivo({ apps: [null, { app: 5, callback: 'x' }], counting: 7, nearest: 'x' } as never),
  validatePayload: validateVivoPayload,
  token: (n: number) => `155134107841811810${n}x`,
  accepted: ({ url }: Draft) => jsonResponse(200, { result: 0, desc: 'ok', ...(url.endsWith('/pushToList') ? { invalidUsers: [] } : { taskId: '485491012' }) }),
  exchange: () => jsonResponse(200, { result: 0, desc: 'ok', authToken: '24ae4b3f-made-up' }),
  brokenApps: [{ app: 'a' }, { ...app, appSecret: '' }, { ...app, appId: 'none' }, { ...app, appKey: 5 } as never],
  secrets: [app.appSecret],
  settings,
  device: { id: 'd1', platform: 'android', maker: 'iqoo', osVersion: '14', region: 'CN', playServices: false, hmsVersion: null },
  skip: [
    {
      reason: 'the first request for many saves the message, and the second has the tokens: send.test.ts holds it',
      tests: ['puts every token of a batch into the request, and no other', 'makes requests of any number of targets that its payload schema accepts'],
    },
    { reason: 'vivo counts UTF-16 units of clientCustomMap, so a Han one is no longer than x', tests: ['says a smaller size for a shorter text'] },
  ],
}

channelContract({ ...common, name: 'vivo', newChannel: () => vivo({ apps: [app] }) })
channelContract({
  ...common,
  name: 'vivo with everything switched on',
  newChannel: () =>
    vivo({
      apps: [{ ...app, appId: '10004', clickIntent: 'intent:#Intent;component=a/.B;end', callback: { url: 'https://example.com/r', param: 'p', id: '7' } }],
      addIds: true,
      counting: 'han-double',
      badge: true,
      brackets: 'keep',
      longestTtl: 604_800,
      pushMode: 1,
      nearest: { voip: 'todo' },
      categories: { NEW_WORD: 0 },
      codes: { '10303': 'unreachable' },
    }),
})

describe('vivo', () => {
  const registration = { channel: 'vivo', token: secret(token), app: app.app, kind: 'alert', environment: 'production' } as const

  it.each([
    ['vivo', null],
    ['iqoo', null],
    ['oppo', 'maker is "oppo", none of vivo, iqoo'],
  ])('of a phone made by %s says %j', (maker, why) => {
    expect(channel.misfit({ id: 'd', platform: 'android', maker }, registration)).toBe(why)
  })

  it('counts every character as one, 40 and 100, unless config says that Han ones count two', () => {
    expect(channel.limits).toMatchObject({ title: { max: 40, unit: 'code-point' }, body: { max: 100, unit: 'code-point' } })
    expect(vivo({ apps: [], counting: 'han-double' }).limits.body).toEqual({ max: 100, unit: 'han-double' })
  })

  it('keeps a message for one day, or for up to seven as config says', () => {
    expect(channel.limits.ttl).toEqual({ min: 60, max: 86_400 })
    expect(vivo({ apps: [], longestTtl: 604_800 }).limits.ttl).toEqual({ min: 60, max: 604_800 })
  })

  it('takes ids of any length, not of 23 characters alone', () => {
    for (const id of ['1', 'a'.repeat(23), 'a'.repeat(64), 'v2-CRoF1a2B3c4D5e6F']) expect(channel.limits.token.test(id)).toBe(true)
  })

  it.each([
    ['an app id that is no number', { ...app, appId: 'abc' }],
    ['an app id of 0', { ...app, appId: 0 }],
    ['a callback parameter of 65 characters', { ...app, callback: { url: 'https://a', param: 'x'.repeat(65) } }],
    ['a callback without anything', { ...app, callback: {} }],
    ['no app key', { app: 'a', appId: 1, appSecret: 's' }],
  ])('refuses an app entry with %s', (_, entry) => {
    expect(channel.validators?.app?.(entry)).toBe(false)
  })

  it.each([
    ['a skip type that lacks its target', { skipType: 2 }],
    ['a target without its type', { skipContent: 'x' }],
    ['a category in lower case', { category: 'im' }],
    ['11 own keys', { clientCustomMap: Object.fromEntries([...'abcdefghijk'].map(key => [key, 'v'])) }],
    ['an own key by a name of ours', { clientCustomMap: { ext: 'x' } }],
    ['half a time to show', { timedDisplay: { showStartTime: '1795500000000' } }],
  ])('refuses settings with %s', (_, value) => {
    expect(channel.validators?.settings?.(value)).toBe(false)
  })
})
