import type { JsonSchema } from '../model/json.ts'

/** JSON Schema of Rate: of `limits.rate` of a channel and of the engine's option `rates`. */
export const rateSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://rouse.dev/schemas/rate.json',
  title: 'Rate',
  type: 'object',
  additionalProperties: false,
  required: ['perSecond'],
  properties: {
    perSecond: { type: 'number', exclusiveMinimum: 0 },
    unit: { enum: ['token', 'request'] },
    burst: { type: 'number', minimum: 1 },
    rampMs: { type: 'number', minimum: 0, maximum: 2_147_483_647 },
  },
}
