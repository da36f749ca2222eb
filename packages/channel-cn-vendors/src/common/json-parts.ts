import type { Json } from '@rouse/core/channel'

/** A value as an object; an empty one where it is none, so that reading a vendor's answer never throws. */
export const objectIn = (value: Json | undefined): { readonly [key: string]: Json } =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as { readonly [key: string]: Json }) : {}

/** A value as a list; an empty one where it is none. */
export const listIn = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : [])

/** Ids in a list, or in a text that separates them by commas. */
export function idsIn(value: Json | undefined): readonly string[] {
  const ids = typeof value === 'string' ? value.split(',') : listIn(value)
  return ids.flatMap(id => (typeof id === 'string' && id.trim() !== '' ? [id.trim()] : []))
}

/** Parsed JSON of any kind; undefined where it cannot be parsed, which says no more than an absent value. */
export function jsonIn(text: string | undefined): Json | undefined {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

/** A number of UNIX ms, from a number or its text, as an event's `at`. */
export function timeIn(value: Json | undefined): { readonly at?: number } {
  const at = typeof value === 'string' ? Number(value.trim() || Number.NaN) : value
  return typeof at === 'number' && Number.isFinite(at) && at > 0 ? { at } : {}
}
