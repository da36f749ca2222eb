import { closedStart } from './clean.ts'
import { type Counting, cost, count, unitsAt } from './count.ts'
import { codePointFloor, type Graphemes, longestGrapheme } from './graphemes.ts'

/**
 * The largest integer from `low` on, below `high`, that fits, given that `low` fits, `high` does not, and whatever
 * is smaller than what fits does too. Tries `guess` and its neighbour first, then halves: a good guess costs two trials.
 */
export function largestFit(low: number, high: number, guess: number, fits: (value: number) => boolean): number {
  let least = low
  let most = high
  let probe = Math.min(Math.max(Math.floor(guess), low + 1), high - 1)
  for (let trials = 0; most - least > 1; trials++) {
    const fitting = fits(probe)
    if (fitting) least = probe
    else most = probe
    probe = trials === 0 && fitting ? probe + 1 : Math.floor((least + most) / 2)
  }
  return least
}

/** A text of at most `length` graphemes (1 or more), `…` among them; a text that has no more stays as it is. */
export function shorten(text: string, length: number, graphemes: Graphemes): string {
  const ends = graphemes.ends(boundTo(text, length + 1), length + 1)
  return ends.length <= length ? text : closedStart(text.slice(0, length > 1 ? ends[length - 2] : 0)) + ellipsis
}

// What `ends` counts as a grapheme has a longest length, so that no more of the text matters.
const boundTo = (text: string, atMost: number): string => {
  const bound = (atMost + 1) * longestGrapheme
  return text.length <= bound ? text : text.slice(0, codePointFloor(text, bound))
}

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
 * the text is cut without it. A bidirectional control whose end is cut off goes too.
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
  const short = closedStart(text.slice(0, cut)) + mark
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
