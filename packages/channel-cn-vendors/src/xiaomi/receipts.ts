import { type Inbound, type Json, secret, type TokenEvent } from '@rouse/core/channel'
import {
  type CallbackProof,
  callbackProof,
  codeText,
  formFields,
  idsIn,
  jsonIn,
  kindOf,
  objectIn,
  type ReceiptKinds,
  type Receipts,
  takenWith,
  timeIn,
} from '../common/index.ts'
import type { XiaomiApp } from './config.ts'

/** Receipt types. Source: docs/vendors/xiaomi.md, "Receipts and dead ids"; 64 (device filtered out, unconfirmed) says nothing of a token. */
export const xiaomiReceipts: ReceiptKinds = { 1: 'delivered', 2: 'clicked', 16: 'gone', 32: 'unreachable', 128: 'exhausted', 1024: 'expired' }

const taken = takenWith()

/**
 * Xiaomi's POST of a form with one field `data`. Nothing signs it: with a configured `callback.param`, a receipt that carries another one
 * or none is refused (null); without one, no receipt ends a registration. That Xiaomi sends the parameter back is (unconfirmed).
 */
export function receipts(inbound: Inbound, app: XiaomiApp): Receipts | null {
  const proof = callbackProof(app.callback?.param)
  const events: TokenEvent[] = []
  for (const [vendorId, entry] of Object.entries(objectIn(jsonIn(formFields(inbound.body).get('data'))))) {
    const receipt = objectIn(entry)
    if (!proof.accepts(receipt.param)) return null
    events.push(...eventsOf(vendorId, receipt, app.app, proof))
  }
  return { events, response: taken }
}

function eventsOf(vendorId: string, { type, targets, timestamp }: { readonly [key: string]: Json }, app: string, proof: CallbackProof): readonly TokenEvent[] {
  const code = codeText(type) ?? ''
  const claimed = kindOf(xiaomiReceipts, code)
  if (claimed === undefined || typeof targets !== 'string') return []
  const kind = proof.kind(claimed)
  return idsIn(targets).map(id => ({ kind, token: secret(id), app, vendorId, code, ...timeIn(timestamp) }))
}
