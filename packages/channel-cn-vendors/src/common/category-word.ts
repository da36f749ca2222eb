import type { Category, Note } from '@rouse/core/channel'

type Words = { readonly [category in Category]?: string }
type Nearest = { readonly [category in Category]?: Category }

/**
 * A vendor's word for a message class: its own, else that of the nearest class, with the note `category-mapped`. No word where
 * neither has one.
 */
export function categoryWord(vendor: string, category: string, words: Words, nearest: Nearest): { readonly word?: string; readonly note?: Note } {
  const own = words[category as Category]
  if (own !== undefined) return { word: own }
  const near = nearest[category as Category]
  const word = near === undefined ? undefined : words[near]
  const detail = word === undefined ? 'no class is sent' : `sent as ${word}`
  return { ...(word === undefined ? {} : { word }), note: { code: 'category-mapped', detail: `${vendor} has no class for category "${category}": ${detail}` } }
}
