import { ellipsis } from './fit.ts'
import { codePointFloor, type Graphemes, longestGrapheme } from './graphemes.ts'

/** A text of at most `length` graphemes (1 or more), `…` among them; a text that has no more stays as it is. */
export function shorten(text: string, length: number, graphemes: Graphemes): string {
  const ends = graphemes.ends(boundTo(text, length + 1), length + 1)
  return ends.length <= length ? text : text.slice(0, length > 1 ? ends[length - 2] : 0) + ellipsis
}

// What `ends` counts as a grapheme has a longest length, so that no more of the text matters.
const boundTo = (text: string, atMost: number): string => {
  const bound = (atMost + 1) * longestGrapheme
  return text.length <= bound ? text : text.slice(0, codePointFloor(text, bound))
}
