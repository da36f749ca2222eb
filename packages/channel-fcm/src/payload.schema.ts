import type { JsonSchema } from '@rouse/core/channel'

const text = { type: 'string', minLength: 1, maxLength: 1024 }
const args = { type: 'array', items: { type: 'string', maxLength: 1024 }, maxItems: 32 }
const flag = { type: 'boolean' }
const duration = { type: 'string', pattern: '^\\d{1,9}(?:\\.\\d{1,9})?s$' }
const strings = { type: 'object', additionalProperties: { type: 'string' } }
const label = { type: 'string', pattern: '^[A-Za-z0-9-_.~%]{1,50}$' }
const url = { type: 'string', pattern: '^https?://[^\\s/?#.][^\\s]*$', maxLength: 2048 }
const packageName = { type: 'string', pattern: '^(?:[A-Za-z0-9_.]{1,256}|<.+>)$' }
const action = { type: 'string', minLength: 1, maxLength: 256 }
const fraction = { type: 'number', minimum: 0, maximum: 1 }

/** Keys that FCM keeps for itself. Source: docs/vendors/fcm.md, "Message", data. */
const reserved = '^(?:from|message_type|notification)$|^(?:google|gcm)'
/** Keys of `data` that Rouse writes itself. */
const ours = '^(?:ext|extEncoding)$'

/** Of one entry of config `channels.fcm.apps`. */
export const fcmAppSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/fcm/app.json',
  type: 'object',
  required: ['app'],
  additionalProperties: false,
  properties: {
    app: { type: 'string', minLength: 1, maxLength: 256 },
    environment: { enum: ['production', 'development'] },
    region: { type: 'string', minLength: 1 },
    projectId: { type: 'string', pattern: '^(?:[a-z0-9.:-]{1,64}|<.+>)$' },
    serviceAccount: {
      type: ['object', 'string'],
      minLength: 1,
      writeOnly: true,
      required: ['client_email', 'private_key'],
      properties: {
        client_email: { type: 'string', minLength: 1 },
        private_key: { type: 'string', minLength: 1, writeOnly: true },
        project_id: { type: 'string', minLength: 1 },
        token_uri: { type: 'string', pattern: '^https://' },
      },
    },
    accessToken: { description: 'A function of the host: JSON cannot hold it, so only code gives it.' },
    host: { type: 'string', pattern: '^[A-Za-z0-9.-]+$' },
    port: { type: 'integer', minimum: 1, maximum: 65535 },
    restrictedPackageName: packageName,
    clickAction: action,
  },
  anyOf: [
    { type: 'object', required: ['serviceAccount'], properties: { serviceAccount: true } },
    { type: 'object', required: ['accessToken', 'projectId'], properties: { accessToken: true, projectId: true } },
  ],
}

/** Of the other options of config `channels.fcm`. */
export const fcmOptionsSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/fcm/options.json',
  type: 'object',
  additionalProperties: false,
  properties: { customSounds: flag, addIds: flag, validateOnly: flag },
}

const data = { type: 'object', propertyNames: { minLength: 1, not: { pattern: reserved } }, additionalProperties: { type: 'string' } }
const statedData = { ...data, propertyNames: { minLength: 1, not: { pattern: `${reserved}|${ours}` } } }
const lightSettings = {
  type: 'object',
  required: ['color', 'lightOnDuration', 'lightOffDuration'],
  additionalProperties: false,
  properties: {
    color: { type: 'object', additionalProperties: false, properties: { red: fraction, green: fraction, blue: fraction, alpha: fraction } },
    lightOnDuration: duration,
    lightOffDuration: duration,
  },
}
/** Names that Google's SDKs have for Apple's own: on the wire they mean nothing, and beside Apple's they are a field given twice. */
const camelCase = (...names: readonly string[]) => ({ not: { enum: names } })
/** Apple's dictionary, as far as firebase-admin refuses it. Source: docs/vendors/fcm.md, "What firebase-admin refuses". */
const aps = {
  type: 'object',
  propertyNames: camelCase('contentAvailable', 'mutableContent', 'threadId'),
  properties: {
    alert: {
      type: ['string', 'object'],
      propertyNames: camelCase('locKey', 'locArgs', 'titleLocKey', 'titleLocArgs', 'subtitleLocKey', 'subtitleLocArgs', 'actionLocKey', 'launchImage'),
      properties: { 'loc-key': text, 'title-loc-key': text, 'subtitle-loc-key': text, 'loc-args': args, 'title-loc-args': args, 'subtitle-loc-args': args },
      dependentRequired: { 'loc-args': ['loc-key'], 'title-loc-args': ['title-loc-key'], 'subtitle-loc-args': ['subtitle-loc-key'] },
    },
    sound: {
      type: ['string', 'object'],
      minLength: 1,
      required: ['name'],
      properties: { name: { type: 'string', minLength: 1 }, volume: fraction, critical: { const: 1 } },
    },
  },
}
const apns = {
  type: 'object',
  additionalProperties: false,
  properties: {
    headers: strings,
    payload: { type: 'object', properties: { aps } },
    liveActivityToken: text,
    fcmOptions: { type: 'object', additionalProperties: false, properties: { analyticsLabel: label, image: url } },
  },
}
const webpush = {
  type: 'object',
  additionalProperties: false,
  properties: {
    headers: strings,
    data: strings,
    notification: { type: 'object' },
    fcmOptions: { type: 'object', additionalProperties: false, properties: { analyticsLabel: label, link: { type: 'string', pattern: '^https://' } } },
  },
}
const fcmOptions = { type: 'object', additionalProperties: false, properties: { analyticsLabel: label } }

/** A day that is in the calendar, of the years 1000 to 2999: Google refuses any other. */
const date = [
  '[12]\\d{3}-(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])',
  '[12]\\d{3}-(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)',
  '[12]\\d{3}-02-(?:0[1-9]|1\\d|2[0-8])',
  '(?:[12]\\d(?:0[48]|[2468][048]|[13579][26])|(?:1[26]|2[048])00)-02-29',
].join('|')

/** Fields of `android.notification` that a message states as they are. Source: docs/vendors/fcm.md, "Message" and "What firebase-admin refuses". */
const shown = {
  icon: text,
  color: { type: 'string', pattern: '^#[0-9a-fA-F]{6}$' },
  clickAction: action,
  titleLocKey: text,
  titleLocArgs: args,
  bodyLocKey: text,
  bodyLocArgs: args,
  ticker: text,
  sticky: flag,
  eventTime: { type: 'string', pattern: `^(?:${date})T(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,9})?(?:Z|[+-](?:0\\d|1[0-4]):[0-5]\\d)$` },
  localOnly: flag,
  notificationPriority: { enum: ['PRIORITY_MIN', 'PRIORITY_LOW', 'PRIORITY_DEFAULT', 'PRIORITY_HIGH', 'PRIORITY_MAX'] },
  defaultSound: flag,
  defaultVibrateTimings: flag,
  defaultLightSettings: flag,
  vibrateTimings: { type: 'array', minItems: 1, maxItems: 64, items: duration },
  visibility: { enum: ['PRIVATE', 'PUBLIC', 'SECRET'] },
  lightSettings,
  bypassProxyNotification: flag,
  proxy: { enum: ['ALLOW', 'DENY', 'IF_PRIORITY_LOWERED'] },
}
const argsNeedKeys = { titleLocArgs: ['titleLocKey'], bodyLocArgs: ['bodyLocKey'] }

/** Of `push.vendors.fcm`. */
export const fcmSettingsSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/fcm/settings.json',
  type: 'object',
  additionalProperties: false,
  properties: {
    ...shown,
    passThrough: flag,
    data: statedData,
    restrictedPackageName: { type: 'string', pattern: '^[A-Za-z0-9_.]{1,256}$' },
    directBootOk: flag,
    bandwidthConstrainedOk: flag,
    analyticsLabel: label,
    fcmOptions,
    apns,
    webpush,
  },
  dependentRequired: argsNeedKeys,
}

const words = { type: 'string', minLength: 1 }

/** Of a request's body. Source: docs/vendors/fcm.md, "Message". */
export const fcmPayloadSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/fcm/payload.json',
  type: 'object',
  required: ['message'],
  additionalProperties: false,
  properties: {
    validateOnly: { const: true },
    message: {
      type: 'object',
      additionalProperties: false,
      oneOf: [
        { type: 'object', required: ['token'], properties: { token: true } },
        { type: 'object', required: ['fid'], properties: { fid: true } },
      ],
      anyOf: [
        { type: 'object', required: ['android'], properties: { android: true } },
        { type: 'object', required: ['apns'], properties: { apns: true } },
      ],
      properties: {
        token: words,
        fid: { type: 'string', minLength: 1 },
        data,
        notification: {
          type: 'object',
          additionalProperties: false,
          properties: { title: words, body: words, image: { type: 'string', pattern: '^[hH][tT][tT][pP][sS]?://' } },
        },
        android: {
          type: 'object',
          required: ['priority'],
          additionalProperties: false,
          properties: {
            collapseKey: words,
            priority: { enum: ['HIGH', 'NORMAL'] },
            ttl: { type: 'string', pattern: '^\\d{1,7}s$' },
            restrictedPackageName: packageName,
            directBootOk: flag,
            bandwidthConstrainedOk: flag,
            fcmOptions,
            notification: {
              type: 'object',
              required: ['tag'],
              additionalProperties: false,
              properties: {
                ...shown,
                tag: words,
                sound: words,
                channelId: words,
                notificationCount: { type: 'integer', minimum: 0, maximum: 2_147_483_647 },
              },
              dependentRequired: argsNeedKeys,
            },
          },
        },
        apns,
        webpush,
        fcmOptions,
      },
    },
  },
}
