import type { Answer, Batch, Exchange } from '@rouse/core'
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
    body: { json: payload.head === null || target.badge === null ? payload.plain : spliced(payload.head, target.badge, payload.tail) },
  }
  return [read(response, target)]
}

const zero = 48

/** head + badge + tail, the digits written as bytes. */
function spliced(head: Uint8Array, badge: number, tail: Uint8Array): Uint8Array {
  let digits = 1
  for (let rest = badge; rest >= 10; rest = Math.floor(rest / 10)) digits++
  const end = head.length + digits
  // From Node's pool: an ArrayBuffer of its own for each push costs more than all the rest of it. Every byte is written below.
  const body = Buffer.allocUnsafe(end + tail.length)
  body.set(head)
  let rest = badge
  for (let i = end - 1; i >= head.length; i--) {
    body[i] = zero + (rest % 10)
    rest = Math.floor(rest / 10)
  }
  body.set(tail, end)
  return body
}
