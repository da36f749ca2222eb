import { type Inbound, parse, secret, type TokenEvent } from '@rouse/core/channel'
import { callbackProof, idsIn, objectIn, type Receipts, takenWith, timeIn } from '../common/index.ts'
import type { VivoApp } from './config.ts'

const taken = takenWith()

/**
 * vivo's receipts of single pushes. Their form is (unconfirmed), read as `{"<taskId>": {param, targets: "a,b", ackTime}}`: delivered,
 * and nothing that could end a registration. Nothing signs them; where config names a `callback.param`, a receipt that does not
 * carry it is refused (null).
 */
export function receipts(inbound: Inbound, app: VivoApp): Receipts | null {
  const proof = callbackProof(app.callback?.param)
  const events: TokenEvent[] = []
  for (const [vendorId, entry] of Object.entries(parse(inbound.body))) {
    const { param, targets, ackTime } = objectIn(entry)
    if (!proof.accepts(param)) return null
    for (const id of idsIn(targets)) events.push({ kind: 'delivered', token: secret(id), app: app.app, vendorId, code: 'delivered', ...timeIn(ackTime) })
  }
  return { events, response: taken }
}
