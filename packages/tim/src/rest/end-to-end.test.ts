import * as apns from '@rouse/channel-apns'
import * as cn from '@rouse/channel-cn-vendors'
import * as fcm from '@rouse/channel-fcm'
import type { Json } from '@rouse/core'
import type { Vendor } from '@rouse/sandbox'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readable } from '../guide-requests.fixture.ts'
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

const sampleExt = '{"entity":{"key1":"value1"}}'
const shown = { title: 'title', body: 'content' }
const picture = 'https://www.image.com/a.png'
/** Where each vendor gets the parts of Tencent's sample OfflinePushInfo. */
const sampleArrived: { readonly [channel in Vendor]: object } = {
  apns: {
    aps: { alert: { title: 'apns title', subtitle: 'apns subtitle', body: 'content' }, sound: 'apns.mp3', 'mutable-content': 1 },
    image: picture,
    ext: sampleExt,
  },
  fcm: { message: { notification: { ...shown, image: picture }, data: { ext: sampleExt }, android: { notification: { notificationCount: 1 } } } },
  huawei: {
    message: { data: JSON.stringify({ ext: sampleExt }), android: { category: 'IM', notification: { ...shown, image: picture, badge: { add_num: 1 } } } },
  },
  harmony: { payload: { notification: { ...shown, clickAction: { data: { ext: sampleExt } }, badge: { addNum: 1 } } } },
  honor: { data: JSON.stringify({ ext: sampleExt }), android: { notification: { ...shown, importance: 'NORMAL', badge: { addNum: 1 } } } },
  xiaomi: { title: 'title', description: 'content', payload: JSON.stringify({ ext: sampleExt }), 'extra.channel_id': 'xiaomi_channel' },
  oppo: {
    message: {
      notification: {
        title: 'title',
        content: 'content',
        action_parameters: JSON.stringify({ ext: sampleExt }),
        channel_id: 'oppo_channel',
        category: 'IM',
      },
    },
  },
  vivo: { title: 'title', content: 'content', category: 'IM', clientCustomMap: { ext: sampleExt } },
  meizu: {
    messageJson: {
      noticeBarInfo: { noticeMsgType: 1, title: 'title', content: 'content' },
      clickTypeInfo: { parameters: { ext: sampleExt } },
    },
  },
}

async function post(path: string, body: object): Promise<{ readonly [name: string]: unknown }> {
  const handle = createTimHandler({ server: world.server, checkUserSig: () => true })
  const url = `http://127.0.0.1${path}?sdkappid=1&identifier=administrator&usersig=sig`
  return (await (await handle(new Request(url, { method: 'POST', body: JSON.stringify(body) }))).json()) as { readonly [name: string]: unknown }
}
const bodyAt = (vendor: Vendor): { readonly [name: string]: Json } => world.received(vendor)[0]?.body as { readonly [name: string]: Json }

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
    for (const channel of world.channels) {
      expect(world.received(channel).map(({ body }) => readable(body))).toMatchObject([sampleArrived[channel]])
    }
    // BadgeMode 1 is Apple's: the key is left out there, and the others count the message.
    expect(bodyAt('apns').aps).not.toHaveProperty('badge')
  })

  it('every vendor’s field lands at its vendor, and at no other', async () => {
    const accounts = world.channels.map(channel => {
      world.phone(channel, `fields-${channel}`)
      return `fields-${channel}`
    })
    await post('/v4/openim/batchsendmsg', {
      From_Account: 'bob',
      To_Account: accounts,
      MsgRandom: 2,
      MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'hi' } }],
      OfflinePushInfo: {
        AndroidInfo: {
          XiaoMiChannelID: 'of-xiaomi',
          OPPOChannelID: 'of-oppo',
          OPPOCategory: 'IM',
          OPPONotifyLevel: 16,
          VIVOClassification: 0,
          VIVOCategory: 'NEWS',
          HuaWeiCategory: 'VOIP',
          HuaWeiChannelID: 'of-huawei',
          HuaWeiImportance: 'LOW',
          HonorImportance: 'LOW',
          GoogleChannelID: 'of-google',
          MeiZuNoticeMsgType: 0,
        },
        ApnsInfo: { InterruptionLevel: 'time-sensitive' },
        HarmonyInfo: { Category: 'WORK' },
      },
    })
    await world.ended(accounts.length)
    const expected: { readonly [channel in Vendor]: object } = {
      apns: { aps: { 'interruption-level': 'time-sensitive' } },
      fcm: { message: { android: { notification: { channelId: 'of-google' } } } },
      huawei: { message: { android: { category: 'VOIP', notification: { channel_id: 'of-huawei', importance: 'LOW' } } } },
      harmony: { payload: { notification: { category: 'WORK' } } },
      honor: { android: { notification: { importance: 'LOW' } } },
      xiaomi: { 'extra.channel_id': 'of-xiaomi' },
      oppo: { message: { notification: { channel_id: 'of-oppo', category: 'IM', notify_level: 16 } } },
      vivo: { classification: 0, category: 'NEWS' },
      meizu: { messageJson: { noticeBarInfo: { noticeMsgType: 0 } } },
    }
    for (const channel of world.channels) {
      const [request] = world.received(channel)
      expect(readable(request?.body)).toMatchObject(expected[channel])
      const foreign = JSON.stringify(request?.body).match(/of-[a-z]+/g) ?? []
      expect([channel, foreign.filter(name => !JSON.stringify(expected[channel]).includes(name))]).toEqual([channel, []])
    }
  })

  it.each([
    ['en', '[Face] [Image] [Voice] [Video] [File] [Location] a red packet and text'],
    ['zh-CN', '[表情] [图片] [语音] [视频] [文件] [位置] a red packet and text'],
    ['fr', '[Face] [Image] [Voice] [Video] [File] [Location] a red packet and text'],
  ])('each element makes its part of the text, in the recipient’s language: %s', async (locale, body) => {
    const user = `reads-${locale}`
    world.server.setProfile(user, { locale })
    world.phone('apns', user)
    const types = ['TIMFaceElem', 'TIMImageElem', 'TIMSoundElem', 'TIMVideoFileElem', 'TIMFileElem', 'TIMLocationElem']
    const MsgBody = [
      ...types.map(MsgType => ({ MsgType, MsgContent: {} })),
      { MsgType: 'TIMCustomElem', MsgContent: { Data: '{}', Desc: 'a red packet' } },
      { MsgType: 'TIMTextElem', MsgContent: { Text: 'and text' } },
    ]
    expect(await post('/v4/openim/sendmsg', { From_Account: 'bob', To_Account: user, MsgRandom: 1, MsgBody })).toMatchObject({ ErrorCode: 0 })
    await world.ended(1)
    expect(bodyAt('apns').aps).toMatchObject({ alert: { title: 'bob', body } })
  })

  it('OfflinePushInfo.Desc outranks a custom element’s', async () => {
    world.phone('apns', 'frank')
    const MsgBody = [{ MsgType: 'TIMCustomElem', MsgContent: { Desc: 'of the element' } }]
    await post('/v4/openim/sendmsg', { To_Account: 'frank', MsgRandom: 1, MsgBody, OfflinePushInfo: { Desc: 'of the push' } })
    await world.ended(1)
    expect(bodyAt('apns').aps).toMatchObject({ alert: { title: 'administrator', body: 'of the push' } })
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

  it.each(vendorFields)('%s takes %s', (vendor, name) => {
    const { properties } = schemas[`${vendor}SettingsSchema`] as { readonly properties: object }
    expect(Object.keys(properties)).toContain(name)
  })
})
