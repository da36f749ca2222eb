import { type Message, RouseError } from '@rouse/core'
import { describe, expect, it } from 'vitest'
import { fromTim, lostInTim, toTim } from '../index.ts'
import { frozen } from '../recording.fixture.ts'
import { sampleInfo, sendmsg } from './requests.fixture.ts'

const withInfo = (OfflinePushInfo: unknown) => frozen({ ...sendmsg, OfflinePushInfo })
const pushOf = (info: unknown) => fromTim(withInfo(info)).message.push
const carriedOf = (info: unknown) => fromTim(withInfo(info)).carried.OfflinePushInfo
const elementOf = (MsgType: string, MsgContent: object) => fromTim({ ...sendmsg, MsgBody: [{ MsgType, MsgContent }] })

function mistakesOf(json: unknown) {
  try {
    fromTim(json)
  } catch (error) {
    if (error instanceof RouseError) return error.mistakes.map(({ pointer, message }) => `${pointer} ${message}`)
    throw error
  }
  return []
}

describe('fromTim', () => {
  it('reads a one-to-one message; what has no place in a message is carried', () => {
    expect(fromTim(frozen(sendmsg))).toEqual({
      message: {
        id: '93847636_1287657_1795428000',
        kind: 'chat',
        conversation: { type: 'c2c', id: 'bob' },
        sender: { id: 'bob' },
        sentAt: '2026-11-23T10:00:00Z',
        elements: [{ type: 'text', text: 'hi, beauty' }],
      },
      route: { kind: 'sendmsg', to: 'alice', from: 'bob' },
      carried: { SyncOtherMachine: 2, MsgSeq: 93847636, MsgRandom: 1287657, CloudCustomData: 'your cloud custom data' },
    })
  })

  it('reads a batch, a group message with mentions, and a push without a message', () => {
    expect(fromTim({ ...sendmsg, To_Account: ['alice', 'carol'] }).route).toEqual({ kind: 'batchsendmsg', to: ['alice', 'carol'], from: 'bob' })
    const group = fromTim({
      GroupId: 'g1',
      From_Account: 'bob',
      Random: 7,
      MsgBody: sendmsg.MsgBody,
      GroupAtInfo: [{ GroupAtAllFlag: 1 }, { GroupAtAllFlag: 0, GroupAt_Account: 'alice' }],
    })
    expect(group.message).toMatchObject({ id: '0_7_0', conversation: { type: 'group', id: 'g1' }, mentions: { all: true, users: ['alice'] } })
    expect(group.route).toEqual({ kind: 'send_group_msg', group: 'g1', from: 'bob' })
    const push = fromTim({ From_Account: 'admin', To_Account: ['alice'], MsgRandom: 7, OfflinePushInfo: { Title: 't', Desc: 'd' } })
    expect(push.message).toMatchObject({ elements: [], push: { title: 't', body: 'd' } })
    expect(push.route).toEqual({ kind: 'timpush', to: ['alice'], from: 'admin' })
  })

  it('takes the caller for the sender where there is no From_Account', () => {
    const { From_Account: _, ...anonymous } = sendmsg
    expect(fromTim(anonymous).message.sender).toEqual({ id: 'administrator' })
    const parts = fromTim(anonymous, { caller: 'boss', id: 'my-id' })
    expect(parts.message).toMatchObject({ id: 'my-id', sender: { id: 'boss' }, conversation: { type: 'c2c', id: 'boss' } })
    expect(toTim(parts)).toEqual(anonymous)
  })

  it('reads each element type', () => {
    const elements = [
      ['TIMTextElem', { Text: 'hi' }, { type: 'text', text: 'hi' }],
      ['TIMLocationElem', { Desc: 'here', Latitude: 29.3, Longitude: 116.7 }, { type: 'location', description: 'here', latitude: 29.3, longitude: 116.7 }],
      ['TIMFaceElem', { Index: 1, Data: 'content' }, { type: 'face', index: 1, data: 'content' }],
      ['TIMCustomElem', { Data: 'm', Desc: 'n', Ext: 'url', Sound: 's.aiff' }, { type: 'custom', data: 'm', description: 'n', ext: 'url', sound: 's.aiff' }],
      ['TIMSoundElem', { Second: 5 }, { type: 'voice', seconds: 5 }],
      ['TIMFileElem', { FileSize: 1773552, FileName: 'file.gif' }, { type: 'file', bytes: 1773552, name: 'file.gif' }],
      ['TIMVideoFileElem', { VideoSecond: 17 }, { type: 'video', seconds: 17 }],
    ] as const
    for (const [type, content, expected] of elements) {
      const { message, carried } = elementOf(type, content)
      expect(message.elements).toEqual([expected])
      expect(carried).not.toHaveProperty('MsgBody')
    }
  })

  it('takes an image’s original, and carries all its sizes', () => {
    const ImageInfoArray = [
      { Type: 3, Size: 1, URL: 'https://example.com/small' },
      { Type: 1, Size: 9, URL: 'https://example.com/full' },
    ]
    const { message, carried } = elementOf('TIMImageElem', { UUID: 'u', ImageInfoArray })
    expect(message.elements).toEqual([{ type: 'image', url: 'https://example.com/full' }])
    expect(carried.MsgBody).toEqual([{ MsgType: 'TIMImageElem', MsgContent: { UUID: 'u', ImageInfoArray } }])
    expect(elementOf('TIMImageElem', { ImageInfoArray: [{ Type: 3, URL: 'small' }] }).message.elements).toEqual([{ type: 'image', url: 'small' }])
  })

  it('carries what an element of ours cannot hold', () => {
    const { message, carried } = elementOf('TIMSoundElem', { Second: 1.5, Url: 'https://example.com/v', UUID: 'u' })
    expect(message.elements).toEqual([{ type: 'voice' }])
    expect(carried.MsgBody).toEqual([{ MsgType: 'TIMSoundElem', MsgContent: { Second: 1.5, Url: 'https://example.com/v', UUID: 'u' } }])
    expect(elementOf('TIMLocationElem', { Latitude: 91, Longitude: 181 }).message.elements).toEqual([{ type: 'location' }])
  })

  it('puts each field of OfflinePushInfo in its place: channel ids, categories and importance in the right vendor’s', () => {
    expect(pushOf(sampleInfo)).toEqual({
      title: 'title',
      body: 'content',
      ext: '{"entity":{"key1":"value1"}}',
      image: 'https://www.image.com/a.png',
      android: { sound: 'shake' },
      ios: { sound: 'apns.mp3', badge: false, title: 'apns title', subtitle: 'apns subtitle', mutableContent: true },
      vendors: {
        xiaomi: { channelId: 'xiaomi_channel' },
        oppo: { channelId: 'oppo_channel', category: 'IM' },
        vivo: { category: 'IM' },
        huawei: { category: 'IM' },
        honor: { importance: 'NORMAL' },
        meizu: { noticeMsgType: 1 },
      },
    })
    expect(carriedOf(sampleInfo)).toEqual({ PushFlag: 0 })
  })

  it('reads what Tencent added since', () => {
    const info = {
      AndroidInfo: { GoogleChannelID: 'g', HuaWeiChannelID: 'h', HuaWeiImportance: 'LOW', VIVOClassification: 0, OPPONotifyLevel: 16 },
      ApnsInfo: { InterruptionLevel: 'time-sensitive' },
      HarmonyInfo: { Category: 'IM' },
    }
    expect(pushOf(info)).toEqual({
      android: { channelId: 'g' },
      ios: { interruptionLevel: 'time-sensitive' },
      vendors: { huawei: { channelId: 'h', importance: 'LOW' }, vivo: { classification: 0 }, oppo: { notifyLevel: 16 }, harmony: { category: 'IM' } },
    })
  })

  it('PushFlag 1 states that nothing is pushed; PushFlag 0 and BadgeMode 0 state nothing', () => {
    expect(pushOf({ PushFlag: 1 })).toEqual({ enabled: false })
    expect(pushOf({ PushFlag: 0, ApnsInfo: { BadgeMode: 0, MutableContent: 0 } })).toBeUndefined()
    expect(pushOf({ ApnsInfo: { BadgeMode: 1 } })).toEqual({ ios: { badge: false } })
    expect(carriedOf({ PushFlag: 0, ApnsInfo: { BadgeMode: 0 } })).toEqual({ PushFlag: 0, ApnsInfo: { BadgeMode: 0 } })
  })

  it('an empty Sound, and every other empty text, states nothing', () => {
    const empty = { Title: '', Desc: '', Ext: '', AndroidInfo: { Sound: '', XiaoMiChannelID: '', HonorImportance: '' }, ApnsInfo: { Sound: '', Title: '' } }
    expect(pushOf(empty)).toBeUndefined()
    expect(carriedOf(empty)).toEqual(empty)
  })

  it('an empty OfflinePushInfo equals none, and comes back', () => {
    expect(pushOf({})).toBeUndefined()
    expect(toTim(fromTim(withInfo({})))).toEqual(withInfo({}))
    expect(toTim(fromTim(withInfo({ AndroidInfo: {} })))).toEqual(withInfo({ AndroidInfo: {} }))
  })

  it('push.no_sound is silence; a sound keeps its name', () => {
    expect(pushOf({ ApnsInfo: { Sound: 'push.no_sound' } })).toEqual({ ios: { sound: { silent: true } } })
    expect(pushOf({ AndroidInfo: { Sound: 'push.no_sound' } })).toEqual({ android: { sound: { silent: true } } })
    expect(pushOf({ ApnsInfo: { Sound: 'shake.mp3' }, AndroidInfo: { Sound: 'shake' } })).toEqual({ ios: { sound: 'shake.mp3' }, android: { sound: 'shake' } })
  })

  it('an image that is no https URL is carried', () => {
    expect(pushOf({ ApnsInfo: { Image: 'www.image.com' } })).toBeUndefined()
    expect(carriedOf({ ApnsInfo: { Image: 'www.image.com' } })).toEqual({ ApnsInfo: { Image: 'www.image.com' } })
  })

  it('refuses what is no request, with every mistake', () => {
    expect(mistakesOf({ ...sendmsg, MsgRandom: 'x', MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: {} }], OfflinePushInfo: { PushFlag: 2 } })).toEqual([
      '/MsgRandom must be integer',
      '/MsgBody/0/MsgContent/Text is missing',
      '/OfflinePushInfo/PushFlag must be one of [0,1]',
    ])
    expect(mistakesOf({ ...sendmsg, MsgBody: [] })[0]).toContain('/MsgBody')
    expect(mistakesOf({ ...sendmsg, MsgBody: [{ MsgType: 'TIMRelayElem', MsgContent: {} }] })[0]).toContain('/MsgBody/0/MsgType must be one of')
    const custom = { MsgType: 'TIMCustomElem', MsgContent: { Data: 'x' } }
    expect(mistakesOf({ ...sendmsg, MsgBody: [custom, custom] })[0]).toContain('/MsgBody must contain at least 0 and no more than 1')
    for (const wrong of [null, 7, 'text', [], undefined]) expect(mistakesOf(wrong).length).toBeGreaterThan(0)
  })

  it('names like __proto__ are names: nothing is polluted, and they come back', () => {
    const hostile = JSON.parse(
      '{"__proto__":{"polluted":1},"To_Account":"a","MsgRandom":1,"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"x","__proto__":{"y":1}}}],"OfflinePushInfo":{"__proto__":{"Title":"t"}}}',
    ) as object
    const parts = fromTim(hostile)
    expect(JSON.stringify(toTim(parts), Object.keys(hostile).sort())).toBe(JSON.stringify(hostile, Object.keys(hostile).sort()))
    expect(parts.message.push).toBeUndefined()
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
    expect(toTim(parts)).toEqual(hostile)
  })
})

describe('toTim', () => {
  const message: Message = {
    id: 'msg-1',
    kind: 'chat',
    conversation: { type: 'c2c', id: 'bob', name: 'Bob' },
    sender: { id: 'bob', name: 'Bob' },
    elements: [{ type: 'image', url: 'https://example.com/a' }],
    push: { enabled: true, ttl: 60, ext: { base64: '/w==' }, android: { notifyMode: 'custom' }, body: 'b' },
  }

  it('writes a message alone; its random number is stable', () => {
    const json = toTim(frozen(message))
    expect(json).toEqual({
      From_Account: 'bob',
      MsgRandom: expect.any(Number),
      MsgBody: [{ MsgType: 'TIMImageElem', MsgContent: { ImageInfoArray: [{ Type: 1, URL: 'https://example.com/a' }] } }],
      OfflinePushInfo: { Desc: 'b' },
    })
    expect(toTim(message)).toEqual(json)
  })

  it('lostInTim tells what the wire has no word for', () => {
    expect(lostInTim(message)).toEqual([
      '/conversation/name',
      '/id',
      '/push/android/notifyMode',
      '/push/enabled',
      '/push/ext/base64',
      '/push/ttl',
      '/sender/name',
    ])
    expect(lostInTim({ ...message, elements: [], push: {}, id: '1_2_0', conversation: { type: 'c2c', id: 'bob' }, sender: { id: 'bob' } })).toEqual([])
  })

  it('what the message states now wins over what was carried', () => {
    const parts = fromTim(withInfo({ PushFlag: 0, Title: '', NewField: 1, ApnsInfo: { BadgeMode: 0, LiveActivity: { LaId: 'x' } } }))
    const push = { enabled: false, title: 'now', ios: { badge: false } }
    expect(toTim({ ...parts, message: { ...parts.message, push } }).OfflinePushInfo).toEqual({
      PushFlag: 1,
      Title: 'now',
      NewField: 1,
      ApnsInfo: { BadgeMode: 1, LiveActivity: { LaId: 'x' } },
    })
  })

  it('an element that took another’s place gets none of what the other carried', () => {
    const parts = elementOf('TIMFileElem', { FileName: 'a', UUID: 'u' })
    const changed = { ...parts, message: { ...parts.message, elements: [{ type: 'text' as const, text: 'gone' }] } }
    expect(toTim(changed).MsgBody).toEqual([{ MsgType: 'TIMTextElem', MsgContent: { Text: 'gone' } }])
  })

  it('another picture replaces all sizes', () => {
    const parts = elementOf('TIMImageElem', { UUID: 'u', ImageInfoArray: [{ Type: 1, URL: 'a' }] })
    const changed = { ...parts, message: { ...parts.message, elements: [{ type: 'image' as const, url: 'b' }] } }
    expect(toTim(changed).MsgBody).toEqual([{ MsgType: 'TIMImageElem', MsgContent: { UUID: 'u', ImageInfoArray: [{ Type: 1, URL: 'b' }] } }])
  })

  it('mentions that changed are written anew', () => {
    const parts = fromTim({
      GroupId: 'g',
      Random: 1,
      MsgBody: sendmsg.MsgBody,
      GroupAtInfo: [{ GroupAtAllFlag: 0, GroupAt_Account: 'a' }, { GroupAtAllFlag: 1 }],
    })
    const { mentions: _, ...silent } = parts.message
    expect(toTim({ ...parts, message: silent })).not.toHaveProperty('GroupAtInfo')
    expect(toTim({ ...parts, message: { ...silent, mentions: { users: ['b'] } } }).GroupAtInfo).toEqual([{ GroupAtAllFlag: 0, GroupAt_Account: 'b' }])
  })
})
