import { bytes, type Target } from '@rouse/core'

/** How a vendor says a badge: `open`, then one of the two names with its number, then `}`. */
export interface BadgeForm {
  /** JSON up to the name: `,"badge":{"class":"…",`. */
  readonly open: string
  readonly add: string
  readonly set: string
  /** true: the unread count is shown; false: one is added. */
  readonly absolute: boolean
}

/** A JSON body as bytes with two holes, one for the badge and one for the array of tokens. */
export interface TokenBody {
  readonly head: Uint8Array
  /** null: the badge is left alone. */
  readonly badge: BadgeForm | null
  readonly between: Uint8Array
  readonly tail: Uint8Array
  /** Bytes without the tokens' array, with the longest badge. */
  readonly size: number
}

/** The largest number that a launcher shows here. */
const mostShown = 99

/** A body from its parts: `head` ends where a badge's member may follow, `between` ends before the array of tokens. */
export function tokenBody(head: string, badge: BadgeForm | null, between: string, tail: string): TokenBody {
  const parts = { head: bytes(head), between: bytes(between), tail: bytes(tail) }
  return { ...parts, badge, size: parts.head.length + bytes(longestBadge(badge)).length + parts.between.length + parts.tail.length }
}

/** The badge's member at its longest; empty text where there is none. */
export const longestBadge = (badge: BadgeForm | null): string => (badge === null ? '' : `${badge.open}"${badge.set}":${mostShown}}`)

/**
 * The badge's member of a JSON object. 0 clears, adding ones too; else one is added, which needs no count; an absolute one is left
 * out (empty text) where the count is unknown, and is 99 at most. Source: domain/semantics, "Extension, click, badge".
 */
export function badgeMember({ open, add, set, absolute }: BadgeForm, count: number | null): string {
  if (count === 0) return `${open}"${set}":0}`
  if (!absolute) return `${open}"${add}":1}`
  return count === null ? '' : `${open}"${set}":${Math.min(count, mostShown)}}`
}

/** The bytes for these targets. Batches have one badge: the engine groups by it. A token given twice goes out once. */
export function filled({ head, badge, between, tail }: TokenBody, targets: readonly Target[]): Uint8Array {
  const number = badge === null ? nothing : bytes(badgeMember(badge, targets[0]?.badge ?? null))
  const tokens = bytes(JSON.stringify([...new Set(targets.map(({ token }) => token.reveal()))]))
  const parts = [head, number, between, tokens, tail]
  const body = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    body.set(part, at)
    at += part.length
  }
  return body
}

const nothing = new Uint8Array()
