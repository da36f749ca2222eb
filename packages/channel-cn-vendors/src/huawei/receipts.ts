import { createHmac, timingSafeEqual } from 'node:crypto'
import { type Inbound, type Json, parse, secret, type TokenEvent } from '@rouse/core/channel'
import { codeText, kindOf, listIn, objectIn, type ReceiptKinds, type Receipts, takenWith, timeIn } from '../common/index.ts'
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

/**
 * Huawei's report on messages, in both forms: v1's flat one, and v2's with `deliveryStatus`. Signed where config names a `callback`;
 * null: the signature is missing or wrong.
 */
export function receipts(inbound: Inbound, { app, callback }: Pick<HuaweiApp, 'app' | 'callback'>): Receipts | null {
  if (callback !== undefined && !signed(signatureIn(inbound), callback)) return null
  return { events: listIn(parse(inbound.body).statuses).flatMap(status => eventOf(status, app)), response: taken }
}

/** The header, however its name is written. */
const signatureIn = ({ headers }: Inbound): string => Object.entries(headers).find(([name]) => name.toLowerCase() === 'x-huawei-callback-id')?.[1] ?? ''

/** `timestamp=…; nonce=…; value=…`, the value being Base64(HMAC-SHA256(key, timestamp + nonce + user)). */
function signed(header: string, { user, key }: HuaweiCallback): boolean {
  const parts = new Map(
    header.split(';').map(part => {
      const [name = '', ...value] = part.trim().split('=')
      return [name.toLowerCase(), value.join('=')] as const
    }),
  )
  const [timestamp, nonce, value] = ['timestamp', 'nonce', 'value'].map(name => parts.get(name))
  if (timestamp === undefined || nonce === undefined || value === undefined) return false
  const wanted = createHmac('sha256', key).update(`${timestamp}${nonce}${user}`).digest()
  const given = Buffer.from(value, 'base64')
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

function eventOf(entry: Json, app: string): readonly TokenEvent[] {
  const { token, requestId, deliveryStatus, status: flat, timestamp: flatAt } = objectIn(entry)
  const { result = flat, timestamp = flatAt } = objectIn(deliveryStatus)
  const code = codeText(result) ?? ''
  const kind = kindOf(huaweiReceipts, code)
  if (kind === undefined || typeof token !== 'string' || token === '') return []
  const vendorId = typeof requestId === 'string' && requestId !== '' ? { vendorId: requestId } : {}
  return [{ kind, token: secret(token), app, code, ...vendorId, ...timeIn(timestamp) }]
}
