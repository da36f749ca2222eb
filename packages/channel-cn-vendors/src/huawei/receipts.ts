import { createHmac, timingSafeEqual } from 'node:crypto'
import { type Inbound, type Json, parse, secret, type TokenEvent } from '@rouse/core/channel'
import { callbackProof, codeText, kindOf, listIn, objectIn, type ReceiptKinds, type Receipts, takenWith, timeIn } from '../common/index.ts'
import type { HuaweiApp, HuaweiCallback } from './config.ts'

/**
 * Receipt codes that say something of a token. Source: docs/vendors/huawei.md, "Receipts"; drop on 2 and 5; 6, 10 and 201 are those that
 * Huawei advises to filter: the token lives. The others (14, 15, 22, 27, 31, 51, 144) are of one message.
 */
export const huaweiReceipts: ReceiptKinds = {
  0: 'delivered',
  2: 'gone',
  5: 'gone',
  6: 'unreachable',
  10: 'unreachable',
  102: 'exhausted',
  201: 'unreachable',
  256: 'exhausted',
}

const taken = takenWith('{"code":"0","message":"success"}')

/** Milliseconds that a signature stays fresh, where config says nothing. */
export const maxReceiptAgeMs = 300_000

/** Maximum number of signatures that are remembered, in two halves. */
const maxSignatures = 20_000

/** A reader of receipts, which remembers the signatures it accepted. */
export type ReadReceipts = (inbound: Inbound, app: Pick<HuaweiApp, 'app' | 'callback'>, now?: number) => Receipts | null

/**
 * Creates the reader of one channel for Huawei's report on messages, in both forms: v1's flat one, and v2's with `deliveryStatus`. With a
 * configured `callback` it returns null for a signature that is missing, wrong, older than `callback.maxAgeMs`, or used before: Huawei
 * signs timestamp, nonce and user, not the body, so a captured header must not serve twice. Without `callback`, no receipt ends a
 * registration: `gone` becomes `unreachable`. Source: docs/vendors/huawei.md, "Receipts".
 */
export function createReceipts(): ReadReceipts {
  let newer = new Set<string>()
  let older = new Set<string>()
  const isRepeated = (digest: string): boolean => {
    if (newer.has(digest) || older.has(digest)) return true
    if (newer.size >= maxSignatures / 2) {
      older = newer
      newer = new Set()
    }
    newer.add(digest)
    return false
  }
  return (inbound, { app, callback }, now = Date.now()) => {
    if (callback !== undefined) {
      const signature = signatureIn(inbound, callback)
      if (signature === null || !isFresh(signature.timestamp, now, callback.maxAgeMs ?? maxReceiptAgeMs)) return null
      if (isRepeated(signature.digest)) return null
    }
    const believed = callbackProof(callback === undefined ? undefined : callback.key)
    return { events: listIn(parse(inbound.body).statuses).flatMap(status => eventOf(status, app, believed.kind)), response: taken }
  }
}

/** A timestamp of 12 digits or more is in milliseconds, a shorter one in seconds. */
function isFresh(timestamp: string, now: number, maxAgeMs: number): boolean {
  if (!/^\d{1,16}$/.test(timestamp)) return false
  const at = Number(timestamp) * (timestamp.length >= 12 ? 1 : 1000)
  return Math.abs(now - at) <= maxAgeMs
}

/**
 * The timestamp and the digest of a valid signature; null when it is missing or wrong. Header: `timestamp=…; nonce=…; value=…`, the value
 * being Base64(HMAC-SHA256(key, timestamp + nonce + user)). Nothing stands between the three, so digits could move from one to the next
 * under the same digest: the digest, not the nonce, tells whether a signature was used.
 */
function signatureIn({ headers }: Inbound, { user, key }: HuaweiCallback): { readonly timestamp: string; readonly digest: string } | null {
  const header = Object.entries(headers).find(([name]) => name.toLowerCase() === 'x-huawei-callback-id')?.[1] ?? ''
  const parts = new Map(
    header.split(';').map(part => {
      const [name = '', ...value] = part.trim().split('=')
      return [name.toLowerCase(), value.join('=')] as const
    }),
  )
  const [timestamp, nonce, value] = ['timestamp', 'nonce', 'value'].map(name => parts.get(name))
  if (timestamp === undefined || nonce === undefined || value === undefined) return null
  const expected = createHmac('sha256', key).update(`${timestamp}${nonce}${user}`).digest()
  const given = Buffer.from(value, 'base64')
  return given.length === expected.length && timingSafeEqual(given, expected) ? { timestamp, digest: expected.toString('base64') } : null
}

function eventOf(entry: Json, app: string, believed: (kind: TokenEvent['kind']) => TokenEvent['kind']): readonly TokenEvent[] {
  const { token, requestId, deliveryStatus, status: flat, timestamp: flatAt } = objectIn(entry)
  const { result = flat, timestamp = flatAt } = objectIn(deliveryStatus)
  const code = codeText(result) ?? ''
  const claimed = kindOf(huaweiReceipts, code)
  if (claimed === undefined || typeof token !== 'string' || token === '') return []
  const vendorId = typeof requestId === 'string' && requestId !== '' ? { vendorId: requestId } : {}
  return [{ kind: believed(claimed), token: secret(token), app, code, ...vendorId, ...timeIn(timestamp) }]
}
