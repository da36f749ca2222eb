import { hash, timingSafeEqual } from 'node:crypto'
import type { Json, TokenEvent } from '@rouse/core/channel'

/** What an unsigned callback of a vendor may be believed. */
export interface CallbackProof {
  /** Whether a receipt carries the configured parameter. Compared in constant time. Without a configured parameter every receipt passes. */
  accepts(param: Json | undefined): boolean
  /** The kind as it may be reported: without a configured parameter anyone can post a receipt, so `gone` becomes `unreachable` and the token stays. */
  kind(claimed: TokenEvent['kind']): TokenEvent['kind']
}

const digestOf = (text: string) => hash('sha256', text, 'buffer')

/**
 * How far callbacks of an app entry are believed, by its `callback.param`: the only proof that a vendor posted them where nothing signs
 * them. `param` undefined: none is configured.
 */
export function callbackProof(param: string | undefined): CallbackProof {
  if (param === undefined) return { accepts: () => true, kind: claimed => (claimed === 'gone' ? 'unreachable' : claimed) }
  const expected = digestOf(param)
  return { accepts: given => typeof given === 'string' && timingSafeEqual(expected, digestOf(given)), kind: claimed => claimed }
}
