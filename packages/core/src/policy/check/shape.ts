import type { Json } from '../../model/json.ts'
import { nearest } from '../../validation/nearest.ts'
import type { Mistakes } from './mistakes.ts'
import { childPointer } from './pointer.ts'

/** Notes what is wrong with one value. */
export type Check = (value: Json, pointer: string, mistakes: Mistakes) => undefined
export type JsonObject = { readonly [key: string]: Json }

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Text of `least`…`most` characters, of the pattern if there is one. */
export function text(what = 'text of 1 to 256 characters', pattern: RegExp = /^[\s\S]{1,256}$/u): Check {
  return (value, pointer, mistakes) => {
    if (typeof value !== 'string' || !pattern.test(value)) mistakes.add(pointer, `expected ${what}`, { value })
  }
}

export function integer(least: number, most: number): Check {
  const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `${least}…${most}`
  return (value, pointer, mistakes) => {
    if (!Number.isSafeInteger(value) || (value as number) < least || (value as number) > most)
      mistakes.add(pointer, `expected an integer of ${range}`, { value })
  }
}

export function oneOf(known: () => readonly string[], what: string): Check {
  return (value, pointer, mistakes) => {
    const names = known()
    if (typeof value === 'string' && names.includes(value)) return
    const list = names.length <= 12 ? `: ${names.map(name => JSON.stringify(name)).join(', ')}` : ''
    mistakes.add(pointer, `expected ${what}${list}`, { value, nearest: typeof value === 'string' ? nearest(value, names) : undefined })
  }
}

export function list(check: Check, { least = 0, most = 10_000 }: { readonly least?: number; readonly most?: number } = {}): Check {
  return (value, pointer, mistakes) => {
    if (!Array.isArray(value)) return mistakes.add(pointer, 'expected an array', { value })
    if (value.length < least) mistakes.add(pointer, `expected at least ${least === 1 ? 'one entry' : `${least} entries`}, found none`)
    if (value.length > most) return mistakes.add(pointer, `expected at most ${most} entries, found ${value.length}`)
    for (let i = 0; i < value.length && !mistakes.full; i++) check(value[i] as Json, childPointer(pointer, i), mistakes)
  }
}

export interface ObjectShape {
  readonly fields: { readonly [name: string]: Check }
  readonly required?: readonly string[]
  /** What to say of a field that is no field here, beside `unknown field`. */
  readonly hints?: { readonly [name: string]: string }
}

/** An object with these fields and no other. True: every required field is there. */
export function checkObject(value: Json, pointer: string, mistakes: Mistakes, { fields, required = [], hints = {} }: ObjectShape): value is JsonObject {
  if (!isObject(value)) {
    mistakes.add(pointer, 'expected an object', { value })
    return false
  }
  const known = Object.keys(fields)
  for (const name of Object.keys(value)) {
    if (mistakes.full) return false
    const at = childPointer(pointer, name)
    const check = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (check !== undefined) check(value[name] as Json, at, mistakes)
    else mistakes.add(at, Object.hasOwn(hints, name) ? `unknown field: ${hints[name]}` : 'unknown field', { nearest: nearest(name, known) })
  }
  const missing = required.filter(name => !Object.hasOwn(value, name))
  for (const name of missing) mistakes.add(childPointer(pointer, name), 'required, but missing')
  return missing.length === 0
}

export function object(shape: ObjectShape): Check {
  return (value, pointer, mistakes) => {
    checkObject(value, pointer, mistakes, shape)
  }
}

/** An object of any names that fit the pattern. */
export function record(check: Check, what: string, pattern: RegExp): Check {
  return (value, pointer, mistakes) => {
    if (!isObject(value)) return mistakes.add(pointer, 'expected an object', { value })
    for (const name of Object.keys(value)) {
      if (mistakes.full) return
      const at = childPointer(pointer, name)
      if (!pattern.test(name)) mistakes.add(at, `expected ${what}`, { value: name })
      check(value[name] as Json, at, mistakes)
    }
  }
}
