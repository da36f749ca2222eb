import fc from 'fast-check'

/** The sample of Tencent's OfflinePushInfo page, with a picture that is a URL. */
export const sampleInfo = {
  PushFlag: 0,
  Title: 'title',
  Desc: 'content',
  Ext: '{"entity":{"key1":"value1"}}',
  AndroidInfo: {
    Sound: 'shake',
    XiaoMiChannelID: 'xiaomi_channel',
    OPPOChannelID: 'oppo_channel',
    OPPOCategory: 'IM',
    VIVOCategory: 'IM',
    HuaWeiCategory: 'IM',
    HonorImportance: 'NORMAL',
    MeiZuNoticeMsgType: 1,
  },
  ApnsInfo: { Sound: 'apns.mp3', BadgeMode: 1, Title: 'apns title', SubTitle: 'apns subtitle', Image: 'https://www.image.com/a.png', MutableContent: 1 },
}

export const sendmsg = {
  SyncOtherMachine: 2,
  From_Account: 'bob',
  To_Account: 'alice',
  MsgSeq: 93847636,
  MsgRandom: 1287657,
  MsgTimeStamp: 1795428000,
  MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'hi, beauty' } }],
  CloudCustomData: 'your cloud custom data',
}

const text = fc.string({ maxLength: 8 })
const uint32 = fc.nat({ max: 4294967295 })
const flag = fc.constantFrom(0, 1)
const account = fc.string({ minLength: 1, maxLength: 8 })
/** Fields that nobody knows, hostile names among them; null-prototype objects would not be JSON's. */
const unknown = fc.dictionary(fc.constantFrom('NewField', '__proto__', 'constructor', 'toString', 'ttl'), fc.jsonValue({ maxDepth: 1 }), {
  noNullPrototype: true,
  maxKeys: 2,
})
const object = <T extends Record<string, unknown>>(known: { [K in keyof T]: fc.Arbitrary<T[K]> }, required: (keyof T & string)[] = []) =>
  fc.tuple(fc.record(known, { requiredKeys: required }), unknown).map(([own, other]) => Object.fromEntries([...Object.entries(other), ...Object.entries(own)]))

const element = (type: string, content: fc.Arbitrary<Record<string, unknown>>) =>
  object({ MsgType: fc.constant(type), MsgContent: content }, ['MsgType', 'MsgContent'])
const custom = element('TIMCustomElem', object({ Data: text, Desc: text, Ext: text, Sound: text }))
const degrees = fc.double({ min: -400, max: 400, noNaN: true }).map(value => (Object.is(value, -0) ? 0 : value))
const other = fc.oneof(
  element('TIMTextElem', object({ Text: text }, ['Text'])),
  element('TIMLocationElem', object({ Desc: text, Latitude: degrees, Longitude: degrees })),
  element('TIMFaceElem', object({ Index: fc.integer(), Data: text })),
  element('TIMSoundElem', object({ Url: text, Second: fc.oneof(fc.integer(), fc.constant(1.5)), Size: fc.nat() })),
  element(
    'TIMImageElem',
    object({ UUID: text, ImageInfoArray: fc.array(object({ Type: fc.integer({ min: 1, max: 3 }), Size: fc.nat(), URL: text }), { maxLength: 3 }) }),
  ),
  element('TIMFileElem', object({ FileName: text, FileSize: fc.integer(), UUID: text })),
  element('TIMVideoFileElem', object({ VideoUrl: text, VideoSecond: fc.integer(), ThumbUUID: text })),
)
const body = fc.tuple(fc.array(other, { maxLength: 3 }), fc.option(custom), fc.nat({ max: 3 })).map(([others, one, at]) => {
  const all = [...others]
  if (one !== null) all.splice(at, 0, one)
  return all.length > 0 ? all : [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'x' } }]
})

const offlinePushInfo = object({
  PushFlag: flag,
  Title: text,
  Desc: text,
  Ext: text,
  AndroidInfo: object({
    Sound: fc.oneof(text, fc.constant('push.no_sound')),
    XiaoMiChannelID: text,
    OPPOChannelID: text,
    OPPOCategory: text,
    OPPONotifyLevel: fc.constantFrom(1, 2, 16),
    VIVOClassification: flag,
    VIVOCategory: text,
    HuaWeiCategory: text,
    HuaWeiChannelID: text,
    HuaWeiImportance: fc.constantFrom('LOW', 'NORMAL', ''),
    HonorImportance: fc.constantFrom('LOW', 'NORMAL', ''),
    GoogleChannelID: text,
    MeiZuNoticeMsgType: flag,
    HuaWeiImage: text,
  }),
  ApnsInfo: object({
    Sound: fc.oneof(text, fc.constant('push.no_sound')),
    BadgeMode: flag,
    Title: text,
    SubTitle: text,
    Image: fc.oneof(text, fc.constant('https://example.com/a.png')),
    MutableContent: flag,
    InterruptionLevel: fc.constantFrom('active', 'passive', 'nonsense'),
  }),
  HarmonyInfo: object({ Title: text, Category: text }),
})

const one = {
  From_Account: account,
  MsgSeq: uint32,
  MsgRandom: uint32,
  MsgTimeStamp: uint32,
  MsgLifeTime: fc.nat({ max: 604800 }),
  MsgBody: body,
  OfflinePushInfo: offlinePushInfo,
}
const mention = fc.oneof(
  object({ GroupAtAllFlag: flag, GroupAt_Account: account }),
  object({ GroupAtAllFlag: fc.constant(0), GroupAt_Account: account }, ['GroupAt_Account']),
)

/** Any well-formed request of the four, unknown fields included. */
export const timRequest = fc
  .oneof(
    object({ ...one, To_Account: account }, ['To_Account', 'MsgRandom', 'MsgBody']),
    object({ ...one, To_Account: fc.array(account, { minLength: 1, maxLength: 4 }) }, ['To_Account', 'MsgRandom', 'MsgBody']),
    object(
      {
        GroupId: account,
        From_Account: account,
        Random: uint32,
        MsgBody: body,
        To_Account: fc.array(account, { minLength: 1, maxLength: 3 }),
        GroupAtInfo: fc.array(mention, { maxLength: 3 }),
        OfflinePushInfo: offlinePushInfo,
      },
      ['GroupId', 'Random', 'MsgBody'],
    ),
    object({ From_Account: account, To_Account: fc.array(account, { minLength: 1, maxLength: 4 }), MsgRandom: uint32, OfflinePushInfo: offlinePushInfo }, [
      'From_Account',
      'To_Account',
      'MsgRandom',
      'OfflinePushInfo',
    ]),
  )
  // As it comes over the wire: JSON has no -0.
  .map(request => JSON.parse(JSON.stringify(request)) as Record<string, unknown>)
