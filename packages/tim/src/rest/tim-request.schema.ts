import type { JsonSchema } from '@rouse/core/channel'

const account = { type: 'string', minLength: 1, maxLength: 256 }
const uint32 = { type: 'integer', minimum: 0, maximum: 4294967295 }
const flag = { enum: [0, 1] }
const text = { type: 'string' }

/** What each element type holds that Rouse reads; other fields are carried. */
const contents: Readonly<Record<string, { readonly required?: readonly string[]; readonly properties: JsonSchema }>> = {
  TIMTextElem: { required: ['Text'], properties: { Text: text } },
  TIMLocationElem: { properties: { Desc: text, Latitude: { type: 'number' }, Longitude: { type: 'number' } } },
  TIMFaceElem: { properties: { Index: { type: 'integer' }, Data: text } },
  TIMCustomElem: { properties: { Data: text, Desc: text, Ext: text, Sound: text } },
  TIMSoundElem: { properties: { Second: { type: 'number' } } },
  TIMImageElem: {
    properties: { ImageInfoArray: { type: 'array', items: { type: 'object', properties: { Type: { type: 'integer' }, URL: text } } } },
  },
  TIMFileElem: { properties: { FileName: text, FileSize: { type: 'number' } } },
  TIMVideoFileElem: { properties: { VideoSecond: { type: 'number' } } },
}

/** Branches on `MsgType`, so that a mistake in one type is told of that type alone. */
const branches = Object.entries(contents).map(([type, { required, properties }]) =>
  Object.fromEntries([
    ['if', { type: 'object', properties: { MsgType: { const: type } }, required: ['MsgType'] }],
    ['then', { type: 'object', properties: { MsgContent: { type: 'object', ...(required === undefined ? {} : { required }), properties } } }],
  ]),
)

/** A message's elements; at most one `TIMCustomElem`. Source: docs/semantics.md, "Tencent's wire shapes" (document 33527). */
export const timMsgBodySchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://rouse.dev/schemas/tim/msg-body.json',
  title: 'MsgBody',
  type: 'array',
  minItems: 1,
  contains: { type: 'object', properties: { MsgType: { const: 'TIMCustomElem' } }, required: ['MsgType'] },
  minContains: 0,
  maxContains: 1,
  items: {
    type: 'object',
    required: ['MsgType', 'MsgContent'],
    properties: { MsgType: { enum: Object.keys(contents) }, MsgContent: { type: 'object' } },
    allOf: branches,
  },
}

/** Push settings on the wire; fields not named are carried. Source: docs/semantics.md, "Tencent's wire shapes" (document 77715). */
export const timOfflinePushInfoSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://rouse.dev/schemas/tim/offline-push-info.json',
  title: 'OfflinePushInfo',
  type: 'object',
  properties: {
    PushFlag: { ...flag, description: '1: no push; 0 states nothing.' },
    Title: text,
    Desc: text,
    Ext: text,
    AndroidInfo: {
      type: 'object',
      properties: {
        Sound: { ...text, description: 'Without its extension; empty states nothing.' },
        XiaoMiChannelID: text,
        OPPOChannelID: text,
        OPPOCategory: text,
        OPPONotifyLevel: { type: 'integer' },
        VIVOClassification: flag,
        VIVOCategory: text,
        HuaWeiCategory: text,
        HuaWeiChannelID: text,
        HuaWeiImportance: { enum: ['LOW', 'NORMAL', ''] },
        HonorImportance: { enum: ['LOW', 'NORMAL', ''] },
        GoogleChannelID: text,
        MeiZuNoticeMsgType: flag,
      },
    },
    ApnsInfo: {
      type: 'object',
      properties: {
        Sound: { ...text, description: 'With its extension; empty states nothing.' },
        BadgeMode: { ...flag, description: '1: this message is not counted; 0 states nothing.' },
        Title: text,
        SubTitle: text,
        Image: text,
        MutableContent: flag,
        InterruptionLevel: text,
      },
    },
    HarmonyInfo: { type: 'object', properties: { Title: text, Category: text } },
  },
}

const msgBody = { $ref: 'https://rouse.dev/schemas/tim/msg-body.json' }
const offlinePushInfo = { $ref: 'https://rouse.dev/schemas/tim/offline-push-info.json' }
const common = {
  From_Account: account,
  MsgSeq: uint32,
  MsgRandom: uint32,
  MsgTimeStamp: { type: 'integer', minimum: 0, maximum: 4294967295, description: 'UNIX seconds.' },
  MsgLifeTime: { type: 'integer', minimum: 0, maximum: 604800, description: 'Seconds.' },
  SyncOtherMachine: { type: 'integer' },
  OnlineOnlyFlag: flag,
  SendMsgControl: { type: 'array', items: text },
  MsgBody: msgBody,
  OfflinePushInfo: offlinePushInfo,
}

/** Body of `POST /v4/openim/sendmsg`. */
export const timSendMsgSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://rouse.dev/schemas/tim/sendmsg.json',
  title: 'sendmsg',
  type: 'object',
  required: ['To_Account', 'MsgRandom', 'MsgBody'],
  properties: { ...common, To_Account: account },
}

/** Body of `POST /v4/openim/batchsendmsg`. */
export const timBatchSendMsgSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://rouse.dev/schemas/tim/batchsendmsg.json',
  title: 'batchsendmsg',
  type: 'object',
  required: ['To_Account', 'MsgRandom', 'MsgBody'],
  properties: { ...common, To_Account: { type: 'array', minItems: 1, maxItems: 500, items: account } },
}

/** Body of `POST /v4/group_open_http_svc/send_group_msg`. */
export const timSendGroupMsgSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://rouse.dev/schemas/tim/send_group_msg.json',
  title: 'send_group_msg',
  type: 'object',
  required: ['GroupId', 'Random', 'MsgBody'],
  properties: {
    GroupId: account,
    From_Account: account,
    Random: uint32,
    OnlineOnlyFlag: flag,
    SendMsgControl: { type: 'array', items: text },
    To_Account: { type: 'array', minItems: 1, maxItems: 500, items: account, description: 'Only these members.' },
    GroupAtInfo: {
      type: 'array',
      items: { type: 'object', properties: { GroupAtAllFlag: flag, GroupAt_Account: text } },
    },
    MsgBody: msgBody,
    OfflinePushInfo: offlinePushInfo,
  },
}

/** Body of `POST /v4/timpush/batch`: a push without a chat message. */
export const timPushBatchSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://rouse.dev/schemas/tim/timpush-batch.json',
  title: 'timpush/batch',
  type: 'object',
  required: ['From_Account', 'To_Account', 'MsgRandom', 'OfflinePushInfo'],
  properties: {
    From_Account: account,
    To_Account: { type: 'array', minItems: 1, maxItems: 500, items: account },
    MsgRandom: uint32,
    OfflinePushInfo: offlinePushInfo,
    DataId: text,
  },
}
