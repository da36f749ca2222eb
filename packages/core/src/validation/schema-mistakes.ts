import type { Issue } from '../model/mistake.ts'
import type { Validator } from '../model/validator.ts'
import { expected } from './expected.ts'
import { nearest } from './nearest.ts'
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
/** Errors that say no more than that the value is not what its schema wants. */
const plain: ReadonlySet<string> = new Set([
  'type',
  'enum',
  'const',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minLength',
  'maxLength',
  'pattern',
  'format',
])
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
export function schemaIssues(
  errors: Validator['errors'],
  input: unknown,
  { base = '', values = true }: SchemaMistakeOptions = {},
): { readonly mistakes: readonly Issue[]; readonly more: number } {
  const all = errors ?? []
  const mistakes: Issue[] = []
  for (const error of withoutEchoes(all.slice(0, worded))) {
    const mistake = inWords(error, input, values)
    mistakes.push({ ...mistake, pointer: base + mistake.pointer })
  }
  return { mistakes, more: Math.max(0, all.length - worded) }
}

/**
 * Errors without those that only repeat others. A union (`anyOf`, `oneOf`) that fails is told by the errors of the branch
 * that came nearest: the one with the fewest.
 */
function withoutEchoes(all: readonly SchemaError[]): readonly SchemaError[] {
  const dropped = new Set<SchemaError>(all.filter(error => echoes.has(error.keyword) || (error as Told).propertyName !== undefined))
  for (const union of all) {
    const path = (union as Told).schemaPath
    if (!unions.has(union.keyword) || path === undefined) continue
    const inside = (error: SchemaError): boolean =>
      error.instancePath.startsWith(union.instancePath) && (error as Told).schemaPath?.startsWith(`${path}/`) === true
    const branches = Map.groupBy(all.filter(inside), error => (error as Told).schemaPath?.slice(path.length + 1).split('/', 1)[0] ?? '')
    if (branches.size === 0) continue
    dropped.add(union)
    const [, ...further] = [...branches.values()].sort((a, b) => a.length - b.length)
    for (const error of further.flat()) dropped.add(error)
  }
  return all.filter(error => !dropped.has(error))
}

function inWords(error: SchemaError, input: unknown, values: boolean): Issue {
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
    case 'false schema':
      return { pointer, message: 'not allowed here' }
    case 'propertyNames':
      return { pointer: pointer + step(String(params.propertyName)), message: 'a field name that is not allowed here' }
  }
  const size = sizes[keyword]
  const value = resolve(input, pointer)
  const shown = values ? showValue(pointer, value) : undefined
  const close = values && keyword === 'enum' && typeof value === 'string' ? nearest(value, choices(parent)) : undefined
  const message =
    size?.replace('{limit}', String(params.limit)) ?? (plain.has(keyword) ? expected(parent) : undefined) ?? error.message ?? `breaks the schema's ${keyword}`
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
