import type { JsonSchema } from '@rouse/core/channel'
import { boolean, consoleId, environment, filledText, host, nearestClasses, port, shownTextUpTo, textUpTo } from '../common/schema-parts.ts'
import { huaweiCategories } from '../huawei-shared/categories.ts'
import { account, callback } from '../huawei-shared/schema-parts.ts'

const lines = { type: 'array', items: { type: 'string', maxLength: 1024 }, minItems: 1, maxItems: 3 }
const collapseKey = { type: 'integer', minimum: -1, maximum: 100 }
const categories = [...huaweiCategories, 'MISS_CALL']
/** What Huawei accepts; anything else is 80100003. Source: docs/vendors/huawei.md, "v3 body". */
const appMessageId = { type: 'string', pattern: '^[A-Za-z0-9+/=_ -]{1,64}$' }
const notifyId = { type: 'integer', minimum: 1, maximum: 2147483647 }
const tokens = { type: 'array', items: filledText, minItems: 1, maxItems: 1000, uniqueItems: true }
const biTag = { type: 'string', pattern: '^[ -~]{1,64}$' }

/** Of one entry of config `channels.harmony.apps`. */
export const harmonyAppSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/harmony/app.json',
  type: 'object',
  required: ['app', 'serviceAccount'],
  additionalProperties: false,
  properties: {
    app: textUpTo(256),
    environment,
    region: textUpTo(64),
    projectId: consoleId,
    clientId: consoleId,
    serviceAccount: account,
    host,
    port,
    clickAction: shownTextUpTo(256),
    clickUri: shownTextUpTo(512),
    callback,
  },
  // The id in the path; one in a key file as text is looked for later.
  anyOf: [
    { type: 'object', required: ['projectId'], properties: { projectId: true } },
    { type: 'object', properties: { serviceAccount: { type: 'object', required: ['project_id'], properties: { project_id: true } } } },
    { type: 'object', properties: { serviceAccount: { type: 'string' } } },
  ],
}

/** Of the other options of config `channels.harmony`. */
export const harmonyOptionsSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/harmony/options.json',
  type: 'object',
  additionalProperties: false,
  properties: {
    badge: { enum: ['add', 'absolute'] },
    customSounds: boolean,
    soundSuffix: { type: 'string', pattern: '^\\.[A-Za-z0-9]{1,8}$' },
    addIds: boolean,
    dedupe: boolean,
    nearest: nearestClasses,
  },
}

/** Of `push.vendors.harmony`. */
export const harmonySettingsSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/harmony/settings.json',
  type: 'object',
  additionalProperties: false,
  properties: {
    pushType: { enum: [0, 1, 2, 6, 7, 10, 11] },
    payload: { type: 'object' },
    extraData: textUpTo(4096),
    category: { enum: categories },
    style: { enum: [0, 3] },
    inboxContent: lines,
    appMessageId,
    action: shownTextUpTo(256),
    sound: textUpTo(256),
    soundDuration: { type: 'integer', minimum: 1, maximum: 60 },
    foregroundShow: boolean,
    profileId: textUpTo(64),
    testMessage: boolean,
    biTag,
    receiptId: textUpTo(64),
    collapseKey,
    backgroundMode: { type: 'integer', minimum: 0 },
  },
  dependentRequired: { inboxContent: ['style'], payload: ['pushType'], backgroundMode: ['pushType'] },
}

const notification = {
  type: 'object',
  additionalProperties: false,
  // An alert, or a badge alone.
  anyOf: [
    {
      type: 'object',
      required: ['category', 'title', 'body', 'clickAction', 'notifyId'],
      properties: { category: true, title: true, body: true, clickAction: true, notifyId: true },
    },
    { type: 'object', required: ['badge'], properties: { badge: true }, maxProperties: 1 },
  ],
  properties: {
    category: { enum: categories.filter(category => category !== 'PLAY_VOICE') },
    title: filledText,
    body: filledText,
    clickAction: {
      type: 'object',
      required: ['actionType'],
      additionalProperties: false,
      properties: { actionType: { enum: [0, 1] }, action: filledText, uri: filledText, data: { type: 'object', minProperties: 1 } },
      anyOf: [
        { type: 'object', properties: { actionType: { const: 0 } } },
        { type: 'object', properties: { actionType: { const: 1 }, action: true }, required: ['action'] },
        { type: 'object', properties: { actionType: { const: 1 }, uri: true }, required: ['uri'] },
      ],
    },
    image: { type: 'string', pattern: '^https://' },
    style: { const: 3 },
    inboxContent: lines,
    notifyId,
    appMessageId,
    badge: {
      type: 'object',
      minProperties: 1,
      additionalProperties: false,
      properties: { addNum: { type: 'integer', minimum: 1, maximum: 99 }, setNum: { type: 'integer', minimum: 0, maximum: 99 } },
    },
    sound: filledText,
    soundDuration: { type: 'integer', minimum: 1, maximum: 60 },
    foregroundShow: boolean,
    profileId: textUpTo(64),
  },
}

/** Of a request's body. Source: docs/vendors/huawei.md, "v3 body"; the payloads of push types other than alert are the host's own. */
export const harmonyPayloadSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/harmony/payload.json',
  type: 'object',
  additionalProperties: false,
  // A push, or a recall.
  anyOf: [
    { type: 'object', required: ['payload', 'target'], properties: { payload: true, target: true, pushOptions: true } },
    { type: 'object', required: ['notifyId', 'token'], properties: { notifyId: true, token: true }, maxProperties: 2 },
  ],
  properties: {
    notifyId,
    token: tokens,
    payload: { type: 'object', properties: { notification, extraData: { type: 'string' } } },
    target: {
      type: 'object',
      required: ['token'],
      additionalProperties: false,
      properties: { token: tokens },
    },
    pushOptions: {
      type: 'object',
      minProperties: 1,
      additionalProperties: false,
      properties: {
        testMessage: boolean,
        ttl: { type: 'integer', minimum: 1, maximum: 1296000 },
        biTag,
        receiptId: textUpTo(64),
        collapseKey,
        backgroundMode: { type: 'integer', minimum: 0 },
      },
    },
  },
}
