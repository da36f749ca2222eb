import type { Json } from '../model/json.ts'

/** The value with every lone surrogate in its texts and keys replaced by U+FFFD; the same value where there is none. */
export function wellFormed<T extends Json>(value: T): T {
  return repaired(value) as T
}

function repaired(value: Json): Json {
  if (typeof value === 'string') return value.isWellFormed() ? value : value.toWellFormed()
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(repaired)
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key.toWellFormed(), repaired(entry)]))
}
