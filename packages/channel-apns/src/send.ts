import { type Answer, type Batch, bytes, type Exchange, spliced } from '@rouse/core'
import { read } from './answers.ts'
import type { ApnsApp } from './config.ts'
import type { ApnsPayload } from './render.ts'

/** One request, one token. Badge and token are put into bytes that stand already: this is the path that every push takes. */
export function* send({ payload, targets }: Batch<ApnsPayload, ApnsApp>): Exchange<readonly Answer[]> {
  const target = targets[0]
  if (target === undefined) return []
  const response = yield {
    method: 'POST',
    url: payload.url + target.token.reveal(),
    headers: { ...payload.headers, 'apns-id': target.id },
    body: { json: payload.head === null || target.badge === null ? bytes(payload.plain) : spliced(payload.head, `${target.badge}`, payload.tail) },
  }
  return [read(response, target)]
}
