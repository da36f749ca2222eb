import { type Inbound, type Json, secret, type TokenEvent } from '@rouse/core'
import { codeText, formFields, idsIn, jsonIn, kindOf, objectIn, type ReceiptKinds, type Receipts, takenWith, timeIn } from '../common/index.ts'
import type { XiaomiApp } from './config.ts'

/** Receipt types. Source: docs/vendors/xiaomi.md, "Receipts and dead ids"; 64 (device filtered out, unconfirmed) says nothing of a token. */
export const xiaomiReceipts: ReceiptKinds = { 1: 'delivered', 2: 'clicked', 16: 'gone', 32: 'unreachable', 128: 'exhausted' }

const taken = takenWith()

/**
 * Xiaomi's POST of a form with one field `data`. Nothing signs it; where config names a `callback.param`, a receipt that carries
 * another one is refused (null), so that a stranger cannot end registrations. That it comes back at all is (unconfirmed), so one
 * without is read.
 */
export function receipts(inbound: Inbound, app: XiaomiApp): Receipts | null {
  const expected = app.callback?.param
  const events: TokenEvent[] = []
  for (const [vendorId, entry] of Object.entries(objectIn(jsonIn(formFields(inbound.body).get('data'))))) {
    const receipt = objectIn(entry)
    if (expected !== undefined && receipt.param !== undefined && receipt.param !== expected) return null
    events.push(...eventsOf(vendorId, receipt, app.app))
  }
  return { events, response: taken }
}

function eventsOf(vendorId: string, { type, targets, timestamp }: { readonly [key: string]: Json }, app: string): readonly TokenEvent[] {
  const code = codeText(type) ?? ''
  const kind = kindOf(xiaomiReceipts, code)
  if (kind === undefined || typeof targets !== 'string') return []
  return idsIn(targets).map(id => ({ kind, token: secret(id), app, vendorId, code, ...timeIn(timestamp) }))
}
