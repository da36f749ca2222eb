import { bytes, type Inbound, secret, type TokenEvent, text, type WireResponse } from '@rouse/core'
import { idsIn, jsonIn, listIn, objectIn, timeIn } from '../common/index.ts'
import type { OppoApp } from './config.ts'

/** Source: vendors/oppo.md, "Receipts and feedback". */
const kinds: Readonly<Record<string, TokenEvent['kind']>> = { push_arrive: 'delivered', regid_invalid: 'gone', user_daily_limit: 'exhausted' }

const taken: WireResponse = { status: 200, headers: { 'content-type': 'application/json' }, body: bytes('{}') }

/**
 * OPPO's POST of a JSON array. Nothing signs it; where config names a `callback.param`, a receipt that does not carry it is refused
 * (null), so that a stranger cannot end registrations: name one.
 */
export function receipts(inbound: Inbound, app: OppoApp): { readonly events: readonly TokenEvent[]; readonly response: WireResponse } | null {
  const entries = listIn(jsonIn(text(inbound.body))).map(objectIn)
  const expected = app.callback?.param
  if (expected !== undefined && entries.some(({ param }) => param !== expected)) return null
  const events = entries.flatMap(({ eventType, registrationIds, messageId, eventTime }): readonly TokenEvent[] => {
    const code = typeof eventType === 'string' ? eventType : ''
    const kind = Object.hasOwn(kinds, code) ? kinds[code] : undefined
    if (kind === undefined) return []
    const vendorId = typeof messageId === 'string' && messageId !== '' ? { vendorId: messageId } : {}
    return idsIn(registrationIds).map(id => ({ kind, token: secret(id), app: app.app, code, ...vendorId, ...timeIn(eventTime) }))
  })
  return { events, response: taken }
}
