import { bytes, type TokenEvent, type WireResponse } from '@rouse/core/channel'

/** What a vendor's callback says, and what the vendor is answered. */
export interface Receipts {
  readonly events: readonly TokenEvent[]
  readonly response: WireResponse
}

/** What the codes of a vendor's receipts say of a token; those that say nothing of one are left out. */
export type ReceiptKinds = Readonly<Record<string, TokenEvent['kind']>>

/** What a code says of a token; undefined: nothing. */
export const kindOf = (kinds: ReceiptKinds, code: string): TokenEvent['kind'] | undefined => (Object.hasOwn(kinds, code) ? kinds[code] : undefined)

/** HTTP 200 with the JSON that the vendor expects. */
export const takenWith = (json = '{}'): WireResponse => ({ status: 200, headers: { 'content-type': 'application/json' }, body: bytes(json) })
