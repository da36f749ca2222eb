import type { JsonSchema } from '@rouse/core/channel'
import { apnsPushTypes } from './internals/push-types.ts'

const text = { type: 'string', minLength: 1, maxLength: 1024 }
const words = { type: 'string', minLength: 1 }
const args = { type: 'array', items: { type: 'string', maxLength: 1024 }, maxItems: 32 }
const seconds = { type: 'integer', minimum: 0 }
const object = { type: 'object' }
/** A broadcast channel's id: base64. */
const channelId = { type: 'string', pattern: '^[A-Za-z0-9+/_=-]{1,256}$' }

/** Of one entry of config `channels.apns.apps`. A value in angle brackets is a placeholder, for requests that are shown and not sent. */
export const apnsAppSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/apns/app.json',
  type: 'object',
  required: ['app'],
  additionalProperties: false,
  properties: {
    app: { type: 'string', minLength: 1, maxLength: 256 },
    environment: { enum: ['production', 'development'] },
    region: { type: 'string', minLength: 1 },
    topic: { type: 'string', pattern: '^(?:[A-Za-z0-9.-]{1,155}|<.+>)$' },
    teamId: { type: 'string', pattern: '^(?:[A-Za-z0-9]{10}|<.+>)$' },
    keyId: { type: 'string', pattern: '^(?:[A-Za-z0-9]{10}|<.+>)$' },
    key: { type: 'string', minLength: 1, writeOnly: true },
    certificate: { type: 'string', minLength: 1 },
    host: { type: 'string', pattern: '^[A-Za-z0-9.-]+$' },
    port: { type: 'integer', minimum: 1, maximum: 65535 },
  },
  anyOf: [
    { type: 'object', required: ['teamId', 'keyId', 'key'], properties: { teamId: true, keyId: true, key: true, certificate: false } },
    { type: 'object', required: ['certificate'], properties: { teamId: false, keyId: false, key: false, certificate: true } },
  ],
}

/** Of the other options of config `channels.apns`. */
export const apnsOptionsSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/apns/options.json',
  type: 'object',
  additionalProperties: false,
  properties: {
    imageKey: { type: 'string', minLength: 1, maxLength: 64, not: { enum: ['aps', 'ext', 'extEncoding'] } },
    addIds: { type: 'boolean' },
    topicSuffixes: {
      type: 'object',
      propertyNames: { enum: [...apnsPushTypes] },
      additionalProperties: { type: 'string', pattern: '^(?:\\.[A-Za-z0-9.-]+)?$' },
    },
  },
}

const liveActivity = {
  type: 'object',
  required: ['timestamp', 'event', 'contentState'],
  additionalProperties: false,
  properties: {
    timestamp: seconds,
    event: { enum: ['start', 'update', 'end'] },
    contentState: object,
    staleDate: seconds,
    dismissalDate: seconds,
    attributesType: { type: 'string', minLength: 1, maxLength: 256 },
    attributes: object,
    inputPushToken: { const: 1 },
    inputPushChannel: channelId,
    relevanceScore: { type: 'number' },
    alert: { type: 'boolean' },
  },
  if: { type: 'object', properties: { event: { const: 'start' } } },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: {
    type: 'object',
    required: ['attributesType', 'attributes'],
    properties: { attributesType: true, attributes: true, alert: { const: true, description: 'a start must have an alert' } },
  },
  else: { type: 'object', properties: { inputPushChannel: false } },
  dependentSchemas: { inputPushChannel: { type: 'object', properties: { inputPushToken: false } } },
}

/** Of `push.vendors.apns`. */
export const apnsSettingsSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/apns/settings.json',
  type: 'object',
  additionalProperties: false,
  properties: {
    pushType: { enum: apnsPushTypes.filter(type => type !== 'liveactivity') },
    priority: { enum: [1, 5, 10] },
    contentAvailable: { type: 'boolean' },
    launchImage: text,
    titleLocKey: text,
    titleLocArgs: args,
    subtitleLocKey: text,
    subtitleLocArgs: args,
    locKey: text,
    locArgs: args,
    criticalSound: {
      type: 'object',
      additionalProperties: false,
      properties: { name: { type: 'string', minLength: 1, maxLength: 256 }, volume: { type: 'number', minimum: 0, maximum: 1 } },
    },
    targetContentId: text,
    relevanceScore: { type: 'number', minimum: 0, maximum: 1 },
    filterCriteria: text,
    custom: { type: 'object', propertyNames: { not: { enum: ['aps', 'ext', 'extEncoding'] } } },
    liveActivity,
  },
  dependentRequired: { titleLocArgs: ['titleLocKey'], subtitleLocArgs: ['subtitleLocKey'], locArgs: ['locKey'] },
  dependentSchemas: { liveActivity: { type: 'object', properties: { pushType: false, priority: { enum: [5, 10] } } } },
}

/** Plain, or localized as a Live Activity has it. */
const activityText = {
  type: ['string', 'object'],
  minLength: 1,
  required: ['loc-key'],
  additionalProperties: false,
  properties: { 'loc-key': text, 'loc-args': args },
}

/** Of a request's body. Source: docs/vendors/apns.md, "Payload: aps". */
export const apnsPayloadSchema: JsonSchema = {
  $id: 'https://rouse.dev/schemas/channels/apns/payload.json',
  type: 'object',
  required: ['aps'],
  properties: {
    ext: { type: 'string', minLength: 1 },
    extEncoding: { const: 'base64' },
    aps: {
      type: 'object',
      additionalProperties: false,
      properties: {
        alert: {
          type: 'object',
          additionalProperties: false,
          properties: {
            title: activityText,
            subtitle: words,
            body: activityText,
            sound: words,
            'launch-image': text,
            'title-loc-key': text,
            'title-loc-args': args,
            'subtitle-loc-key': text,
            'subtitle-loc-args': args,
            'loc-key': text,
            'loc-args': args,
          },
        },
        badge: { type: 'integer', minimum: 0 },
        sound: {
          type: ['string', 'object'],
          minLength: 1,
          required: ['critical', 'name', 'volume'],
          additionalProperties: false,
          properties: { critical: { const: 1 }, name: { type: 'string', minLength: 1 }, volume: { type: 'number', minimum: 0, maximum: 1 } },
        },
        'thread-id': { type: 'string', minLength: 1 },
        category: { type: 'string', minLength: 1 },
        'content-available': { const: 1 },
        'content-changed': { const: true },
        'mutable-content': { const: 1 },
        'target-content-id': text,
        'interruption-level': { enum: ['passive', 'active', 'time-sensitive', 'critical'] },
        'relevance-score': { type: 'number' },
        'filter-criteria': text,
        timestamp: seconds,
        event: { enum: ['start', 'update', 'end'] },
        'content-state': object,
        'stale-date': seconds,
        'dismissal-date': seconds,
        'attributes-type': text,
        attributes: object,
        'input-push-token': { const: 1 },
        'input-push-channel': channelId,
      },
      dependentSchemas: {
        'content-changed': { type: 'object', maxProperties: 1 },
        // An activity's sound stands in its alert.
        event: { type: 'object', properties: { sound: false, badge: false } },
      },
      anyOf: [
        { type: 'object', properties: { event: { enum: ['update', 'end'] } } },
        { type: 'object', required: ['alert'], properties: { alert: true } },
      ],
    },
  },
}
