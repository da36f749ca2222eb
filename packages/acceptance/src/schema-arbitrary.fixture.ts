import type { Json, JsonSchema } from '@rouse/core'
import fc from 'fast-check'

type Schema = JsonSchema & {
  readonly type?: string | readonly string[]
  readonly enum?: readonly Json[]
  readonly const?: Json
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly items?: Schema
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly propertyNames?: Schema
  readonly additionalProperties?: Schema | boolean
  readonly minProperties?: number
  readonly maxProperties?: number
}

const nasty = ['x', '消', '😀', '👨‍👩‍👧‍👦', '\ud800', '\u202e', '"', '\\', '\n', '&=+%', '{body}']

/** Short and ordinary, of strange pieces, or as long as allowed. */
function textOf({ pattern, minLength = 0, maxLength = 2000 }: Schema): fc.Arbitrary<string> {
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern, 'u')).map(text => [...text].slice(0, maxLength).join(''))
  const pieces = fc.array(fc.constantFrom(...nasty), { minLength, maxLength: 10 }).map(parts => [...parts.join('')].slice(0, maxLength).join(''))
  const longest = fc.constantFrom('x', '消', '😀', '\udfff').map(point => point.repeat(maxLength))
  return fc.oneof({ weight: 3, arbitrary: pieces }, { weight: 1, arbitrary: longest })
}

function objectOf({ required = [], properties, propertyNames = {}, additionalProperties, minProperties = 0, maxProperties = 5 }: Schema): fc.Arbitrary<Json> {
  if (properties !== undefined) {
    const fields = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, schemaArbitrary(schema)]))
    return fc.record(fields, { requiredKeys: [...required], noNullPrototype: true })
  }
  const values = typeof additionalProperties === 'object' ? schemaArbitrary(additionalProperties) : fc.jsonValue().map(value => value as Json)
  return fc.dictionary(textOf({ ...propertyNames, maxLength: 40 }), values, { minKeys: minProperties, maxKeys: maxProperties, noNullPrototype: true })
}

const byType: Readonly<Record<string, (schema: Schema) => fc.Arbitrary<Json>>> = {
  boolean: () => fc.boolean(),
  string: textOf,
  integer: ({ minimum = -1_000_000, maximum = 1_000_000 }) => fc.oneof(fc.constantFrom(minimum, maximum), fc.integer({ min: minimum, max: maximum })),
  array: ({ items = {}, minItems = 0, maxItems = 3 }) => fc.array(schemaArbitrary(items), { minLength: minItems, maxLength: maxItems }),
  object: objectOf,
}

/**
 * Values of a JSON Schema, as far as the settings of channels go: types, enums, lengths, ranges, patterns, properties. What hangs
 * together (`dependentRequired`, `anyOf`) is not looked at: filter by the schema's validator.
 */
export function schemaArbitrary(schema: Schema): fc.Arbitrary<Json> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  const types = [schema.type ?? 'string'].flat()
  return fc.oneof(
    ...types.map(type => {
      const make = byType[type]
      if (make === undefined) throw new Error(`schemaArbitrary knows no type ${type}`)
      return make(schema)
    }),
  )
}
