import type { Json, JsonSchema } from '@rouse/core'
import fc from 'fast-check'

type Schema = JsonSchema & {
  readonly type?: string | readonly string[]
  readonly properties?: { readonly [name: string]: Schema }
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
}

/** Text that is dear in JSON and in UTF-8: what a limit by characters lets grow most. */
const dear = ['x', ' ', '消', '\u0001', '"', '😀', '\ud800']

const lengths = (least: number, most: number) =>
  fc.oneof({ weight: 3, arbitrary: fc.integer({ min: least, max: Math.min(most, least + 20) }) }, fc.constant(most))

function textOf({ pattern, minLength = 0, maxLength = 5000 }: Schema & { pattern?: string; minLength?: number; maxLength?: number }): fc.Arbitrary<string> {
  const shape = pattern === undefined ? null : new RegExp(pattern)
  const fitting = dear.filter(unit => shape === null || shape.test(unit.repeat(maxLength)))
  const stretched = () => fc.tuple(fc.constantFrom(...fitting), lengths(Math.max(minLength, 1), maxLength)).map(([unit, length]) => unit.repeat(length))
  if (shape === null) return stretched()
  const matching = fc.stringMatching(shape).filter(text => [...text].length >= minLength && [...text].length <= maxLength)
  return fitting.length === 0 ? matching : fc.oneof(matching, stretched())
}

/** Any JSON, but for keys such as `__proto__`, which the engine refuses anywhere. */
const free = (): fc.Arbitrary<Json> =>
  fc.oneof(
    fc.constantFrom<Json>(null, true, 1.5, '消'.repeat(500), '\ud800'),
    fc.array(fc.string(), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('x', 'y'), fc.string(), { noNullPrototype: true }),
  )

function objectOf(schema: Schema): fc.Arbitrary<Json> {
  const { properties = {}, required = [], additionalProperties, maxProperties = 3 } = schema as Schema & { maxProperties?: number }
  const named = Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, schemaArbitrary(value)]))
  const own = fc.record(named, { requiredKeys: [...required], noNullPrototype: true })
  const open = additionalProperties === undefined || additionalProperties === true ? {} : additionalProperties
  if (open === false) return own as fc.Arbitrary<Json>
  const values = Object.keys(open).length === 0 ? free() : schemaArbitrary(open)
  const more = fc.dictionary(fc.constantFrom('a', 'b', 'en', 'zh'), values, { maxKeys: maxProperties, noNullPrototype: true })
  return fc.tuple(own, more).map(([fixed, others]) => ({ ...others, ...(fixed as object) }) as Json)
}

/**
 * Values of a settings schema, often at the edge of what it allows: the parts of JSON Schema that the channels use. What only the
 * schema as a whole can say (`anyOf`, `dependentRequired`) is left to its validator: filter by it.
 */
export function schemaArbitrary(schema: Schema): fc.Arbitrary<Json> {
  const { minimum = -1, maximum = 2 ** 31, minItems = 0, maxItems = 8 } = schema as { minimum?: number; maximum?: number; minItems?: number; maxItems?: number }
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as Json[]))
  if ('const' in schema) return fc.constant(schema.const as Json)
  switch (typeof schema.type === 'string' ? schema.type : schema.type?.[0]) {
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return fc.oneof(fc.constantFrom(minimum, maximum), fc.integer({ min: minimum, max: maximum }))
    case 'number':
      return fc.constantFrom(minimum, maximum, (minimum + maximum) / 2)
    case 'string':
      return textOf(schema)
    case 'array':
      return fc.array(schemaArbitrary(schema.items ?? {}), { minLength: minItems, maxLength: maxItems }) as fc.Arbitrary<Json>
    case 'object':
      return objectOf(schema)
    default:
      return fc.constantFrom<Json>(null, 'x', 1)
  }
}
