import type { Json } from '@rouse/core'
import type { JsonSchema, Validator } from '@rouse/core/channel'
import { arbitraries } from '@rouse/testkit'
import fc from 'fast-check'

type Schema = JsonSchema | boolean

/**
 * Any values that a JSON Schema of ours accepts, often at the edge of what it allows: guided by its keywords, held to it by its
 * validator. A key `__proto__` is refused before that.
 */
export const schemaArbitrary = (schema: JsonSchema, validator: Validator): fc.Arbitrary<Json> => valuesOf(schema).filter(value => validator(value))

/** Text that is dear in JSON and in UTF-8: what a limit by characters lets grow most. */
const dear = ['x', ' ', '消', '\u0001', '"', '😀', '\ud800']

const free = (): fc.Arbitrary<Json> =>
  fc.oneof(
    fc.jsonValue({ maxDepth: 1 }).filter(value => !JSON.stringify(value).includes('"__proto__"')) as fc.Arbitrary<Json>,
    fc.constantFrom<Json>('消'.repeat(500), '\ud800'),
  )

function valuesOf(schema: Schema): fc.Arbitrary<Json> {
  if (typeof schema === 'boolean') return free()
  if (schema.const !== undefined) return fc.constant(schema.const as Json)
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as Json[]))
  const types = schema.type === undefined ? ['string', 'integer', 'boolean'] : Array.isArray(schema.type) ? (schema.type as string[]) : [schema.type as string]
  return fc.oneof(...types.map(type => ofType[type]?.(schema) ?? fc.constant(null)))
}

const ofType: Readonly<Record<string, (schema: JsonSchema) => fc.Arbitrary<Json>>> = {
  boolean: () => fc.boolean(),
  integer: ({ minimum = -10, maximum = Number.MAX_SAFE_INTEGER }) =>
    fc.oneof(fc.constantFrom(minimum, maximum), fc.integer({ min: minimum, max: maximum } as never)) as fc.Arbitrary<Json>,
  number: ({ minimum = -100, maximum = 100 }) =>
    fc.oneof(fc.constantFrom(minimum, maximum), fc.double({ min: minimum, max: maximum, noNaN: true } as never)) as fc.Arbitrary<Json>,
  string: textOf,
  array: ({ items = {}, minItems = 0, maxItems = 8 }) => {
    const [least, most] = [minItems as number, Math.min(maxItems as number, 32)]
    const some = fc.array(valuesOf(items as Schema), { minLength: least, maxLength: Math.min(most, least + 5) })
    return fc.oneof(some, fc.array(valuesOf(items as Schema), { minLength: most, maxLength: most }))
  },
  object: objectOf,
}

/** Text by its pattern, else of any kind; now and then as long as it may be. Lengths are code points, as JSON Schema counts. */
function textOf(schema: JsonSchema): fc.Arbitrary<string> {
  const { pattern, minLength = 0, maxLength = 5000 } = schema as { readonly pattern?: string; readonly minLength?: number; readonly maxLength?: number }
  const shape = pattern === undefined ? null : new RegExp(pattern, 'u')
  const fitting = dear.filter(unit => shape === null || shape.test(unit.repeat(maxLength)))
  const length = fc.oneof({ weight: 3, arbitrary: fc.integer({ min: minLength, max: Math.min(maxLength, minLength + 20) }) }, fc.constant(maxLength))
  const stretched = fitting.length === 0 ? [] : [fc.tuple(fc.constantFrom(...fitting), length).map(([unit, times]) => unit.repeat(times))]
  if (shape !== null) return fc.oneof(fc.stringMatching(shape, { maxLength: Math.min(maxLength, 300) }), ...stretched)
  const cut = (text: string) => [...text.slice(0, 2 * maxLength)].slice(0, maxLength).join('')
  const any = fc.oneof({ weight: 6, arbitrary: arbitraries.nastyText({ minLength }) }, { weight: 1, arbitrary: arbitraries.longText() })
  return fc.oneof(
    any.map(cut).map(text => text.padEnd(minLength, 'x')),
    ...stretched,
  )
}

function objectOf(schema: JsonSchema): fc.Arbitrary<Json> {
  const { properties = {}, required = [], additionalProperties = true, propertyNames, dependentRequired = {}, maxProperties = 4 } = schema
  const stated = Object.entries(properties as Readonly<Record<string, Schema>>).filter(([, own]) => own !== false)
  const fields = Object.fromEntries(stated.map(([name, own]) => [name, valuesOf(own)]))
  const known = fc.record(fields, { requiredKeys: required as never[], noNullPrototype: true })
  const others =
    additionalProperties === false
      ? fc.constant({})
      : fc.dictionary(nameOf(propertyNames as JsonSchema | undefined), valuesOf(additionalProperties as Schema), {
          maxKeys: maxProperties as number,
          noNullPrototype: true,
        })
  // What comes with another field comes with it here too, so that not most of all values are thrown away.
  const completed = (value: Readonly<Record<string, Json>>) =>
    Object.entries(dependentRequired as Readonly<Record<string, readonly string[]>>).reduce(
      (held, [name, needs]) =>
        name in held && needs.some(need => !(need in held)) ? Object.fromEntries(Object.entries(held).filter(([own]) => own !== name)) : held,
      value,
    )
  return fc.tuple(known, others).map(([own, more]) => completed({ ...more, ...own }) as Json)
}

function nameOf(schema: JsonSchema | undefined): fc.Arbitrary<string> {
  if (schema !== undefined && Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as string[]))
  return fc
    .oneof(fc.constantFrom('hint', 'roomId', 'x', 'en', 'zh', '消息', 'constructor'), arbitraries.nastyText({ minLength: 1, maxLength: 3 }))
    .filter(name => name !== '__proto__')
}
