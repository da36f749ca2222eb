/** `han-double`: a Han character counts two. */
export interface Counting {
  readonly max: number
  readonly unit: 'utf16' | 'code-point' | 'han-double' | 'utf8-byte'
}

/**
 * How long a text is, as a vendor counts. `utf8-byte` counts a lone surrogate as the three bytes of U+FFFD.
 *
 * @example
 * count('你好 👋', 'han-double') // 7: two Han characters as two each, a space, an emoji of two UTF-16 units
 */
export function count(text: string, unit: Counting['unit']): number {
  if (unit === 'utf16') return text.length
  let total = 0
  for (let i = 0; i < text.length; ) {
    const units = unitsAt(text, i)
    total += cost(text, i, units, unit)
    i += units
  }
  return total
}

/** UTF-16 units of the code point at `index`: 1 or 2. */
export function unitsAt(text: string, index: number): 1 | 2 {
  const high = text.charCodeAt(index)
  if (high < 0xd800 || high > 0xdbff || index + 1 >= text.length) return 1
  const low = text.charCodeAt(index + 1)
  return low >= 0xdc00 && low <= 0xdfff ? 2 : 1
}

/** What the code point at `index`, `units` long, costs. */
export function cost(text: string, index: number, units: 1 | 2, unit: Counting['unit']): number {
  switch (unit) {
    case 'utf16':
      return units
    case 'code-point':
      return 1
    case 'utf8-byte': {
      if (units === 2) return 4
      const code = text.charCodeAt(index)
      return code < 0x80 ? 1 : code < 0x800 ? 2 : 3
    }
    case 'han-double':
      return units === 1 && isDouble(text.charCodeAt(index)) ? 2 : units
  }
}

/**
 * Blocks whose characters vivo's older count takes as two: general punctuation, CJK punctuation, CJK ideographs
 * (extension A, unified, compatibility) and full-width forms. Han beyond the basic plane are two UTF-16 units anyway.
 * Source: docs/vendors/vivo.md, "Counting".
 */
const doubleBlocks: readonly (readonly [from: number, to: number])[] = [
  [0x2000, 0x206f],
  [0x3000, 0x303f],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xf900, 0xfaff],
  [0xff00, 0xffef],
]

const isDouble = (code: number): boolean => code >= 0x2000 && doubleBlocks.some(([from, to]) => code >= from && code <= to)
