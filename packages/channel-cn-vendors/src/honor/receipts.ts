import { type Inbound, type Json, parse, secret, type TokenEvent } from '@rouse/core/channel'
import { callbackProof, kindOf, listIn, objectIn, type ReceiptKinds, type Receipts, takenWith, timeIn } from '../common/index.ts'
import type { HonorApp, HonorOptions } from './config.ts'

/** Only what can do no harm: nothing signs a receipt, and its codes are (unconfirmed). Config `receiptCodes` takes its place. */
export const honorReceipts: ReceiptKinds = { 0: 'delivered' }

const taken = takenWith('{"code":200,"message":"success"}')

/**
 * Honor's report on messages. Its form is (unconfirmed): read as Huawei's, `{statuses: [{token, status, timestamp, requestId}]}`;
 * what is not of this form says nothing. Source: docs/vendors/honor.md, "Receipts".
 */
export function receipts(inbound: Inbound, { app }: HonorApp, { receiptCodes = honorReceipts }: HonorOptions): Receipts {
  return { events: listIn(parse(inbound.body).statuses).flatMap(status => eventOf(status, app, receiptCodes)), response: taken }
}

function eventOf(entry: Json, app: string, kinds: ReceiptKinds): readonly TokenEvent[] {
  const { token, status, timestamp, requestId } = objectIn(entry)
  const code = typeof status === 'number' || typeof status === 'string' ? `${status}` : ''
  const claimed = kindOf(kinds, code)
  if (claimed === undefined || typeof token !== 'string' || token === '') return []
  const vendorId = typeof requestId === 'string' && requestId !== '' ? { vendorId: requestId } : {}
  // Nothing signs a receipt of Honor: it ends no registration.
  const kind = callbackProof(undefined).kind(claimed)
  return [{ kind, token: secret(token), app, code, ...vendorId, ...timeIn(timestamp) }]
}
