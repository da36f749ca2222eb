import { type Inbound, secret, type TokenEvent, text } from '@rouse/core/channel'
import { callbackProof, idsIn, jsonIn, kindOf, listIn, objectIn, type ReceiptKinds, type Receipts, takenWith, timeIn } from '../common/index.ts'
import type { OppoApp } from './config.ts'

/** Source: docs/vendors/oppo.md, "Receipts and feedback". */
export const oppoReceipts: ReceiptKinds = { push_arrive: 'delivered', regid_invalid: 'gone', user_daily_limit: 'exhausted' }

const taken = takenWith()

/**
 * OPPO's POST of a JSON array. Nothing signs it: with a configured `callback.param`, a receipt that does not carry it is refused (null);
 * without one, no receipt ends a registration.
 */
export function receipts(inbound: Inbound, app: OppoApp): Receipts | null {
  const entries = listIn(jsonIn(text(inbound.body))).map(objectIn)
  const proof = callbackProof(app.callback?.param)
  if (!entries.every(({ param }) => proof.accepts(param))) return null
  const events = entries.flatMap(({ eventType, registrationIds, messageId, eventTime }): readonly TokenEvent[] => {
    const code = typeof eventType === 'string' ? eventType : ''
    const claimed = kindOf(oppoReceipts, code)
    if (claimed === undefined) return []
    const kind = proof.kind(claimed)
    const vendorId = typeof messageId === 'string' && messageId !== '' ? { vendorId: messageId } : {}
    return idsIn(registrationIds).map(id => ({ kind, token: secret(id), app: app.app, code, ...vendorId, ...timeIn(eventTime) }))
  })
  return { events, response: taken }
}
