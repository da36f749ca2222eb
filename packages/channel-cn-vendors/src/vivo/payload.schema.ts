import type { JsonSchema } from '@rouse/core/channel'
import {
  boolean,
  callbackParamUpTo,
  callbackUrlUpTo,
  codes,
  consoleId,
  environment,
  filledText,
  host,
  intentUriUpTo,
  nearestClasses,
  numericId,
  plainTextUpTo,
  port,
  secretText,
  shownTextUpTo,
  textUpTo,
  wanting,
} from '../common/schema-parts.ts'

const word = { type: 'string', pattern: '^[A-Z][A-Z_]{0,63}$' }
const classification = { enum: [0, 1] }
const pushMode = { enum: [0, 1] }
const least = 1_000_000_000_000
const most = 9_999_999_999_999
const timesOf = (ms: object) => ({
  type: 'object',
  required: ['showStartTime', 'showEndTime'],
  additionalProperties: false,
  properties: { showStartTime: ms, showEndTime: ms, overtimeDisplay: boolean },
})
/** As stated: a number or its digits. */
const timedDisplay = timesOf({ type: ['integer', 'string'], minimum: least, maximum: most, pattern: '^[0-9]{13}$' })
/** As sent. */
const sentDisplay = timesOf({ type: 'integer', minimum: least, maximum: most })
const auditReview = { type: 'array', minItems: 1, maxItems: 10, items: { type: ['object', 'string'] } }

/** Of one entry of config `channels.vivo.apps`. */
export const vivoAppSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/vivo/app.json',
  type: 'object',
  required: ['app', 'appId', 'appKey', 'appSecret'],
  additionalProperties: false,
  properties: {
    app: textUpTo(256),
    environment,
    region: textUpTo(64),
    appId: numericId,
    appKey: consoleId,
    appSecret: secretText,
    host,
    port,
    clickIntent: intentUriUpTo(1000),
    callback: {
      type: 'object',
      minProperties: 1,
      additionalProperties: false,
      properties: {
        url: callbackUrlUpTo(128),
        param: callbackParamUpTo(64),
        id: textUpTo(64),
      },
    },
  },
}

/** Of the other options of config `channels.vivo`. */
export const vivoOptionsSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/vivo/options.json',
  type: 'object',
  additionalProperties: false,
  properties: {
    badge: boolean,
    addIds: boolean,
    counting: { enum: ['han-double', 'code-point'] },
    brackets: { enum: ['replace', 'keep'] },
    longestTtl: { type: 'integer', minimum: 900, maximum: 604800 },
    pushMode,
    nearest: nearestClasses,
    categories: { type: 'object', propertyNames: word, additionalProperties: classification },
    codes,
  },
}

/** Names that the custom map holds of our own. */
const ownNames = '^(?:ext|extEncoding|messageId|conversationId|conversationType)$'

/** Of `push.vendors.vivo`. */
export const vivoSettingsSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/vivo/settings.json',
  type: 'object',
  additionalProperties: false,
  properties: {
    notifyType: { enum: [1, 2, 3, 4] },
    skipType: { enum: [1, 2, 3, 4] },
    skipContent: shownTextUpTo(1024),
    networkType: { enum: [-1, 1] },
    classification,
    category: word,
    clientCustomMap: {
      type: 'object',
      minProperties: 1,
      maxProperties: 10,
      propertyNames: { minLength: 1, maxLength: 1024, not: { pattern: ownNames } },
      additionalProperties: { type: 'string', maxLength: 1024 },
    },
    pushMode,
    foregroundShow: boolean,
    profileId: plainTextUpTo(64),
    sendOnline: boolean,
    auditReview,
    timedDisplay,
  },
  dependentRequired: { skipContent: ['skipType'] },
  dependentSchemas: { skipType: wanting('skipType', [[[2, 3, 4], 'skipContent']], [1]) },
}

const requestId = textUpTo(64)

/** Of the body of a push to one device. Source: docs/vendors/vivo.md, "`/message/send`". */
export const vivoPayloadSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/vivo/payload.json',
  type: 'object',
  required: ['appId', 'regId', 'notifyType', 'title', 'content', 'skipType', 'classification', 'notifyId', 'requestId'],
  additionalProperties: false,
  properties: {
    appId: numericId,
    regId: filledText,
    notifyType: { enum: [1, 2, 3, 4] },
    title: textUpTo(40),
    content: textUpTo(100),
    timeToLive: { type: 'integer', minimum: 60, maximum: 604800 },
    skipType: { enum: [1, 2, 3, 4] },
    skipContent: textUpTo(2048),
    networkType: { enum: [-1, 1] },
    classification,
    category: word,
    clientCustomMap: { type: 'object', minProperties: 1, maxProperties: 10, additionalProperties: { type: 'string', maxLength: 1024 } },
    extra: {
      type: 'object',
      minProperties: 1,
      additionalProperties: false,
      properties: { callback: textUpTo(128), 'callback.param': textUpTo(64), 'callback.id': filledText },
    },
    requestId,
    pushMode,
    foregroundShow: boolean,
    notifyId: { type: 'integer', minimum: 1, maximum: 2147483647 },
    profileId: textUpTo(64),
    sendOnline: boolean,
    auditReview,
    addBadge: { const: true },
    timedDisplay: sentDisplay,
  },
  anyOf: [
    { type: 'object', properties: { skipType: { const: 1 } } },
    { type: 'object', properties: { skipContent: true }, required: ['skipContent'] },
  ],
}
