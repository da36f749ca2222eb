import type { JsonSchema } from '@rouse/core/channel'
import {
  boolean,
  callbackParamUpTo,
  callbackUrlUpTo,
  classKey,
  environment,
  filledText,
  host,
  intentUriUpTo,
  port,
  secretText,
  shownTextUpTo,
  textUpTo,
} from '../common/schema-parts.ts'

const text = textUpTo(1024)
const params = { type: 'object', maxProperties: 9, propertyNames: { minLength: 1 }, additionalProperties: filledText }

/** Of one entry of config `channels.xiaomi.apps`. */
export const xiaomiAppSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/xiaomi/app.json',
  type: 'object',
  required: ['app', 'appSecret'],
  additionalProperties: false,
  properties: {
    app: textUpTo(256),
    environment,
    region: { type: 'string', pattern: '^[A-Za-z]{2}$' },
    packageName: { type: 'string', pattern: '^(?:[A-Za-z0-9_.]{1,256}|<.+>)$' },
    appSecret: secretText,
    host,
    port,
    classes: {
      type: 'object',
      propertyNames: { pattern: classKey },
      additionalProperties: {
        type: 'object',
        required: ['channelId'],
        additionalProperties: false,
        properties: {
          channelId: text,
          channelName: text,
          channelDescription: text,
          kind: { enum: ['private', 'public'] },
          template: { type: 'object', required: ['id', 'params'], additionalProperties: false, properties: { id: text, params } },
        },
      },
    },
    clickIntent: intentUriUpTo(4096),
    callback: {
      type: 'object',
      required: ['url'],
      additionalProperties: false,
      properties: {
        url: callbackUrlUpTo(1024),
        type: { type: 'integer', minimum: 1, maximum: 2047 },
        param: callbackParamUpTo(64),
      },
    },
  },
}

/** Of the other options of config `channels.xiaomi`. */
export const xiaomiOptionsSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/xiaomi/options.json',
  type: 'object',
  additionalProperties: false,
  properties: {
    badge: boolean,
    customSounds: boolean,
    addIds: boolean,
    apiVersion: { enum: [2, 3, 4] },
    recallPath: { type: 'string', pattern: '^/[A-Za-z0-9/_.-]{1,256}$' },
    emojiText: {
      type: 'string',
      minLength: 1,
      maxLength: 128,
      pattern: '^[\\p{L}\\p{N}\\p{P}\\p{Zs}]*$',
      allOf: [{ type: 'string', pattern: '[\\p{L}\\p{N}\\p{P}]' }],
    },
  },
}

/** Names after `extra.` that mean something to Xiaomi, so are no own keys. */
const ownNames =
  'channel_id|template_id|template_param|channel_name|channel_description|notify_effect|intent_uri|web_uri|notify_foreground|sound_uri|badge|jobkey|' +
  'flow_control|only_send_once|callback|callback\\.param|callback\\.type|ticker|locale|locale_not_in|model|model_not_in|app_version|app_version_not_in|connpt'

/** Of `push.vendors.xiaomi`. */
export const xiaomiSettingsSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/xiaomi/settings.json',
  type: 'object',
  additionalProperties: false,
  properties: {
    passThrough: { enum: [0, 1] },
    notifyType: { type: 'integer', minimum: -1, maximum: 7 },
    timeToSend: { type: 'integer', minimum: 0 },
    channelId: text,
    channelName: text,
    channelDescription: text,
    templateId: text,
    templateParam: params,
    notifyForeground: { enum: [0, 1] },
    flowControl: { type: 'integer', minimum: 1 },
    onlySendOnce: { const: 1 },
    ticker: text,
    locale: text,
    localeNotIn: text,
    model: text,
    modelNotIn: text,
    appVersion: text,
    appVersionNotIn: text,
    connpt: { const: 'wifi' },
    extra: {
      type: 'object',
      maxProperties: 10,
      propertyNames: { minLength: 1, maxLength: 1023, not: { pattern: `^(?:${ownNames})$` } },
      additionalProperties: { type: 'string', maxLength: 1023 },
    },
  },
  dependentRequired: { templateId: ['templateParam'], templateParam: ['templateId'] },
}

const digits = { type: 'string', pattern: '^[0-9]+$' }
const flag = { enum: ['0', '1'] }

/** Of a request's form, as an object of its fields. Source: docs/vendors/xiaomi.md, "Form fields". */
export const xiaomiPayloadSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/xiaomi/payload.json',
  type: 'object',
  required: [
    'registration_id',
    'restricted_package_name',
    'pass_through',
    'title',
    'description',
    'notify_type',
    'notify_id',
    'extra.notify_effect',
    'extra.jobkey',
  ],
  properties: {
    registration_id: { type: 'string', pattern: '^[A-Za-z0-9+/=_-]+(?:,[A-Za-z0-9+/=_-]+){0,999}$' },
    restricted_package_name: filledText,
    pass_through: { const: '0' },
    title: shownTextUpTo(49),
    description: shownTextUpTo(127),
    payload: { type: 'string', minLength: 2, maxLength: 4095 },
    notify_type: { enum: ['-1', '0', '1', '2', '3', '4', '5', '6', '7'] },
    notify_id: { type: 'string', pattern: '^[1-9][0-9]{0,9}$' },
    time_to_live: { type: 'string', pattern: '^[1-9][0-9]*000$', maxLength: 9 },
    time_to_send: digits,
    'extra.channel_id': text,
    'extra.template_id': text,
    'extra.template_param': { type: 'string', pattern: '^\\{[\\s\\S]*\\}$' },
    'extra.channel_name': text,
    'extra.channel_description': text,
    'extra.notify_effect': { enum: ['1', '2', '3'] },
    'extra.intent_uri': filledText,
    'extra.web_uri': { type: 'string', pattern: '^[hH][tT][tT][pP][sS]?://' },
    'extra.notify_foreground': flag,
    'extra.sound_uri': { type: 'string', pattern: '^android\\.resource://[^/]+/raw/' },
    'extra.badge': digits,
    'extra.jobkey': { type: 'string', pattern: '^[0-9A-Za-z-][0-9A-Za-z_-]{0,19}$' },
    'extra.flow_control': digits,
    'extra.only_send_once': { const: '1' },
    'extra.callback': text,
    'extra.callback.param': { type: 'string', minLength: 1, maxLength: 64 },
    'extra.callback.type': digits,
    'extra.connpt': { const: 'wifi' },
  },
  additionalProperties: { type: 'string' },
  patternProperties: {
    '^(?!extra\\.|registration_id$|restricted_package_name$|pass_through$|title$|description$|payload$|notify_type$|notify_id$|time_to_)': false,
  },
  dependentRequired: {
    'extra.template_id': ['extra.template_param', 'extra.channel_id'],
    'extra.template_param': ['extra.template_id'],
  },
}
