import { isObject, type Json, type JsonObject } from './json.ts'

/** Small questions to a JSON value; absent values are in order unless said otherwise. */

/** Absent, or an integer between both. */
export const optionalInteger = (value: Json | undefined, min: number, max: number): boolean =>
  value === undefined || (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max)

/** Absent, or a number or a text of digits between both: what lenient vendors read. */
export const optionalNumeric = (value: Json | undefined, min: number, max: number): boolean =>
  value === undefined ||
  ((typeof value === 'number' || (typeof value === 'string' && /^-?\d+$/.test(value))) &&
    Number.isInteger(Number(value)) &&
    Number(value) >= min &&
    Number(value) <= max)

/** Absent, or a text of at most so many characters. */
export const optionalText = (value: Json | undefined, max = Number.POSITIVE_INFINITY): boolean =>
  value === undefined || (typeof value === 'string' && value.length <= max)

/** Absent, or a text of at most so many characters, an emoji of one code point being one. */
export const optionalCharacters = (value: Json | undefined, max: number): boolean =>
  value === undefined || (typeof value === 'string' && characters(value) <= max)

/** Absent, or one of these. */
export const optionalOneOf = (value: Json | undefined, values: readonly Json[]): boolean => value === undefined || values.includes(value)

/** Absent, or a boolean. */
export const optionalBoolean = (value: Json | undefined): boolean => value === undefined || typeof value === 'boolean'

/** A text that is not only blanks. */
export const filled = (value: Json | undefined): value is string => typeof value === 'string' && value.trim() !== ''

/** The object a field holds; an empty one otherwise. */
export const objectAt = (value: JsonObject, name: string): JsonObject => {
  const held = value[name]
  return isObject(held) ? held : {}
}

/** Absent, or an address over TLS. */
export const optionalHttps = (value: Json | undefined): boolean => value === undefined || (typeof value === 'string' && /^https:\/\/\S+$/.test(value))

/** Absent, or a time as RFC 3339 writes it. */
export const optionalTime = (value: Json | undefined): boolean =>
  value === undefined || (typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(value))

/** Characters: a Han character, a letter or an emoji of one code point is one. */
export const characters = (text: string): number => [...text].length
