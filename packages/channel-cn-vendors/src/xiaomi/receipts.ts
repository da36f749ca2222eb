import { bytes, type Inbound, type Json, parse, secret, type TokenEvent, type WireResponse } from '@rouse/core'
import { formFields } from '../common/index.ts'
import type { XiaomiApp } from './config.ts'

/** Receipt types. Source: vendors/xiaomi.md, "Receipts and dead ids"; 64 (device filtered out, unconfirmed) says nothing of a token. */
const kinds: Readonly<Record<string, TokenEvent['kind']>> = { 1: 'delivered', 2: 'clicked', 16: 'gone', 32: 'unreachable', 128: 'exhausted' }

const taken: WireResponse = { status: 200, headers: { 'content-type': 'application/json' }, body: bytes('{}') }

/**
 * Xiaomi's POST of a form with one field `data`. Nothing signs it; where config names a `callback.param`, a receipt that carries
 * another one is refused (null), so that a stranger cannot end registrations.
 */
export function receipts(inbound: Inbound, app: XiaomiApp): { readonly events: readonly TokenEvent[]; readonly response: WireResponse } | null {
  const data = formFields(inbound.body).get('data')
  const events: TokenEvent[] = []
  for (const [vendorId, entry] of Object.entries(data === undefined ? {} : parse(bytes(data)))) {
    if (entry === null || typeof entry !== 'object' || Array.isArray(entry)) continue
    const receipt = entry as { readonly [key: string]: Json }
    if (app.callback?.param !== undefined && receipt.param !== undefined && receipt.param !== app.callback.param) return null
    events.push(...eventsOf(vendorId, receipt, app.app))
  }
  return { events, response: taken }
}

function eventsOf(vendorId: string, receipt: { readonly [key: string]: Json }, app: string): readonly TokenEvent[] {
  const code = typeof receipt.type === 'number' || typeof receipt.type === 'string' ? `${receipt.type}` : ''
  const kind = Object.hasOwn(kinds, code) ? kinds[code] : undefined
  if (kind === undefined || typeof receipt.targets !== 'string') return []
  const at = Number(receipt.timestamp)
  const when = receipt.timestamp === undefined || !Number.isFinite(at) ? {} : { at }
  const tokens = receipt.targets.split(',').map(token => token.trim())
  return tokens.filter(token => token !== '').map(token => ({ kind, token: secret(token), app, vendorId, code, ...when }))
}
