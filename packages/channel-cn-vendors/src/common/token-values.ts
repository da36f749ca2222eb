import type { Target } from '@rouse/core/channel'

/** The tokens of a batch in their order, each once. */
export function tokenValues(targets: readonly Target[]): readonly string[] {
  const values: string[] = []
  for (const { token } of targets) values.push(token.reveal())
  return values.length === 1 || endsDiffer(values) ? values : [...new Set(values)]
}

/** Tokens as a JSON array: `limits.token` lets through nothing that JSON would escape. */
export const tokenList = (tokens: readonly string[]): string => `["${tokens.join('","')}"]`

/** Characters at the end of a token that tell nearly all of them apart. */
const telling = 8

/** Whether all surely differ, by hashes of their ends: a Set would read every token whole. */
function endsDiffer(values: readonly string[]): boolean {
  // Four places a token and more, a power of two.
  const mask = 2 ** (34 - Math.clz32(values.length)) - 1
  const seen = new Int32Array(mask + 1)
  for (const value of values) {
    const { length } = value
    let hash = length
    for (let at = Math.max(0, length - telling); at < length; at++) hash = Math.imul(hash ^ value.charCodeAt(at), 0x01000193)
    // 0 is an empty place.
    hash |= 1
    let place = (hash >>> 7) & mask
    while (seen[place] !== 0) {
      if (seen[place] === hash) return false
      place = (place + 1) & mask
    }
    seen[place] = hash
  }
  return true
}
