import type { JsonSchema } from './json.ts'
import { categories } from './push-settings.ts'

/** JSON Schema of PushSettings. `$defs` holds `id`, `sound` and `ext` for the other schemas of the model. Source: domain/model, "Message". */
export const pushSettingsSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://rouse.dev/schemas/push-settings.json',
  title: 'PushSettings',
  description: 'Push settings, the same shape in every layer. Absent: not stated. null: the vendor’s default on purpose.',
  type: 'object',
  additionalProperties: false,
  properties: {
    enabled: { type: 'boolean', description: 'Push at all.' },
    title: { type: 'string' },
    body: { type: 'string' },
    ext: { $ref: '#/$defs/ext' },
    badge: { type: 'boolean', description: 'Count and show this message on badges.' },
    image: { type: ['string', 'null'], format: 'uri', description: 'https URL of a large image; never fetched.' },
    ttl: { type: ['integer', 'null'], minimum: 0, maximum: 2592000, description: 'Seconds; 0: now or never.' },
    priority: { enum: ['high', 'normal'] },
    collapseKey: { type: ['string', 'null'], minLength: 1, maxLength: 256, description: 'A later push with the same key replaces the earlier.' },
    category: { enum: [...categories], description: 'Message class for vendors that sort messages.' },
    android: { $ref: '#/$defs/android' },
    ios: { $ref: '#/$defs/ios' },
    vendors: {
      type: 'object',
      description: 'Vendor-only fields by channel name, checked by that channel’s schema.',
      additionalProperties: { type: 'object' },
    },
  },
  $defs: {
    id: { type: 'string', minLength: 1, maxLength: 256 },
    sound: {
      description: 'A file name; null: the platform’s default on purpose; or neither sound nor vibration.',
      type: ['string', 'null', 'object'],
      additionalProperties: false,
      required: ['silent'],
      properties: { silent: { const: true } },
    },
    ext: {
      description: 'Extension bytes for the app: text, or other bytes as standard, padded base64.',
      type: ['string', 'object'],
      additionalProperties: false,
      required: ['base64'],
      properties: { base64: { type: 'string', contentEncoding: 'base64' } },
    },
    android: {
      description: 'All that is not Apple, Harmony too.',
      type: 'object',
      additionalProperties: false,
      properties: {
        title: { type: 'string' },
        body: { type: 'string' },
        sound: { $ref: '#/$defs/sound' },
        notifyMode: { enum: ['normal', 'custom'] },
        channelId: { type: ['string', 'null'] },
        importance: { enum: ['low', 'normal'] },
        clickIntent: { type: ['string', 'null'], description: 'Android intent URI, intent:#Intent;…;end.' },
        clickUrl: { type: ['string', 'null'] },
      },
    },
    ios: {
      type: 'object',
      additionalProperties: false,
      properties: {
        title: { type: 'string' },
        subtitle: { type: 'string' },
        body: { type: 'string' },
        sound: { $ref: '#/$defs/sound' },
        badge: { type: 'boolean' },
        threadId: { type: ['string', 'null'] },
        category: { type: ['string', 'null'], description: 'The action set’s name, not a message class.' },
        interruptionLevel: { enum: ['passive', 'active', 'time-sensitive', 'critical'] },
        mutableContent: { type: 'boolean' },
      },
    },
  },
}
