import type { ReadableValue } from '../settings-paths.ts'

/**
 * One value of every kind that a readable place may hold, as far as conditions that compare it with these constants can tell the
 * difference. Never too few: what comes out the same for all of them comes out the same whatever the facts are.
 */
export function valuesOf(readable: ReadableValue, constants: readonly unknown[]): readonly unknown[] {
  const { type, nullable, always, filled } = readable
  const any = type === 'any'
  const texts = any || type === 'string' ? textsOf(readable, constants) : []
  return [
    ...(always === true ? [] : [undefined]),
    ...(nullable === true || any ? [null] : []),
    ...(any || type === 'boolean' ? [true, false] : []),
    ...texts.filter(text => filled !== true || text !== ''),
    ...(any || type === 'number' ? numbersOf(readable, constants) : []),
    ...(any || type === 'strings' ? [[]] : []),
  ]
}

/** The constants, and one text that is none of them. */
function textsOf({ oneOf }: ReadableValue, constants: readonly unknown[]): readonly string[] {
  if (oneOf !== undefined) return oneOf
  const texts = new Set(constants.filter(value => typeof value === 'string'))
  let other = 'other'
  while (texts.has(other)) other += 'x'
  return [...texts, other]
}

/** The constants, and one number in every gap between them. */
function numbersOf({ range = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY], whole }: ReadableValue, constants: readonly unknown[]): readonly number[] {
  const [least, most] = range
  const marks = [...constants.filter(value => typeof value === 'number'), ...range.filter(Number.isFinite)].sort((a, b) => a - b)
  if (marks.length === 0) return [0]
  const between = marks.flatMap(mark => (whole === true ? [wholeBelow(mark), wholeAbove(mark)] : [below(mark), above(mark)]))
  return [...new Set([...marks, ...between])].filter(number => number >= least && number <= most && (whole !== true || Number.isInteger(number)))
}

// From 2^53 on a number and the number plus 1 are the same: the neighbor is then the next number that there is.
const wholeBelow = (mark: number): number => Math.min(Math.ceil(mark) - 1, below(mark))
const wholeAbove = (mark: number): number => Math.max(Math.floor(mark) + 1, above(mark))

/** The largest number below this one. */
const below = (mark: number): number => -above(-mark)

/** The smallest number above this one; above the largest, Infinity. */
function above(mark: number): number {
  if (!Number.isFinite(mark)) return mark
  if (mark === 0) return Number.MIN_VALUE
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, mark)
  bits.setBigInt64(0, bits.getBigInt64(0) + (mark > 0 ? 1n : -1n))
  return bits.getFloat64(0)
}
