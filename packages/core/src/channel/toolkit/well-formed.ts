import type { Json } from '../../model/json.ts'

/** The value with every lone surrogate in its texts and keys replaced by U+FFFD; the same value where there is none. */
export function wellFormed<T extends Json>(value: T): T {
  return repaired(value) as T
}

/**
 * The JSON of a value whose texts and keys are well-formed: `JSON.stringify(wellFormed(value))`, at the price of JSON.stringify alone
 * where nothing is to be repaired.
 */
export function wellFormedJson(value: Json): string {
  const text = JSON.stringify(value)
  // A lone surrogate is written as an escape, \ud800…\udfff, in lower case; a text that has those letters itself is looked at closely.
  return text.includes('\\ud') ? JSON.stringify(wellFormed(value)) : text
}

function repaired(value: Json): Json {
  if (typeof value === 'string') return value.isWellFormed() ? value : value.toWellFormed()
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(repaired)
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key.toWellFormed(), repaired(entry)]))
}
