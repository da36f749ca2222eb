import type { JsonSchema } from '../model/json.ts'

const now = { type: 'number', minimum: -8.64e15, maximum: 8.64e15, title: 'milliseconds since 1970 within the range of Date' }

/** JSON Schema of PushOptions: what `push` and `submit` take beside message and recipients. */
export const pushOptionsSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://rouse.dev/schemas/push-options.json',
  title: 'PushOptions',
  type: 'object',
  additionalProperties: false,
  properties: { idempotencyKey: { type: 'string', minLength: 1, maxLength: 1024 }, now },
}

/** JSON Schema of ExplainOptions. */
export const explainOptionsSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://rouse.dev/schemas/explain-options.json',
  title: 'ExplainOptions',
  type: 'object',
  additionalProperties: false,
  properties: { now, showTokens: { type: 'boolean' } },
}

const id = { $ref: 'https://rouse.dev/schemas/push-settings.json#/$defs/id' }

/** JSON Schema of what `moveToken` takes. */
export const tokenMoveSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://rouse.dev/schemas/token-move.json',
  title: 'TokenMove',
  type: 'object',
  additionalProperties: false,
  required: ['token', 'owner'],
  properties: {
    token: {
      type: 'object',
      required: ['channel', 'app', 'token'],
      properties: { channel: id, app: id, token: { type: 'string', minLength: 1, maxLength: 4096 } },
    },
    owner: { type: ['string', 'null'], minLength: 1, maxLength: 256 },
  },
}
