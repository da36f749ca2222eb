import type { JsonSchema } from '@rouse/core/channel'
import {
  activityUpTo,
  boolean,
  consoleId,
  environment,
  filledText,
  host,
  intentUriUpTo,
  nearestClasses,
  port,
  secretText,
  shownTextUpTo,
  textUpTo,
  typedClick,
  utcTime,
} from '../common/schema-parts.ts'
import { huaweiCategories } from '../huawei-shared/categories.ts'
import { account, callback } from '../huawei-shared/schema-parts.ts'

const raw = { type: 'string', pattern: '^/raw/.+$', maxLength: 256 }
const words = (maxItems: number, maxLength: number) => ({ type: 'array', items: { type: 'string', maxLength }, minItems: 1, maxItems })
const color = { type: 'string', pattern: '^#[0-9A-Fa-f]{6}$' }
const share = { type: 'number', minimum: 0, maximum: 1 }
const importance = { enum: ['LOW', 'NORMAL'] }
const visibility = { enum: ['VISIBILITY_UNSPECIFIED', 'PUBLIC', 'SECRET', 'PRIVATE'] }
const collapseKey = { type: 'integer', minimum: -1, maximum: 100 }

/** Of one entry of config `channels.huawei.apps`. */
export const huaweiAppSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/huawei/app.json',
  type: 'object',
  required: ['app'],
  additionalProperties: false,
  properties: {
    app: textUpTo(256),
    environment,
    region: textUpTo(64),
    clientId: consoleId,
    clientSecret: secretText,
    appId: consoleId,
    projectId: consoleId,
    serviceAccount: account,
    apiVersion: { enum: [1, 2] },
    host,
    port,
    oauthHost: host,
    oauthPort: port,
    badgeClass: activityUpTo(256),
    clickIntent: intentUriUpTo(700),
    clickAction: shownTextUpTo(256),
    callback,
  },
  anyOf: [
    { type: 'object', required: ['clientId', 'clientSecret'], properties: { clientId: true, clientSecret: true } },
    { type: 'object', required: ['serviceAccount'], properties: { serviceAccount: true } },
  ],
  dependentSchemas: {
    apiVersion: {
      type: 'object',
      anyOf: [
        { type: 'object', properties: { apiVersion: { const: 1 }, appId: true }, required: ['appId'] },
        { type: 'object', properties: { apiVersion: { const: 1 }, clientId: true }, required: ['clientId'] },
        { type: 'object', properties: { apiVersion: { const: 2 }, projectId: true }, required: ['projectId'] },
        { type: 'object', properties: { apiVersion: { const: 2 }, serviceAccount: true }, required: ['serviceAccount'] },
      ],
    },
  },
}

/** Of the other options of config `channels.huawei`. */
export const huaweiOptionsSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/huawei/options.json',
  type: 'object',
  additionalProperties: false,
  properties: { badge: { enum: ['add', 'absolute'] }, customSounds: boolean, addIds: boolean, validateOnly: boolean, nearest: nearestClasses },
}

const button = {
  type: 'object',
  required: ['name'],
  additionalProperties: false,
  properties: {
    name: shownTextUpTo(40),
    actionType: { type: 'integer', minimum: 0 },
    intentType: { type: 'integer', minimum: 0 },
    intent: textUpTo(1024),
    data: { type: 'string', maxLength: 1024 },
  },
}

/** Of `push.vendors.huawei`. */
export const huaweiSettingsSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/huawei/settings.json',
  type: 'object',
  additionalProperties: false,
  properties: {
    passThrough: boolean,
    data: { type: 'string', minLength: 1 },
    urgency: { enum: ['HIGH', 'NORMAL'] },
    category: { enum: huaweiCategories },
    collapseKey,
    biTag: textUpTo(64),
    receiptId: textUpTo(64),
    fastAppTarget: { enum: [1, 2] },
    targetUserType: { enum: [0, 1] },
    review: {
      type: 'array',
      minItems: 1,
      maxItems: 1,
      items: {
        type: 'object',
        required: ['reviewer', 'type', 'result'],
        additionalProperties: false,
        properties: { reviewer: shownTextUpTo(16), type: { type: 'integer' }, result: { type: 'string', pattern: '^[!-~]{1,300}$' } },
      },
    },
    importance,
    channelId: textUpTo(256),
    icon: raw,
    color,
    sound: raw,
    defaultSound: boolean,
    tag: textUpTo(256),
    action: shownTextUpTo(256),
    group: textUpTo(256),
    style: { enum: [0, 1, 3] },
    bigTitle: shownTextUpTo(1024),
    bigBody: shownTextUpTo(4096),
    inboxContent: words(5, 1024),
    foregroundShow: boolean,
    visibility,
    when: utcTime,
    ticker: textUpTo(1024),
    notifySummary: textUpTo(1024),
    useDefaultVibrate: boolean,
    useDefaultLight: boolean,
    vibrateConfig: words(10, 16),
    lightSettings: {
      type: 'object',
      required: ['color', 'lightOnDuration', 'lightOffDuration'],
      additionalProperties: false,
      properties: {
        color: { type: 'object', additionalProperties: false, properties: { alpha: share, red: share, green: share, blue: share } },
        lightOnDuration: shownTextUpTo(16),
        lightOffDuration: shownTextUpTo(16),
      },
    },
    profileId: textUpTo(64),
    titleLocKey: textUpTo(256),
    titleLocArgs: words(32, 1024),
    bodyLocKey: textUpTo(256),
    bodyLocArgs: words(32, 1024),
    multiLangKey: { type: 'object', additionalProperties: { type: 'object', maxProperties: 3, additionalProperties: { type: 'string' } } },
    buttons: { type: 'array', minItems: 1, maxItems: 3, items: button },
  },
  dependentRequired: {
    data: ['passThrough'],
    urgency: ['passThrough'],
    bigTitle: ['style'],
    bigBody: ['style'],
    inboxContent: ['style'],
    titleLocArgs: ['titleLocKey'],
    bodyLocArgs: ['bodyLocKey'],
  },
}

const notification = {
  type: 'object',
  required: ['title', 'body', 'click_action', 'notify_id'],
  additionalProperties: false,
  properties: {
    title: filledText,
    body: filledText,
    image: { type: 'string', pattern: '^https://' },
    icon: raw,
    color,
    sound: raw,
    default_sound: boolean,
    tag: filledText,
    click_action: typedClick,
    channel_id: filledText,
    notify_id: { type: 'integer', minimum: 1, maximum: 2147483647 },
    group: filledText,
    style: { enum: [1, 3] },
    big_title: filledText,
    big_body: filledText,
    inbox_content: words(5, 1024),
    importance,
    badge: {
      type: 'object',
      required: ['class'],
      additionalProperties: false,
      properties: { class: filledText, add_num: { type: 'integer', minimum: 1, maximum: 99 }, set_num: { type: 'integer', minimum: 0, maximum: 99 } },
    },
    foreground_show: boolean,
    visibility,
    when: utcTime,
    ticker: filledText,
    notify_summary: filledText,
    use_default_vibrate: boolean,
    use_default_light: boolean,
    vibrate_config: words(10, 16),
    light_settings: {
      type: 'object',
      required: ['color', 'light_on_duration', 'light_off_duration'],
      properties: { color: { type: 'object' }, light_on_duration: filledText, light_off_duration: filledText },
    },
    profile_id: textUpTo(64),
    title_loc_key: filledText,
    title_loc_args: words(32, 1024),
    body_loc_key: filledText,
    body_loc_args: words(32, 1024),
    multi_lang_key: { type: 'object' },
    buttons: { type: 'array', minItems: 1, maxItems: 3, items: { type: 'object', required: ['name'], properties: { name: textUpTo(40) } } },
  },
}

/** Of a request's body. Source: docs/vendors/huawei.md, "v1/v2 body". */
export const huaweiPayloadSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/huawei/payload.json',
  type: 'object',
  required: ['message'],
  additionalProperties: false,
  properties: {
    validate_only: boolean,
    review: { type: 'array' },
    message: {
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
            collapse_key: collapseKey,
            urgency: { enum: ['HIGH', 'NORMAL'] },
            category: { enum: huaweiCategories },
            ttl: { type: 'string', pattern: '^(?:[1-9]\\d{0,5}|1[0-2]\\d{5})s$' },
            bi_tag: filledText,
            receipt_id: filledText,
            fast_app_target: { enum: [1, 2] },
            target_user_type: { enum: [0, 1] },
            notification,
          },
        },
      },
      // Without a notification it is a data message, which is nothing without its data.
      anyOf: [
        { type: 'object', properties: { data: true }, required: ['data'] },
        { type: 'object', properties: { android: { type: 'object', properties: { notification: true }, required: ['notification'] } } },
      ],
    },
  },
}
