import { type Answer, type Batch, bytes, type Draft, type Exchange, spliced, type Target } from '@rouse/core'
import { read } from './answers.ts'
import type { FcmApp } from './config.ts'
import { afterToken, beforeBadge, beforeToken, type FcmPayload, mostBadge } from './render.ts'

const headers = { 'content-type': 'application/json; charset=UTF-8' }

/** One request, one token: FCM has no batch any more. */
export function* send({ payload, targets }: Batch<FcmPayload, FcmApp>): Exchange<readonly Answer[]> {
  const target = targets[0]
  if (target === undefined) return []
  const draft: Draft = { method: 'POST', url: payload.url, headers, body: { json: bodyOf(payload, target) } }
  return [read(yield draft, target)]
}

/** Badge and token behind the bytes that stand already; `limits.token` lets through nothing that JSON would escape. */
function bodyOf({ head, badge }: FcmPayload, target: Target): Uint8Array {
  const before = badge && target.badge !== null ? `${beforeBadge}${Math.min(target.badge, mostBadge)}${beforeToken}` : beforeToken
  return spliced(head, [before, target.token.reveal()], tail)
}

const tail = bytes(afterToken)
