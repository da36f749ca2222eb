import type { JsonSchema } from '../model/json.ts'

const listed = (words: readonly string[]): string => (words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`)

const typeWords: Readonly<Record<string, string>> = { object: 'an object', array: 'an array', boolean: 'true or false', null: 'null' }

/** What a string of a format looks like. */
export const formats: Readonly<Record<string, string>> = {
  'date-time': 'an RFC 3339 time like 2026-11-23T10:00:00Z',
}

function range(unit: string, least: unknown, most: unknown): string {
  if (typeof least === 'number' && typeof most === 'number') return least === most ? ` of ${least}${unit}` : ` of ${least}…${most}${unit}`
  if (typeof least === 'number') return ` of ${least}${unit} or more`
  return typeof most === 'number' ? ` of at most ${most}${unit}` : ''
}

function typeText(type: string, schema: JsonSchema): string {
  switch (type) {
    case 'string':
      if (typeof schema.format === 'string' && formats[schema.format] !== undefined) return formats[schema.format] as string
      if (typeof schema.pattern === 'string') return `a string that matches ${schema.pattern}`
      return schema.minLength === 1 && schema.maxLength === undefined
        ? 'a string that is not empty'
        : `a string${range(' characters', schema.minLength, schema.maxLength)}`
    case 'integer':
    case 'number':
      return `${type === 'integer' ? 'an integer' : 'a number'}${range('', schema.minimum, schema.maximum)}`
    default:
      return typeWords[type] ?? type
  }
}

/**
 * What a schema wants, in words: `expected an integer of 0…2592000 or null`. A `title` says it better where
 * a schema that is not of objects alone has one. undefined where a schema wants nothing that can be said in a line.
 */
export function expected(schema: unknown): string | undefined {
  if (typeof schema !== 'object' || schema === null) return undefined
  const { type, title, enum: choices, const: only } = schema as JsonSchema
  if ('const' in schema) return `expected ${JSON.stringify(only)}`
  if (Array.isArray(choices)) return `expected ${listed(choices.map(choice => JSON.stringify(choice)))}`
  const types: readonly string[] = typeof type === 'string' ? [type] : Array.isArray(type) ? type : []
  if (typeof title === 'string' && type !== 'object') return `expected ${title}`
  return types.length === 0 ? undefined : `expected ${listed(types.map(each => typeText(each, schema as JsonSchema)))}`
}
