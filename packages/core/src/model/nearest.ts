import { distance } from 'fastest-levenshtein'

/** Names longer than this are no slips of the pen: they are not compared. */
const longest = 64

/**
 * The known name that a person most likely meant, or undefined where none is near: at most two in five letters differ,
 * whatever their case, or one name begins with the other. Of equally near ones the first.
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
    if ((away <= bound || begins) && away < bestDistance) {
      best = candidate
      bestDistance = away
    }
  }
  return best
}
