import * as apns from '@rouse/channel-apns'
import * as cn from '@rouse/channel-cn-vendors'
import * as fcm from '@rouse/channel-fcm'
import type { Json } from '@rouse/core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTimHandler } from '../index.ts'
import { startWorld, type World } from '../world.fixture.ts'
import { offlinePushFields } from './offline-push-info.ts'
import { sampleInfo } from './requests.fixture.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
beforeEach(() => world.forget())

async function post(path: string, body: object): Promise<{ readonly [name: string]: unknown }> {
  const handle = createTimHandler({ server: world.server, checkUserSig: () => true })
  const url = `http://127.0.0.1${path}?sdkappid=1&identifier=administrator&usersig=sig`
  return (await (await handle(new Request(url, { method: 'POST', body: JSON.stringify(body) }))).json()) as { readonly [name: string]: unknown }
}
const bodyAt = (vendor: 'apns' | 'fcm' | 'xiaomi'): { readonly [name: string]: Json } => world.received(vendor)[0]?.body as { readonly [name: string]: Json }

describe('REST calls through an engine to the vendors', () => {
  it('batchsendmsg with Tencent’s sample OfflinePushInfo arrives at every channel, each field at its vendor', async () => {
    const accounts = world.channels.map(channel => {
      world.phone(channel, `rest-${channel}`)
      return `rest-${channel}`
    })
    const answer = await post('/v4/openim/batchsendmsg', {
      From_Account: 'bob',
      To_Account: accounts,
      MsgRandom: 1,
      MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'hi' } }],
      OfflinePushInfo: sampleInfo,
    })
    expect(answer).toMatchObject({ ActionStatus: 'OK', ErrorCode: 0 })
    const outcomes = await world.ended(accounts.length)
    expect(outcomes.map(({ channel, status }) => `${channel} ${status}`).sort()).toEqual(world.channels.map(channel => `${channel} accepted`).sort())
    expect(bodyAt('apns')).toMatchObject({
      aps: { alert: { title: 'apns title', subtitle: 'apns subtitle', body: 'content' }, sound: 'apns.mp3', 'mutable-content': 1 },
      image: 'https://www.image.com/a.png',
      ext: '{"entity":{"key1":"value1"}}',
    })
    expect(bodyAt('apns').aps).not.toHaveProperty('badge')
    expect(bodyAt('fcm').message).toMatchObject({ notification: { title: 'title', body: 'content' }, data: { ext: '{"entity":{"key1":"value1"}}' } })
    expect(bodyAt('xiaomi')).toMatchObject({ title: 'title', description: 'content', 'extra.channel_id': 'xiaomi_channel' })
    expect(world.received('huawei').map(({ body }) => body)).toMatchObject([{ message: { android: { category: 'IM' } } }])
    expect(world.received('honor').map(({ body }) => body)).toMatchObject([{ android: { notification: { importance: 'NORMAL' } } }])
    for (const channel of world.channels) expect(JSON.stringify(world.received(channel)[0]?.body)).toContain('content')
  })

  it('send_group_msg marks a mention, under the group’s name', async () => {
    world.phone('apns', 'carol')
    world.server.setGroup({ id: 'g1', name: 'Climbers', members: ['bob', 'carol'] })
    await post('/v4/group_open_http_svc/send_group_msg', {
      GroupId: 'g1',
      From_Account: 'bob',
      Random: 2,
      MsgBody: [{ MsgType: 'TIMImageElem', MsgContent: {} }],
      GroupAtInfo: [{ GroupAtAllFlag: 1 }],
    })
    await world.ended(1)
    expect(bodyAt('apns').aps).toMatchObject({ alert: { title: 'Climbers', body: '[You were mentioned] bob: [Image]' } })
  })

  it('timpush/batch pushes a title and a text without a message, and leaves the badge where it is', async () => {
    world.phone('apns', 'dave')
    await post('/v4/timpush/batch', { From_Account: 'admin', To_Account: ['dave'], MsgRandom: 3, OfflinePushInfo: { PushFlag: 0, Title: 't', Desc: 'd' } })
    await world.ended(1)
    expect(bodyAt('apns').aps).toMatchObject({ alert: { title: 't', body: 'd' } })
    expect(bodyAt('apns').aps).not.toHaveProperty('badge')
  })

  it('PushFlag 1, OnlineOnlyFlag and a custom element without words wake nobody', async () => {
    world.phone('apns', 'erin')
    const text = [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'hi' } }]
    const calls = [{ OfflinePushInfo: { PushFlag: 1 } }, { OnlineOnlyFlag: 1 }, { MsgBody: [{ MsgType: 'TIMCustomElem', MsgContent: { Data: '{}' } }] }]
    for (const [i, change] of calls.entries()) {
      expect(await post('/v4/openim/sendmsg', { To_Account: 'erin', MsgRandom: 10 + i, MsgBody: text, ...change })).toMatchObject({ ErrorCode: 0 })
    }
    expect((await world.ended(3)).map(({ reason }) => reason)).toEqual(['disabled-for-message', 'disabled-for-message', 'no-text'])
    expect(world.all()).toEqual([])
  })

  it('a field that a channel refuses is told, with its place', async () => {
    const answer = await post('/v4/openim/sendmsg', {
      To_Account: 'erin',
      MsgRandom: 20,
      MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'hi' } }],
      OfflinePushInfo: { AndroidInfo: { XiaoMiChannelID: 'x'.repeat(100_000) } },
    })
    expect(answer).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: 90043, ErrorInfo: expect.stringContaining('/push/vendors/xiaomi/channelId') })
  })
})

describe('every vendor’s field that OfflinePushInfo sets', () => {
  const schemas: { readonly [name: string]: unknown } = { ...apns, ...fcm, ...cn }
  const vendorFields = offlinePushFields.filter(({ push }) => push[0] === 'vendors').map(({ push }) => [push[1] as string, push[2] as string] as const)

  it.each(vendorFields.filter(([vendor]) => `${vendor}SettingsSchema` in schemas))('%s takes %s', (vendor, name) => {
    const { properties } = schemas[`${vendor}SettingsSchema`] as { readonly properties: object }
    expect(Object.keys(properties)).toContain(name)
  })
})
