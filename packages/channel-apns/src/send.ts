import { type Answer, type Batch, bytes, concatBytes, type Draft, type Exchange } from '@rouse/core/channel'
import { read } from './answers.ts'
import type { ApnsApp } from './config.ts'
import type { ApnsPayload } from './render.ts'

/**
 * One request for one token. Badge and token are put into bytes that stand already: this is the path of every push. An entry that serves both
 * environments asks the other host once before it believes BadDeviceToken, which APNs also answers to a token of the other environment.
 * Source: docs/vendors/apns.md, "Response".
 */
export function* send({ payload, targets }: Batch<ApnsPayload, ApnsApp>): Exchange<readonly Answer[]> {
  const target = targets[0]
  if (target === undefined) return []
  const token = target.token.reveal()
  const draft: Draft = {
    method: 'POST',
    url: payload.url + token,
    headers: { ...payload.headers, 'apns-id': target.id },
    body: { json: payload.head === null || target.badge === null ? bytes(payload.plain) : concatBytes(payload.head, `${target.badge}`, payload.tail) },
  }
  const answer = read(yield draft, target)
  if (payload.otherUrl === null || answer.code !== 'BadDeviceToken') return [answer]
  const other = read(yield { ...draft, url: payload.otherUrl + token }, target)
  return [settles(other) ? { ...other, detail: ['development host', other.detail].filter(part => part !== undefined).join(', ') } : answer]
}

/** Whether the other host's answer replaces the first one. A refusal that is not about the token, such as a key of one environment, does not. */
const settles = (other: Answer): boolean => other.kind !== 'rejected' && other.code !== 'BadDeviceToken'
