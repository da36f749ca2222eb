import { type Answer, type Batch, bytes, concatBytes, type Draft, type Exchange, type Target } from '@rouse/core/channel'
import { read } from './answers.ts'
import type { FcmApp } from './config.ts'
import { afterToken, type FcmPayload, maxBadge } from './render.ts'

const headers = { 'content-type': 'application/json; charset=UTF-8' }

/** One request, one token: FCM has no batch any more. */
export function* send({ payload, targets }: Batch<FcmPayload, FcmApp>): Exchange<readonly Answer[]> {
  const target = targets[0]
  if (target === undefined) return []
  const draft: Draft = { method: 'POST', url: payload.url, headers, body: { json: bodyOf(payload, target) } }
  return [read(yield draft, target)]
}

/** Badge and token behind the bytes that stand already; `limits.token` lets through nothing that JSON would escape. */
function bodyOf({ head, badge, close, isFid }: FcmPayload, target: Target): Uint8Array {
  const token = target.token.reveal()
  const key = isFid || isInstallationId(token) ? beforeFid : beforeToken
  const before = badge === null || target.badge === null ? close + key : `${badge}${Math.min(target.badge, maxBadge)}${close}${key}`
  return concatBytes(head, [before, token], tail)
}

const beforeToken = ',"token":"'
const beforeFid = ',"fid":"'
const tail = bytes(afterToken)

/** Whether a token has the form of a Firebase installation id. Source: docs/vendors/fcm.md, "Registrations: tokens and installation ids (FID)". */
const isInstallationId = (token: string): boolean => token.length === 22 && /^[cdef][A-Za-z0-9_-]{21}$/.test(token)
