import { unitsAt } from './count.ts'

/** Finds where graphemes end. Made once and handed in: the first use loads the segmenter's tables (some 20 ms). */
export interface Graphemes {
  /** The last grapheme boundary at or before `index` (UTF-16 units, on a code point). */
  boundary(text: string, index: number): number
  /**
   * Where the first graphemes end, at most `atMost` of them, in UTF-16 units. One of more than `longestGrapheme`
   * counts as several, cut at code points.
   */
  ends(text: string, atMost: number): readonly number[]
}

/** UTF-16 units: no character that a person writes has more; the longest emoji sequences have some 20. */
export const longestGrapheme = 64

/** Graphemes as Intl.Segmenter tells them; the segmenter is made when it is first needed. */
export function createGraphemes(make: () => Intl.Segmenter = () => new Intl.Segmenter('en', { granularity: 'grapheme' })): Graphemes {
  let made: Intl.Segmenter | undefined
  const segment = (text: string) => {
    made ??= make()
    return made.segment(text)
  }
  return {
    boundary(text, index) {
      if (index <= 0 || index >= text.length || (isPlain(text.charCodeAt(index - 1)) && isPlain(text.charCodeAt(index)))) return index
      // Whether a boundary stands before a code point depends on what is left of it and on itself, on nothing behind it.
      const window = text.slice(0, index + unitsAt(text, index))
      return segment(window).containing(index)?.index ?? index
    },
    ends(text, atMost) {
      const found: number[] = []
      for (const { index, segment: grapheme } of segment(text)) {
        let end = index
        while (end < index + grapheme.length) {
          if (found.length >= atMost) return found
          end = codePointFloor(text, Math.min(end + longestGrapheme, index + grapheme.length))
          found.push(end)
        }
      }
      return found
    },
  }
}

/** `index`, or one less where it would part a surrogate pair. */
export const codePointFloor = (text: string, index: number): number => (index > 0 && index < text.length && unitsAt(text, index - 1) === 2 ? index - 1 : index)

// Between two of these a boundary always stands: printable ASCII and unified Han, none of which joins anything.
const isPlain = (code: number): boolean => (code >= 0x20 && code < 0x7f) || (code >= 0x4e00 && code <= 0x9fff)
