import type { Json, JsonSchema, Validator } from '@rouse/core'
import { arbitraries } from '@rouse/testkit'
import fc from 'fast-check'

type Schema = JsonSchema | boolean

/** Any values that a JSON Schema of ours accepts: guided by its keywords, held to it by its validator. A key `__proto__` is refused before that. */
export const schemaValues = (schema: JsonSchema, validator: Validator): fc.Arbitrary<Json> => anyOf(schema).filter(value => validator(value))

function anyOf(schema: Schema): fc.Arbitrary<Json> {
  if (typeof schema === 'boolean') return fc.jsonValue({ maxDepth: 1 }).filter(value => !JSON.stringify(value).includes('"__proto__"')) as fc.Arbitrary<Json>
  if (schema.const !== undefined) return fc.constant(schema.const as Json)
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as Json[]))
  const types = schema.type === undefined ? ['string', 'integer', 'boolean'] : Array.isArray(schema.type) ? (schema.type as string[]) : [schema.type as string]
  return fc.oneof(...types.map(type => ofType[type]?.(schema) ?? fc.constant(null)))
}

const ofType: Readonly<Record<string, (schema: JsonSchema) => fc.Arbitrary<Json>>> = {
  boolean: () => fc.boolean(),
  integer: ({ minimum = -10, maximum = Number.MAX_SAFE_INTEGER }) =>
    fc.oneof(fc.constantFrom(minimum, maximum), fc.integer({ min: minimum, max: maximum } as never)) as fc.Arbitrary<Json>,
  number: ({ minimum = -100, maximum = 100 }) => fc.double({ min: minimum, max: maximum, noNaN: true } as never) as fc.Arbitrary<Json>,
  string: textOf,
  array: ({ items = {}, minItems = 0, maxItems = 5 }) =>
    fc.oneof(
      fc.array(anyOf(items as Schema), { minLength: minItems as number, maxLength: Math.min(maxItems as number, 5) }),
      fc.array(anyOf(items as Schema), { minLength: Math.min(maxItems as number, 32), maxLength: Math.min(maxItems as number, 32) }),
    ),
  object: objectOf,
}

/** Text by its pattern, else of any kind; now and then as long as it may be. */
function textOf({ pattern, minLength = 0, maxLength = 2000 }: JsonSchema): fc.Arbitrary<string> {
  if (typeof pattern === 'string') return fc.stringMatching(new RegExp(pattern, 'u'), { maxLength: Math.min(maxLength as number, 300) })
  // Code points, as JSON Schema counts; no more than twice as many units.
  const cut = (text: string) => [...text.slice(0, 2 * (maxLength as number))].slice(0, maxLength as number).join('')
  const any = fc.oneof({ weight: 6, arbitrary: arbitraries.nastyText({ minLength: minLength as number }) }, { weight: 1, arbitrary: arbitraries.longText() })
  return any.map(cut).map(text => (text.length < (minLength as number) ? text.padEnd(minLength as number, 'x') : text))
}

function objectOf(schema: JsonSchema): fc.Arbitrary<Json> {
  const { properties = {}, required = [], additionalProperties = true, propertyNames, dependentRequired = {}, maxProperties = 4 } = schema
  const stated = Object.entries(properties as Readonly<Record<string, Schema>>).filter(([, own]) => own !== false)
  const fields = Object.fromEntries(stated.map(([name, own]) => [name, anyOf(own)]))
  const known = fc.record(fields, { requiredKeys: required as never[], noNullPrototype: true })
  const others =
    additionalProperties === false
      ? fc.constant({})
      : fc.dictionary(nameOf(propertyNames as JsonSchema | undefined), anyOf(additionalProperties as Schema), {
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
    .oneof(fc.constantFrom('hint', 'roomId', '消息', 'constructor'), arbitraries.nastyText({ minLength: 1, maxLength: 3 }))
    .filter(name => name !== '__proto__')
}
