import { bytes, type Inbound, type Json, parse, secret, type TokenEvent, type WireResponse } from '@rouse/core'
import type { HonorApp, HonorOptions } from './config.ts'

const taken: WireResponse = { status: 200, headers: { 'content-type': 'application/json' }, body: bytes('{"code":200,"message":"success"}') }

/** Only what can do no harm: nothing signs a receipt, and its codes are (unconfirmed). Config `receiptCodes` adds to them. */
const usual: NonNullable<HonorOptions['receiptCodes']> = { 0: 'delivered' }

/**
 * Honor's report on messages. Its form is (unconfirmed): read as Huawei's, `{statuses: [{token, status, timestamp, requestId}]}`;
 * what is not of this form says nothing. Source: vendors/honor.md, "Receipts".
 */
export function receipts(
  inbound: Inbound,
  { app }: HonorApp,
  { receiptCodes = usual }: HonorOptions,
): { readonly events: readonly TokenEvent[]; readonly response: WireResponse } {
  const { statuses } = parse(inbound.body)
  const events = (Array.isArray(statuses) ? statuses : []).flatMap((entry: Json): readonly TokenEvent[] => {
    if (entry === null || typeof entry !== 'object' || Array.isArray(entry)) return []
    const { token, status, timestamp, requestId } = entry as { readonly [key: string]: Json }
    const code = typeof status === 'number' || typeof status === 'string' ? `${status}` : ''
    const kind = Object.hasOwn(receiptCodes, code) ? receiptCodes[code] : undefined
    if (kind === undefined || typeof token !== 'string' || token === '') return []
    const at = Number(typeof timestamp === 'string' ? timestamp.trim() || Number.NaN : timestamp)
    const vendorId = typeof requestId === 'string' && requestId !== '' ? { vendorId: requestId } : {}
    return [{ kind, token: secret(token), app, code, ...vendorId, ...(Number.isFinite(at) && at > 0 ? { at } : {}) }]
  })
  return { events, response: taken }
}
