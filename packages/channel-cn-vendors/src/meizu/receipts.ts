import { type Inbound, secret, type TokenEvent } from '@rouse/core/channel'
import { callbackProof, codeText, formFields, idsIn, jsonIn, kindOf, objectIn, type ReceiptKinds, type Receipts, takenWith } from '../common/index.ts'
import type { MeizuApp } from './config.ts'

/** Source: docs/vendors/meizu.md, "Receipts". No receipt tells of a dead id. */
export const meizuReceipts: ReceiptKinds = { 1: 'delivered', 2: 'clicked' }

const taken = takenWith()

/**
 * Meizu's POST of a form, `cb` in it: `{"<msgId>-<type>": {param, type, targets}}`. Nothing signs it; where config names a
 * `callback.param`, a receipt that does not carry it is refused (null).
 */
export function receipts(inbound: Inbound, app: MeizuApp): Receipts | null {
  const proof = callbackProof(app.callback?.param)
  const events: TokenEvent[] = []
  for (const [name, entry] of Object.entries(objectIn(jsonIn(formFields(inbound.body).get('cb'))))) {
    const { param, type, targets } = objectIn(entry)
    if (!proof.accepts(param)) return null
    const [, vendorId = name, typeInName = ''] = /^(.*)-(\d+)$/.exec(name) ?? []
    const code = codeText(type) ?? typeInName
    const kind = kindOf(meizuReceipts, code)
    if (kind === undefined) continue
    for (const id of idsIn(targets)) events.push({ kind, token: secret(id), app: app.app, vendorId, code })
  }
  return { events, response: taken }
}
