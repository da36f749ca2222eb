import { byteLength, bytes, concatBytes, type Target } from '@rouse/core/channel'
import { tokenList, tokenValues } from './token-values.ts'

/** How a vendor says a badge: `open`, then one of the two names with its number, then `}`. */
export interface BadgeForm {
  /** JSON up to the name: `,"badge":{"class":"…",`. */
  readonly open: string
  readonly add: string
  readonly set: string
  /** true: sets the unread count, as every push that replaces another one must; false: adds one. */
  readonly absolute: boolean
}

/** A JSON body as bytes with two holes, one for the badge and one for the array of tokens. */
export interface TokenBody {
  readonly head: Uint8Array
  /** null: the badge is left alone. */
  readonly badge: BadgeForm | null
  readonly between: string
  readonly tail: Uint8Array
  /** Bytes without the tokens' array, with the longest badge. */
  readonly size: number
}

/** The largest number that a launcher shows here. */
const mostShown = 99

/** A body from its parts: `head` ends where a badge's member may follow, `between` ends before the array of tokens. */
export function tokenBody(head: string, badge: BadgeForm | null, between: string, tail: string): TokenBody {
  const size = byteLength(head) + byteLength(longestBadge(badge)) + byteLength(between) + byteLength(tail)
  return { head: bytes(head), badge, between, tail: bytes(tail), size }
}

/** The badge's member at its longest; empty text where there is none. */
export const longestBadge = (badge: BadgeForm | null): string => (badge === null ? '' : `${badge.open}"${badge.set}":${mostShown}}`)

/**
 * The badge's member of a JSON object. 0 clears, adding ones too; else one is added, which needs no count; an absolute one is left
 * out (empty text) where the count is unknown, and is 99 at most. Source: docs/semantics.md, "Extension, click, badge".
 */
export function badgeMember({ open, add, set, absolute }: BadgeForm, count: number | null): string {
  if (count === 0) return `${open}"${set}":0}`
  if (!absolute) return `${open}"${add}":1}`
  return count === null ? '' : `${open}"${set}":${Math.min(count, mostShown)}}`
}

/** The bytes for these targets. Batches have one badge: the engine groups by it. A token given twice goes out once. */
export function filled({ head, badge, between, tail }: TokenBody, targets: readonly Target[]): Uint8Array {
  const member = badge === null ? '' : badgeMember(badge, targets[0]?.badge ?? null)
  return concatBytes(head, [member, between, tokenList(tokenValues(targets))], tail)
}
