import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'

/** The replace id of a message: the stated collapseKey, else the message's id, so that a revoke or an edit finds what it replaces. */
export const replaceId = (messageId: string, collapseKey?: string | null): string => collapseKey ?? messageId

/**
 * A number of 1…`max` (default 2147483647: a notify id) that is the same for the same text, in every process and release:
 * the first 4 bytes of its sha256, without the sign.
 */
export function stableInt(text: string, max = 0x7fffffff): number {
  const hash = sha256(utf8ToBytes(text.toWellFormed()))
  const value = (((hash[0] as number) << 24) | ((hash[1] as number) << 16) | ((hash[2] as number) << 8) | (hash[3] as number)) & 0x7fffffff
  return (value % max) + 1
}

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_'

/**
 * `length` (1…32) characters of `[0-9A-Za-z_-]` that are the same for the same text; the first one is a letter or a digit.
 * 8 of them tell some 2^47 texts apart, 20 more than anyone sends.
 */
export function stableKey(text: string, length: number): string {
  const hash = sha256(utf8ToBytes(text.toWellFormed()))
  let key = alphabet.charAt((hash[0] as number) % 62)
  for (let i = 1; i < length; i++) key += alphabet.charAt((hash[i] as number) & 63)
  return key
}

/** An id as it is where it has 1…`maxBytes` (default 64) bytes of UTF-8; else 32 characters that stand for it. */
export function shortId(id: string, maxBytes = 64): string {
  const wellFormed = id.toWellFormed()
  if (wellFormed.length <= maxBytes && wellFormed.length > 0 && utf8ToBytes(wellFormed).length <= maxBytes) return wellFormed
  return stableKey(wellFormed, 32)
}

/** As `shortId`, for a header: an id with anything but printable ASCII is hashed too, so that no id can break a request. */
export function headerId(id: string, maxBytes = 64): string {
  return id.length <= maxBytes && /^[!-~](?:[ -~]*[!-~])?$/.test(id) ? id : stableKey(id, 32)
}
