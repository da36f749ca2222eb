import { isObject, type Json, type JsonObject } from '../common/json.ts'
import type { Violation } from './errors.ts'

/** What a field may hold. */
export type Shape =
  | { readonly type: 'string' | 'boolean' | 'integer' | 'number' | 'duration' | 'timestamp' | 'strings' | 'free' }
  | { readonly type: 'pattern'; readonly pattern: RegExp }
  | { readonly type: 'enum'; readonly values: readonly string[] }
  | { readonly type: 'list'; readonly of: Shape }
  | { readonly type: 'object'; readonly fields: Readonly<Record<string, Shape>> }

/** A value with all names in camelCase, and what is wrong with it. */
export interface Normal {
  readonly value: Json
  readonly violations: readonly Violation[]
}

const camel = (name: string): string => name.replace(/_([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase())
const snake = (path: string): string => path.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)

/** Reads a body as Google reads protobuf JSON: camelCase or snake_case, an unknown name is an error, `null` is absent. */
export function normalize(value: Json, shape: Shape): Normal {
  const violations: Violation[] = []
  const wrong = (path: string, description: string): Json => {
    if (violations.length < 20) violations.push({ field: snake(path), description })
    return null
  }
  return { value: walk(value, shape, '', wrong), violations }
}

type Wrong = (path: string, description: string) => Json

function walkObject(value: JsonObject, fields: Readonly<Record<string, Shape>>, path: string, wrong: Wrong): Json {
  const out: Record<string, Json> = {}
  for (const [name, held] of Object.entries(value)) {
    const known = camel(name)
    const shape = Object.hasOwn(fields, known) ? fields[known] : undefined
    const at = path === '' ? known : `${path}.${known}`
    if (!shape) {
      wrong(path, `Invalid JSON payload received. Unknown name "${name}"${path === '' ? '' : ` at '${snake(path)}'`}: Cannot find field.`)
      continue
    }
    if (held === null) continue
    if (Object.hasOwn(out, known)) wrong(at, `Invalid value at '${snake(at)}', field given twice`)
    out[known] = walk(held, shape, at, wrong)
  }
  return out
}

function walkStrings(value: JsonObject, path: string, wrong: Wrong): Json {
  for (const [name, held] of Object.entries(value)) if (typeof held !== 'string') wrong(`${path}[${name}]`, `Invalid value at '${snake(path)}' (TYPE_STRING)`)
  return value
}

const seconds = /^-?\d{1,12}(?:\.\d{1,9})?s$/

function scalar(value: Json, shape: Shape): boolean {
  switch (shape.type) {
    case 'string':
      return typeof value === 'string'
    case 'boolean':
      return typeof value === 'boolean'
    case 'integer':
      return Number.isInteger(value) || (typeof value === 'string' && /^-?\d+$/.test(value))
    case 'number':
      return typeof value === 'number'
    case 'duration':
      return typeof value === 'string' && seconds.test(value)
    case 'timestamp':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value))
    case 'pattern':
      return typeof value === 'string' && shape.pattern.test(value)
    default:
      return false
  }
}

function walk(value: Json, shape: Shape, path: string, wrong: Wrong): Json {
  switch (shape.type) {
    case 'free':
      return isObject(value) ? value : wrong(path, `Invalid value at '${snake(path)}', expected an object`)
    case 'strings':
      return isObject(value) ? walkStrings(value, path, wrong) : wrong(path, `Invalid value at '${snake(path)}', expected an object`)
    case 'object':
      return isObject(value) ? walkObject(value, shape.fields, path, wrong) : wrong(path, `Invalid value at '${snake(path)}', expected an object`)
    case 'list':
      return Array.isArray(value)
        ? value.map((item, index) => walk(item, shape.of, `${path}[${index}]`, wrong))
        : wrong(path, `Invalid value at '${snake(path)}', expected a list`)
    case 'enum': {
      const upper = typeof value === 'string' ? value.toUpperCase() : value
      return shape.values.includes(upper as string) ? upper : wrong(path, `Invalid value at '${snake(path)}' (TYPE_ENUM), ${JSON.stringify(value)}`)
    }
    default:
      return scalar(value, shape) ? value : wrong(path, `Invalid value at '${snake(path)}' (TYPE_${shape.type.toUpperCase()}), ${JSON.stringify(value)}`)
  }
}
