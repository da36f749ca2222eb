import type { JsonSchema } from '@rouse/core'

const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength })
/** Text that is not blank: Honor refuses the message for such a one. */
const shown = (maxLength: number) => ({ type: 'string', pattern: '\\S', maxLength, title: 'text that is not blank' })
const filledText = { type: 'string', minLength: 1 }
const boolean = { type: 'boolean' }
const id = { type: 'string', pattern: '^(?:[A-Za-z0-9_.-]{1,128}|<.+>)$' }
const host = { type: 'string', pattern: '^[A-Za-z0-9.-]+$' }
const port = { type: 'integer', minimum: 1, maximum: 65535 }
const importance = { enum: ['LOW', 'NORMAL'] }
const utc = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?Z$' }

/** Neutral classes, for `lowCategories`. */
const neutral = 'im voip account order subscription todo device-reminder work mail travel health finance express news content social marketing'.split(' ')

/** Of one entry of config `channels.honor.apps`. */
export const honorAppSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/honor/app.json',
  type: 'object',
  required: ['app', 'appId', 'clientId', 'clientSecret'],
  additionalProperties: false,
  properties: {
    app: text(256),
    environment: { enum: ['production', 'development'] },
    region: text(64),
    appId: id,
    clientId: id,
    clientSecret: { type: 'string', minLength: 1, writeOnly: true },
    badgeClass: { type: 'string', pattern: '^(?:[A-Za-z0-9_.$]{1,256}|<.+>)$' },
    clickIntent: { type: 'string', pattern: '^intent:[ -~]*#Intent;[ -~]*;end$', maxLength: 700 },
    clickAction: shown(256),
    host,
    port,
    oauthHost: host,
    oauthPort: port,
    oauthPath: { type: 'string', pattern: '^/[!-~]*$', maxLength: 256 },
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
    lowCategories: { type: 'array', items: { enum: neutral } },
    codes: {
      type: 'object',
      propertyNames: { pattern: '^\\d{1,8}$' },
      additionalProperties: { enum: ['accepted', 'unauthorized', 'payload', 'config', 'throttled', 'unavailable'] },
    },
    payloadBytes: { type: 'integer', minimum: 3072 },
    tokensPerRequest: { type: 'integer', minimum: 1, maximum: 1000 },
    notifyIdAs: { enum: ['number', 'text'] },
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
    name: shown(40),
    actionType: { enum: [0, 1, 2] },
    intentType: { enum: [0, 1] },
    intent: shown(1024),
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
    biTag: text(64),
    targetUserType: { enum: [0, 1] },
    importance,
    tag: text(256),
    group: text(256),
    style: { enum: [0, 1] },
    when: utc,
    buttons,
    action: shown(256),
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
    clickAction: {
      type: 'object',
      required: ['type'],
      additionalProperties: false,
      properties: { type: { enum: [1, 2, 3] }, intent: filledText, action: filledText, url: { type: 'string', pattern: '^[hH][tT][tT][pP][sS]://' } },
      anyOf: [
        { type: 'object', properties: { type: { const: 3 } } },
        { type: 'object', properties: { type: { const: 2 }, url: true }, required: ['url'] },
        { type: 'object', properties: { type: { const: 1 }, intent: true }, required: ['intent'] },
        { type: 'object', properties: { type: { const: 1 }, action: true }, required: ['action'] },
      ],
    },
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
    when: utc,
    buttons,
  },
  dependentRequired: { style: ['bigTitle', 'bigBody'] },
}

/** Of a request's body. Source: vendors/honor.md, "Body". */
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
