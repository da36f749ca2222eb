import type { JsonSchema } from './json.ts'

const id = { $ref: 'https://rouse.dev/schemas/push-settings.json#/$defs/id' }

const name = { type: 'string', description: 'Read up to 256 characters: what is longer is cut.' }

/** What each element type may hold beside `type`. */
const elements: Readonly<Record<string, { readonly required?: readonly string[]; readonly properties: JsonSchema }>> = {
  text: { required: ['text'], properties: { text: { type: 'string' } } },
  face: { properties: { index: { type: 'integer' }, data: { type: 'string' } } },
  image: { properties: { url: { type: 'string' } } },
  voice: { properties: { seconds: { type: 'integer', minimum: 0 } } },
  video: { properties: { seconds: { type: 'integer', minimum: 0 } } },
  file: { properties: { name: { type: 'string' }, bytes: { type: 'integer', minimum: 0 } } },
  location: {
    properties: {
      description: { type: 'string' },
      latitude: { type: 'number', minimum: -90, maximum: 90 },
      longitude: { type: 'number', minimum: -180, maximum: 180 },
    },
  },
  custom: { properties: { data: { type: 'string' }, description: { type: 'string' }, ext: { type: 'string' }, sound: { type: 'string' } } },
}

/** JSON Schema of Message. Elements branch on their `type`, so that a mistake in one is told of that type alone. Source: docs/model.md, "Message". */
export const messageSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://rouse.dev/schemas/message.json',
  title: 'Message',
  description: 'What a chat user or the system sent.',
  type: 'object',
  additionalProperties: false,
  required: ['id', 'kind', 'conversation', 'sender', 'elements'],
  properties: {
    id,
    revision: { type: 'integer', minimum: 0, description: 'An edit is the same id with a higher revision. Default 0.' },
    kind: { enum: ['chat', 'system'], description: 'Only chat messages push.' },
    conversation: {
      type: 'object',
      additionalProperties: false,
      required: ['type', 'id'],
      properties: { type: { enum: ['c2c', 'group'] }, id, name },
    },
    sender: { type: 'object', additionalProperties: false, required: ['id'], properties: { id, name } },
    sentAt: { type: 'string', format: 'date-time', description: 'Default: now.' },
    app: { ...id, description: 'Only registrations of this app count. Default: any.' },
    elements: { type: 'array', maxItems: 1000, items: { $ref: '#/$defs/element' } },
    mentions: {
      type: 'object',
      additionalProperties: false,
      properties: { all: { type: 'boolean' }, users: { type: 'array', maxItems: 10000, items: id } },
    },
    push: { $ref: 'https://rouse.dev/schemas/push-settings.json' },
  },
  $defs: {
    element: {
      type: 'object',
      required: ['type'],
      properties: { type: { enum: Object.keys(elements) } },
      allOf: Object.entries(elements).map(([type, { required, properties }]) => ({
        if: { type: 'object', properties: { type: { const: type } }, required: ['type'] },
        // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own word
        then: { type: 'object', additionalProperties: false, ...(required === undefined ? {} : { required }), properties: { type: true, ...properties } },
      })),
    },
  },
}
