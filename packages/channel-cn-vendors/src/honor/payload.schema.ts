import type { JsonSchema } from '@rouse/core/channel'
import {
  activityUpTo,
  boolean,
  consoleId,
  environment,
  filledText,
  host,
  intentUriUpTo,
  neutralWords,
  port,
  secretText,
  shownTextUpTo,
  textUpTo,
  typedClick,
  utcTime,
} from '../common/schema-parts.ts'

const importance = { enum: ['LOW', 'NORMAL'] }

/** Of one entry of config `channels.honor.apps`. */
export const honorAppSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/honor/app.json',
  type: 'object',
  required: ['app', 'appId', 'clientId', 'clientSecret'],
  additionalProperties: false,
  properties: {
    app: textUpTo(256),
    environment,
    region: textUpTo(64),
    appId: consoleId,
    clientId: consoleId,
    clientSecret: secretText,
    host,
    port,
    oauthHost: host,
    oauthPort: port,
    oauthPath: { type: 'string', pattern: '^/[!-~]*$', maxLength: 256 },
    badgeClass: activityUpTo(256),
    clickIntent: intentUriUpTo(700),
    clickAction: shownTextUpTo(256),
  },
}

/** Of the other options of config `channels.honor`. */
export const honorOptionsSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/honor/options.json',
  type: 'object',
  additionalProperties: false,
  properties: {
    badge: { enum: ['add', 'absolute'] },
    addIds: boolean,
    lowCategories: { type: 'array', items: { enum: neutralWords } },
    notifyIdAs: { enum: ['number', 'text'] },
    payloadBytes: { type: 'integer', minimum: 3072 },
    tokensPerRequest: { type: 'integer', minimum: 1, maximum: 1000 },
    codes: {
      type: 'object',
      propertyNames: { pattern: '^\\d{1,8}$' },
      additionalProperties: { enum: ['accepted', 'payload', 'config', 'throttled', 'unavailable', 'exhausted', 'unauthorized'] },
    },
    receiptCodes: {
      type: 'object',
      propertyNames: { pattern: '^[\\w.-]{1,32}$' },
      additionalProperties: { enum: ['delivered', 'clicked', 'gone', 'unreachable', 'exhausted'] },
    },
  },
}

const button = {
  type: 'object',
  required: ['name', 'actionType'],
  additionalProperties: false,
  properties: {
    name: shownTextUpTo(40),
    actionType: { enum: [0, 1, 2] },
    intentType: { enum: [0, 1] },
    intent: shownTextUpTo(1024),
    data: { type: 'string', pattern: '^\\{[\\s\\S]*\\}$', maxLength: 1024 },
  },
  anyOf: [
    { type: 'object', properties: { actionType: { const: 0 } } },
    { type: 'object', properties: { actionType: { const: 1 }, intentType: true, intent: true }, required: ['intentType', 'intent'] },
    { type: 'object', properties: { actionType: { const: 2 }, intent: true }, required: ['intent'] },
  ],
}
const buttons = { type: 'array', minItems: 1, maxItems: 3, items: button }

/** Of `push.vendors.honor`. */
export const honorSettingsSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/honor/settings.json',
  type: 'object',
  additionalProperties: false,
  properties: {
    passThrough: boolean,
    data: filledText,
    biTag: textUpTo(64),
    targetUserType: { enum: [0, 1] },
    importance,
    tag: textUpTo(256),
    group: textUpTo(256),
    style: { enum: [0, 1] },
    when: utcTime,
    buttons,
    action: shownTextUpTo(256),
  },
  dependentRequired: { data: ['passThrough'] },
}

const notification = {
  type: 'object',
  required: ['title', 'body', 'clickAction', 'importance', 'notifyId'],
  additionalProperties: false,
  properties: {
    title: filledText,
    body: filledText,
    clickAction: typedClick,
    importance,
    badge: {
      type: 'object',
      required: ['badgeClass'],
      additionalProperties: false,
      properties: { badgeClass: filledText, addNum: { type: 'integer', minimum: 1, maximum: 99 }, setNum: { type: 'integer', minimum: 0, maximum: 99 } },
    },
    notifyId: { type: ['integer', 'string'], minimum: 1, maximum: 2147483647, pattern: '^[1-9][0-9]{0,9}$' },
    tag: filledText,
    group: filledText,
    style: { const: 1 },
    bigTitle: filledText,
    bigBody: filledText,
    image: { type: 'string', pattern: '^https://' },
    when: utcTime,
    buttons,
  },
  dependentRequired: { style: ['bigTitle', 'bigBody'] },
}

/** Of a request's body. Source: docs/vendors/honor.md, "Body". */
export const honorPayloadSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/honor/payload.json',
  type: 'object',
  required: ['android', 'token'],
  additionalProperties: false,
  properties: {
    token: { type: 'array', items: filledText, minItems: 1, maxItems: 1000, uniqueItems: true },
    data: filledText,
    android: {
      type: 'object',
      additionalProperties: false,
      properties: {
        ttl: { type: 'string', pattern: '^(?:[1-9]\\d{0,5}|1[0-2]\\d{5})s$' },
        biTag: filledText,
        targetUserType: { enum: [0, 1] },
        notification,
      },
    },
  },
  // Without a notification it is a data message, which is nothing without its data.
  anyOf: [
    { type: 'object', properties: { data: true }, required: ['data'] },
    { type: 'object', properties: { android: { type: 'object', properties: { notification: true }, required: ['notification'] } } },
  ],
}
