import type { Json } from '@rouse/core/channel'

/** Pointers of texts and names in a body that hold half a surrogate pair: no vendor's parser need take them. */
export function illFormed(value: Json, at = ''): readonly string[] {
  if (typeof value === 'string') return value.isWellFormed() ? [] : [at]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, entry]) => [...(name.isWellFormed() ? [] : [`${at}/${name}`]), ...illFormed(entry as Json, `${at}/${name}`)])
}
