import type { Validator } from '../../channel/contract.ts'
import type { Mistake } from '../mistake.ts'
import { nearest } from '../nearest.ts'
import { expected } from './expected.ts'
import { resolve, step } from './pointer.ts'
import { showValue } from './show-value.ts'

type SchemaError = NonNullable<Validator['errors']>[number]

/** What ajv tells beside the contract's fields, where it was asked to be verbose. */
interface Told {
  readonly parentSchema?: unknown
  readonly schemaPath?: string
  readonly propertyName?: string
}

/** Errors that only say that another one exists. */
const echoes: ReadonlySet<string> = new Set(['if', 'allOf', '$ref', '$dynamicRef'])
const unions: ReadonlySet<string> = new Set(['anyOf', 'oneOf'])
const sizes: Readonly<Record<string, string>> = {
  minItems: 'expected at least {limit} items',
  maxItems: 'expected at most {limit} items',
  minProperties: 'expected at least {limit} fields',
  maxProperties: 'expected at most {limit} fields',
}

/** More errors than this are counted, not worded: wording and sorting a megabyte of junk helps nobody. */
const worded = 5000

export interface SchemaMistakeOptions {
  /** Put before every pointer. */
  readonly base?: string
  /** false: no value is ever shown (configs hold secrets). Default true. */
  readonly values?: boolean
}

/** A validator's errors in our words, unsorted, and how many more there are. */
export function schemaMistakes(
  errors: Validator['errors'],
  input: unknown,
  { base = '', values = true }: SchemaMistakeOptions = {},
): { readonly mistakes: readonly Mistake[]; readonly more: number } {
  const all = errors ?? []
  const mistakes: Mistake[] = []
  for (const error of all.slice(0, worded)) {
    const { schemaPath, propertyName } = error as Told
    if (echoes.has(error.keyword) || propertyName !== undefined) continue
    // A union that fails is told by its branches' errors, where they are known.
    if (unions.has(error.keyword) && all.some(other => other !== error && schemaPath !== undefined && (other as Told).schemaPath?.startsWith(`${schemaPath}/`)))
      continue
    const mistake = inWords(error, input, values)
    mistakes.push({ ...mistake, pointer: base + mistake.pointer })
  }
  return { mistakes, more: Math.max(0, all.length - worded) }
}

function inWords(error: SchemaError, input: unknown, values: boolean): Mistake {
  const { instancePath: pointer, keyword, params } = error
  const parent = (error as Told).parentSchema
  const properties = fields(parent)
  switch (keyword) {
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const name = String(params.additionalProperty ?? params.unevaluatedProperty)
      return { pointer: pointer + step(name), message: 'unknown field', ...optional('nearest', nearest(name, Object.keys(properties))) }
    }
    case 'required':
    case 'dependentRequired': {
      const name = String(params.missingProperty)
      const want = expected(properties[name])
      return { pointer: pointer + step(name), message: want === undefined ? 'missing' : `missing, ${want}` }
    }
    case 'propertyNames':
      return { pointer: pointer + step(String(params.propertyName)), message: 'a field name that is not allowed here' }
  }
  const size = sizes[keyword]
  const value = resolve(input, pointer)
  const shown = values ? showValue(pointer, value) : undefined
  const close = values && keyword === 'enum' && typeof value === 'string' ? nearest(value, choices(parent)) : undefined
  const message = size?.replace('{limit}', String(params.limit)) ?? expected(parent) ?? error.message ?? `breaks the schema's ${keyword}`
  return { pointer, message, ...optional('nearest', close), ...optional('value', shown) }
}

const optional = <K extends string>(key: K, value: string | undefined): { readonly [key in K]?: string } =>
  value === undefined ? {} : ({ [key]: value } as { readonly [key in K]: string })

function fields(schema: unknown): Readonly<Record<string, unknown>> {
  const properties = typeof schema === 'object' && schema !== null && 'properties' in schema ? schema.properties : undefined
  return typeof properties === 'object' && properties !== null ? (properties as Readonly<Record<string, unknown>>) : {}
}

function choices(schema: unknown): readonly string[] {
  const list = typeof schema === 'object' && schema !== null && 'enum' in schema ? schema.enum : undefined
  return Array.isArray(list) ? list.filter(choice => typeof choice === 'string') : []
}
