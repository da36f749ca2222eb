import type { JsonSchema } from './json.ts'

const textOrNull = { type: ['string', 'null'] }

/** JSON Schema of Outcome, one line of `push --json`. Source: docs/model.md, "Outcome". */
export const outcomeSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://rouse.dev/schemas/outcome.json',
  title: 'Outcome',
  description: 'The end of it for one token; one without a token for what was suppressed or malformed.',
  type: 'object',
  additionalProperties: false,
  required: [
    'message',
    'recipient',
    'device',
    'channel',
    'app',
    'status',
    'reason',
    'fault',
    'vendorId',
    'vendorCode',
    'attempts',
    'latencyMs',
    'retryAfter',
    'detail',
  ],
  properties: {
    message: textOrNull,
    recipient: textOrNull,
    device: textOrNull,
    channel: textOrNull,
    app: textOrNull,
    status: { enum: ['accepted', 'suppressed', 'gone', 'rejected', 'superseded', 'failed', 'expired', 'deferred'] },
    reason: textOrNull,
    fault: { enum: ['payload', 'config', 'token', 'device', 'message', null] },
    vendorId: textOrNull,
    vendorCode: textOrNull,
    attempts: { type: 'integer', minimum: 0 },
    latencyMs: { type: 'number', minimum: 0 },
    retryAfter: { type: ['number', 'null'], minimum: 0 },
    detail: textOrNull,
  },
}
