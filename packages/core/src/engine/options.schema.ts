import type { JsonSchema } from '../model/json.ts'

/** setTimeout takes 31 bits of milliseconds. */
const ms = (minimum = 0) => ({ type: 'number', minimum, maximum: 2_147_483_647 })
const count = { type: 'integer', minimum: 1 }
/** Functions, objects of the host's own, and what has a check of its own. */
const any = {}

const object = (properties: Readonly<Record<string, unknown>>, required: readonly string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  ...(required.length === 0 ? {} : { required }),
  properties,
})

/** JSON Schema of createEngine's options: names, and the ranges of all numbers. Defaults stand at `EngineOptions`. */
export const engineOptionsSchema: JsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://rouse.dev/schemas/engine-options.json',
  title: 'EngineOptions',
  ...object({
    channels: any,
    policy: any,
    evaluator: { enum: ['compiled', 'closures', 'interpreted'] },
    facts: any,
    text: any,
    clock: any,
    container: any,
    counters: any,
    transport: any,
    random: any,
    pageConcurrency: count,
    queue: count,
    inFlight: count,
    requestTimeoutMs: ms(1),
    historySize: count,
    batchWaitMs: ms(),
    retry: object({ attempts: count, budgetMs: ms(), baseMs: ms(), maxMs: ms(), nowMs: ms() }),
    rates: {
      type: 'object',
      additionalProperties: { $ref: 'https://rouse.dev/schemas/rate.json' },
    },
    renewEveryMs: ms(),
    onSubscriberError: any,
    breaker: object({ failures: count, openMs: ms(), maxOpenMs: ms() }),
  }),
}
