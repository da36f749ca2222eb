import type { JsonSchema } from '@rouse/core/channel'
import {
  activityUpTo,
  boolean,
  callbackParamUpTo,
  codes,
  environment,
  filledText,
  host,
  numericId,
  port,
  secretText,
  shownTextUpTo,
  textUpTo,
  wanting,
} from '../common/schema-parts.ts'

const flag = { enum: [0, 1] }
const time = { type: 'string', pattern: '^\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01]) (?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d$' }

/** Of one entry of config `channels.meizu.apps`. */
export const meizuAppSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/meizu/app.json',
  type: 'object',
  required: ['app', 'appId', 'appSecret'],
  additionalProperties: false,
  properties: {
    app: textUpTo(256),
    environment,
    region: textUpTo(64),
    appId: numericId,
    appSecret: secretText,
    host,
    port,
    clickActivity: activityUpTo(500),
    callback: {
      type: 'object',
      required: ['url'],
      additionalProperties: false,
      properties: {
        url: { type: 'string', pattern: '^https?://[!-~]+$', maxLength: 128 },
        param: callbackParamUpTo(64),
        type: { enum: [1, 2, 3] },
      },
    },
  },
}

/** Of the other options of config `channels.meizu`. */
export const meizuOptionsSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/meizu/options.json',
  type: 'object',
  additionalProperties: false,
  properties: {
    addIds: boolean,
    parametersBytes: { type: 'integer', minimum: 1024 },
    taskFrom: { type: 'integer', minimum: 2 },
    codes,
    valueCodes: codes,
  },
}

/** Of `push.vendors.meizu`. */
export const meizuSettingsSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/meizu/settings.json',
  type: 'object',
  additionalProperties: false,
  properties: {
    noticeMsgType: flag,
    noticeBarType: { enum: [0, 2] },
    noticeExpandType: { enum: [0, 1, 2] },
    noticeExpandContent: shownTextUpTo(1024),
    noticeExpandImgUrl: { type: 'string', pattern: '^https?://', maxLength: 1024 },
    clickType: { enum: [0, 1, 2] },
    activity: { type: 'string', pattern: '^[A-Za-z0-9_.$]{1,1000}$' },
    url: { type: 'string', pattern: '^[!-~]{1,1000}$' },
    suspend: flag,
    clearNoticeBar: flag,
    fixStartDisplayTime: time,
    fixEndDisplayTime: time,
    vibrate: flag,
    lights: flag,
    sound: flag,
  },
  dependentRequired: {
    activity: ['clickType'],
    url: ['clickType'],
    fixStartDisplayTime: ['fixEndDisplayTime'],
    fixEndDisplayTime: ['fixStartDisplayTime'],
    noticeExpandContent: ['noticeExpandType'],
    noticeExpandImgUrl: ['noticeExpandType'],
  },
  dependentSchemas: {
    noticeExpandType: wanting(
      'noticeExpandType',
      [
        [[1], 'noticeExpandContent'],
        [[2], 'noticeExpandImgUrl'],
      ],
      [0],
    ),
    clickType: wanting(
      'clickType',
      [
        [[1], 'activity'],
        [[2], 'url'],
      ],
      [0],
    ),
  },
}

const object = (required: readonly string[], properties: Readonly<Record<string, unknown>>) => ({
  type: 'object',
  required,
  additionalProperties: false,
  properties,
})

const messageJson = {
  ...object(['noticeBarInfo', 'clickTypeInfo', 'advanceInfo'], {
    noticeBarInfo: object(['noticeMsgType', 'title', 'content'], {
      noticeMsgType: flag,
      noticeBarType: { enum: [0, 2] },
      title: textUpTo(32),
      content: textUpTo(100),
    }),
    noticeExpandInfo: object(['noticeExpandType', 'noticeExpandContent'], { noticeExpandType: { const: 1 }, noticeExpandContent: filledText }),
    clickTypeInfo: {
      ...object(['clickType'], {
        clickType: { enum: [0, 1, 2] },
        activity: textUpTo(1000),
        url: textUpTo(1000),
        parameters: { type: 'object', minProperties: 1, additionalProperties: { type: 'string' } },
      }),
      anyOf: [
        { type: 'object', properties: { clickType: { const: 0 } } },
        { type: 'object', properties: { clickType: { const: 1 }, activity: true }, required: ['activity'] },
        { type: 'object', properties: { clickType: { const: 2 }, url: true }, required: ['url'] },
      ],
    },
    pushTimeInfo: {
      ...object(['offLine'], { offLine: flag, validTime: { type: 'integer', minimum: 1, maximum: 72 } }),
      anyOf: [
        { type: 'object', properties: { offLine: { const: 0 } } },
        { type: 'object', properties: { validTime: true }, required: ['validTime'] },
      ],
    },
    advanceInfo: {
      ...object(['notifyKey'], {
        suspend: flag,
        clearNoticeBar: flag,
        fixDisplay: flag,
        fixStartDisplayTime: time,
        fixEndDisplayTime: time,
        notificationType: object([], { vibrate: flag, lights: flag, sound: flag }),
        notifyKey: { type: 'string', pattern: '^[0-9A-Za-z_-]{1,8}$' },
      }),
      dependentRequired: { fixDisplay: ['fixStartDisplayTime', 'fixEndDisplayTime'] },
    },
    extra: object(['callback'], { callback: textUpTo(128), 'callback.param': textUpTo(64), 'callback.type': { enum: [1, 2, 3] } }),
  }),
}

/** Of a request's form before it is signed, its JSON text parsed. Source: docs/vendors/meizu.md, "Form fields", "messageJson". */
export const meizuPayloadSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/meizu/payload.json',
  ...object(['appId', 'pushIds', 'messageJson'], {
    appId: { type: 'string', pattern: '^(?:[1-9][0-9]*|<.+>)$' },
    pushIds: { type: 'string', pattern: '^[^,\\s]+(?:,[^,\\s]+){0,99}$' },
    messageJson,
  }),
}
