import type { Counting } from '../channel/contract.ts'
import { cost, count, unitsAt } from './count.ts'
import type { Graphemes } from './graphemes.ts'

/** A text within a limit. `from` and `to` are lengths before and after, in the limit's unit. */
export interface Fitted {
  readonly text: string
  readonly from: number
  readonly to: number
  readonly truncated: boolean
}

export const ellipsis = '…'

/**
 * Fits a text to a vendor's limit, counted as that vendor counts: cut at a grapheme, ended with `…`, which
 * counts too. A first grapheme longer than the limit is cut at a code point. Where not even `…` has room,
 * the text is cut without it.
 *
 * Only the part up to the limit is segmented, however long the text.
 *
 * @example
 * fit('Hello, world', { max: 8, unit: 'utf16' }, createGraphemes()).text // 'Hello, …'
 */
export function fit(text: string, counting: Counting, graphemes: Graphemes): Fitted {
  const { max, unit } = counting
  const from = count(text, unit)
  if (from <= max) return { text, from, to: from, truncated: false }
  const mark = count(ellipsis, unit) <= max ? ellipsis : ''
  const budget = max - count(mark, unit)
  const room = reach(text, budget, unit)
  let cut = graphemes.boundary(text, room)
  if (cut === 0 && graphemes.boundary(text, reach(text, max, unit)) === 0) cut = room
  const short = text.slice(0, cut) + mark
  return { text: short, from, to: count(short, unit), truncated: true }
}

/** How far, in UTF-16 units and on a code point, a text goes within `budget`. */
function reach(text: string, budget: number, unit: Counting['unit']): number {
  let index = 0
  for (let left = budget; index < text.length; ) {
    const units = unitsAt(text, index)
    left -= cost(text, index, units, unit)
    if (left < 0) break
    index += units
  }
  return index
}
