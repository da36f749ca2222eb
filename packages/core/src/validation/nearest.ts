import { distance } from 'fastest-levenshtein'

/** Names longer than this are no slips of the pen: they are not compared. */
const longest = 64

/** Words of opposite meaning. Those of at most three letters count as whole words only. */
const opposites: readonly (readonly [string, string])[] = [
  ['enable', 'disable'],
  ['include', 'exclude'],
  ['inclusive', 'exclusive'],
  ['allow', 'suppress'],
  ['allow', 'deny'],
  ['accept', 'reject'],
  ['show', 'hide'],
  ['open', 'close'],
  ['before', 'after'],
  ['less', 'greater'],
  ['less', 'more'],
  ['fewer', 'more'],
  ['smaller', 'larger'],
  ['above', 'below'],
  ['over', 'under'],
  ['least', 'most'],
  ['first', 'last'],
  ['newest', 'oldest'],
  ['newer', 'older'],
  ['start', 'stop'],
  ['start', 'end'],
  ['high', 'low'],
  ['loud', 'silent'],
  ['always', 'never'],
  ['with', 'without'],
  ['true', 'false'],
  ['online', 'offline'],
  ['foreground', 'background'],
  ['login', 'logout'],
  ['min', 'max'],
  ['minimum', 'maximum'],
  ['add', 'remove'],
  ['all', 'none'],
  ['any', 'none'],
  ['from', 'until'],
  ['from', 'to'],
  ['in', 'out'],
  ['on', 'off'],
  ['up', 'down'],
  ['yes', 'no'],
]

/** What turns a name into its opposite. */
const negations = ['without', 'never', 'not', 'non', 'no', 'un', 'dis', 'de', 'in', 'im']

/** The words of a name, in lower case; however it is negated, it begins with `not`. */
function wordsOf(name: string): readonly string[] {
  const words = name
    .replace(/^!/, 'not ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
  const joined = words.join(' ')
  const plain = joined.replace(/^(?:do(?:es)? ?no?t|is ?no?t) ?/, 'not ')
  return plain === joined ? words : plain.split(' ')
}

const swapped = (word: string, from: string, to: string): string => (word === from || (from.length > 3 && word.includes(from)) ? word.replace(from, to) : word)

/** Names that would mean the opposite of this one, without case and separators. */
function oppositesOf(words: readonly string[]): readonly string[] {
  const joined = words.join('')
  const found = negations.flatMap(negation => [`${negation}${joined}`, ...(joined.startsWith(negation) ? [joined.slice(negation.length)] : [])])
  for (const [a, b] of opposites) {
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const other = words.map(word => swapped(word, from, to)).join('')
      if (other !== joined) found.push(other)
    }
  }
  return found
}

/** Whether `name` is nearer to an opposite of `candidate` than to `candidate`: `enabled` for `disabled`, `notIn` for `in`. */
function isReversed(name: string, candidate: string): boolean {
  const plain = wordsOf(name).join('')
  const words = wordsOf(candidate)
  const away = distance(plain, words.join(''))
  return oppositesOf(words).some(other => distance(plain, other) < away)
}

/**
 * The known name that a person most likely meant, or undefined where none is near: at most two in five letters differ,
 * whatever their case, or one name begins with the other. Never a name of the opposite meaning. Of equally near ones the first.
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (name.length === 0 || name.length > longest) return undefined
  const lower = name.toLowerCase()
  let best: string | undefined
  let bestDistance = Number.POSITIVE_INFINITY
  for (const candidate of known) {
    const other = candidate.toLowerCase()
    const away = distance(lower, other)
    const bound = Math.ceil(0.4 * Math.max(lower.length, other.length))
    const begins = Math.min(lower.length, other.length) >= 3 && (other.startsWith(lower) || lower.startsWith(other))
    if ((away <= bound || begins) && away < bestDistance && (away === 0 || !isReversed(name, candidate))) {
      best = candidate
      bestDistance = away
    }
  }
  return best
}
