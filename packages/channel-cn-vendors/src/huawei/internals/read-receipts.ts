import { createHmac, timingSafeEqual } from 'node:crypto'
import { bytes, type Inbound, type Json, parse, secret, type TokenEvent, type WireResponse } from '@rouse/core'
import type { HuaweiCallback } from '../config.ts'

/** What a callback says, and what Huawei is answered. */
export interface ReadReceipts {
  readonly events: readonly TokenEvent[]
  readonly response: WireResponse
}

/**
 * Receipt codes that say something of a token. Source: vendors/huawei.md, "Receipts"; drop on 2 and 5; 6, 10 and 201 are those that
 * Huawei advises to filter: the token lives. The others (14, 15, 22, 27, 31, 51, 144) are of one message.
 */
export const huaweiReceipts: Readonly<Record<string, TokenEvent['kind']>> = {
  0: 'delivered',
  2: 'gone',
  5: 'gone',
  6: 'unreachable',
  10: 'unreachable',
  102: 'exhausted',
  201: 'unreachable',
  256: 'exhausted',
}

const taken: WireResponse = { status: 200, headers: { 'content-type': 'application/json' }, body: bytes('{"code":"0","message":"success"}') }

/** Reads both forms of a receipt: v1's flat one, and v2's with `deliveryStatus`. null: the signature is missing or wrong. */
export function readReceipts(inbound: Inbound, app: string, callback: HuaweiCallback | undefined): ReadReceipts | null {
  if (callback !== undefined && !signed(signatureIn(inbound), callback)) return null
  const { statuses } = parse(inbound.body)
  return { events: Array.isArray(statuses) ? statuses.flatMap(status => eventOf(status, app)) : [], response: taken }
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

function eventOf(status: Json, app: string): readonly TokenEvent[] {
  if (status === null || typeof status !== 'object' || Array.isArray(status)) return []
  const { token, requestId, deliveryStatus } = status as { readonly [key: string]: Json }
  const nested = deliveryStatus !== null && typeof deliveryStatus === 'object' && !Array.isArray(deliveryStatus) ? deliveryStatus : undefined
  const { status: flat, timestamp: flatAt } = status as { readonly [key: string]: Json }
  const { result = flat, timestamp = flatAt } = (nested ?? {}) as { readonly [key: string]: Json }
  const code = typeof result === 'number' || typeof result === 'string' ? `${result}` : ''
  const kind = Object.hasOwn(huaweiReceipts, code) ? huaweiReceipts[code] : undefined
  if (kind === undefined || typeof token !== 'string' || token === '') return []
  const at = typeof timestamp === 'number' || typeof timestamp === 'string' ? Number(timestamp) : Number.NaN
  return [
    {
      kind,
      token: secret(token),
      app,
      code,
      ...(typeof requestId === 'string' && requestId !== '' ? { vendorId: requestId } : {}),
      ...(Number.isFinite(at) && at > 0 ? { at } : {}),
    },
  ]
}
