import type { ReadableValue } from '../fact-table.ts'

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
  const between = whole === true ? marks.flatMap(mark => [Math.ceil(mark) - 1, Math.floor(mark) + 1]) : gapsBetween(marks)
  return [...new Set([...marks, ...between])].filter(number => number >= least && number <= most && (whole !== true || Number.isInteger(number)))
}

function gapsBetween(marks: readonly number[]): readonly number[] {
  const [first = 0] = marks
  return [first - 1, ...marks.map((mark, i) => mark + ((marks[i + 1] ?? mark + 2) - mark) / 2)]
}
