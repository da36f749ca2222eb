import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'

/**
 * Whether two secrets are equal, in a time that tells nothing of where they differ or how long they are. For what a caller sends: the
 * `param` of a receipt, a signature. False unless both are texts of at least one character, so that a missing secret never equals another.
 */
export function equalSecrets(a: unknown, b: unknown): boolean {
  if (typeof a !== 'string' || typeof b !== 'string' || a === '' || b === '') return false
  const [left, right] = [sha256(utf8ToBytes(a)), sha256(utf8ToBytes(b))]
  let difference = 0
  for (let at = 0; at < left.length; at++) difference |= (left[at] as number) ^ (right[at] as number)
  return difference === 0
}
