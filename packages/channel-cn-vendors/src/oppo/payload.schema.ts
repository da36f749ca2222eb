import type { JsonSchema } from '@rouse/core/channel'
import {
  activityUpTo,
  boolean,
  callbackParamUpTo,
  callbackUrlUpTo,
  classKey,
  codes,
  consoleId,
  environment,
  filledText,
  host,
  intentUriUpTo,
  port,
  secretText,
  shownTextUpTo,
  textUpTo,
  wanting,
} from '../common/schema-parts.ts'

const word = { type: 'string', pattern: '^[A-Z][A-Z0-9_]{0,63}$' }
const level = { enum: [1, 2, 16] }
const values = { type: 'object', minProperties: 1, maxProperties: 20, propertyNames: { minLength: 1, maxLength: 64 }, additionalProperties: textUpTo(200) }
const time = { type: 'integer', minimum: 1_000_000_000_000, maximum: 9_999_999_999_999 }

/** Of one entry of config `channels.oppo.apps`. */
export const oppoAppSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/oppo/app.json',
  type: 'object',
  required: ['app', 'appKey', 'masterSecret'],
  additionalProperties: false,
  properties: {
    app: textUpTo(256),
    environment,
    region: { enum: ['CN', 'INTL'] },
    appKey: consoleId,
    masterSecret: secretText,
    chinaHost: host,
    host,
    port,
    classes: {
      type: 'object',
      propertyNames: { pattern: classKey },
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        properties: {
          category: word,
          notifyLevel: level,
          channelId: textUpTo(256),
          template: {
            type: 'object',
            required: ['id'],
            additionalProperties: false,
            properties: { id: textUpTo(256), titleParams: values, contentParams: values },
          },
        },
        dependentRequired: { notifyLevel: ['category'] },
      },
    },
    clickIntent: intentUriUpTo(1000),
    clickActivity: activityUpTo(500),
    clickAction: textUpTo(500),
    callback: {
      type: 'object',
      required: ['url'],
      additionalProperties: false,
      properties: { url: callbackUrlUpTo(200), param: callbackParamUpTo(100) },
    },
  },
}

/** Of the other options of config `channels.oppo`. */
export const oppoOptionsSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/oppo/options.json',
  type: 'object',
  additionalProperties: false,
  properties: {
    storeGrade: { type: 'string', pattern: '^[A-Z]$' },
    badge: { enum: ['set', 'add', 'off'] },
    addIds: boolean,
    style: { enum: [1, 2] },
    contentLength: { type: 'integer', minimum: 20, maximum: 200 },
    leastTtl: { type: 'integer', minimum: 1, maximum: 864000 },
    longestShowTtl: { type: 'integer', minimum: 0, maximum: 172800 },
    authTokenIn: { enum: ['form', 'header'] },
    templateParamsAs: { enum: ['text', 'object'] },
    broadcastFrom: { type: 'integer', minimum: 2 },
    tokensPerRequest: { type: 'integer', minimum: 1, maximum: 1000 },
    codes,
  },
}

/** Of `push.vendors.oppo`. */
export const oppoSettingsSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/oppo/settings.json',
  type: 'object',
  additionalProperties: false,
  properties: {
    subTitle: textUpTo(10),
    style: { enum: [1, 2, 3] },
    bigPictureId: textUpTo(256),
    smallPictureId: textUpTo(256),
    showStartTime: time,
    showEndTime: time,
    fixSpeedRate: { type: 'integer', minimum: 1000, maximum: 10000 },
    networkType: { enum: [0, 1] },
    clickActionType: { enum: [0, 1, 2, 4, 5] },
    clickActionActivity: shownTextUpTo(500),
    clickActionUrl: shownTextUpTo(2000),
    showTtl: { type: 'integer', minimum: 0, maximum: 172800 },
    channelId: textUpTo(256),
    category: word,
    notifyLevel: level,
    privateMsgTemplateId: textUpTo(256),
    privateTitleParameters: values,
    privateContentParameters: values,
    verifyRegistrationId: boolean,
  },
  dependentRequired: {
    showStartTime: ['showEndTime'],
    showEndTime: ['showStartTime'],
    clickActionActivity: ['clickActionType'],
    clickActionUrl: ['clickActionType'],
    privateTitleParameters: ['privateMsgTemplateId'],
    privateContentParameters: ['privateMsgTemplateId'],
  },
  dependentSchemas: {
    clickActionType: wanting(
      'clickActionType',
      [
        [[1, 4], 'clickActionActivity'],
        [[2, 5], 'clickActionUrl'],
      ],
      [0],
    ),
  },
}

const parameters = { type: ['string', 'object'], minLength: 2, minProperties: 1, pattern: '^\\{[\\s\\S]+\\}$', additionalProperties: filledText }
const clickType = (type: number, field: string) => ({ type: 'object', properties: { click_action_type: { const: type }, [field]: true }, required: [field] })

const notification = {
  type: 'object',
  required: ['app_message_id', 'title', 'content', 'style', 'click_action_type', 'off_line', 'notify_id'],
  additionalProperties: false,
  properties: {
    app_message_id: { type: 'string', pattern: '^[0-9A-Za-z_-]{1,64}$' },
    title: textUpTo(50),
    sub_title: textUpTo(10),
    content: textUpTo(200),
    style: { enum: [1, 2] },
    click_action_type: { enum: [0, 1, 2, 4, 5] },
    click_action_activity: textUpTo(500),
    click_action_url: textUpTo(2000),
    action_parameters: { type: 'string', pattern: '^\\{[\\s\\S]*\\}$', maxLength: 4000 },
    off_line: boolean,
    off_line_ttl: { type: 'integer', minimum: 1, maximum: 864000 },
    network_type: { enum: [0, 1] },
    show_ttl: { type: 'integer', minimum: 0, maximum: 172800 },
    notify_id: { type: 'integer', minimum: 1, maximum: 2147483647 },
    channel_id: filledText,
    category: word,
    notify_level: level,
    private_msg_template_id: filledText,
    private_title_parameters: parameters,
    private_content_parameters: parameters,
    badge_operation_type: { enum: [0, 1] },
    badge_message_count: { type: 'integer', minimum: 0, maximum: 99 },
    call_back_url: textUpTo(200),
    call_back_parameter: textUpTo(100),
  },
  dependentRequired: {
    notify_level: ['category'],
    badge_operation_type: ['badge_message_count'],
    badge_message_count: ['badge_operation_type'],
    call_back_parameter: ['call_back_url'],
    private_title_parameters: ['private_msg_template_id'],
    private_content_parameters: ['private_msg_template_id'],
  },
  anyOf: [
    { type: 'object', properties: { click_action_type: { const: 0 } } },
    clickType(1, 'click_action_activity'),
    clickType(4, 'click_action_activity'),
    clickType(2, 'click_action_url'),
    clickType(5, 'click_action_url'),
  ],
}

const message = {
  type: 'object',
  required: ['target_type', 'target_value', 'verify_registration_id', 'notification'],
  additionalProperties: false,
  properties: {
    target_type: { const: 2 },
    target_value: { type: 'string', pattern: '^[^;\\s]+$' },
    verify_registration_id: boolean,
    notification,
  },
}

/** Of a request's form, its JSON text parsed: one message, or up to 1000. Source: docs/vendors/oppo.md, "Endpoint", "`message`", "`notification`". */
export const oppoPayloadSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/oppo/payload.json',
  type: 'object',
  minProperties: 1,
  maxProperties: 1,
  additionalProperties: false,
  properties: { message, messages: { type: 'array', minItems: 1, maxItems: 1000, items: message } },
}
