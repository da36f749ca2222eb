import { type Answer, type Batch, type Draft, type Exchange, every, json } from '@rouse/core/channel'
import { filled, type TokenBody, tokenValues } from '../common/index.ts'
import { lacksReview, read } from './answers.ts'
import type { HarmonyApp } from './config.ts'
import type { HarmonyPayload } from './render.ts'

const contentType = 'application/json; charset=UTF-8'

/**
 * One request for up to 1000 tokens. A widget's takes one and a test message's ten: what is more is sent one a request, without
 * asking in vain. What is refused for an image that has not passed review, as no picture of a chat has, goes once more without.
 */
export function* send({ payload, targets }: Batch<HarmonyPayload, HarmonyApp>): Exchange<readonly Answer[]> {
  if (targets.length === 0) return []
  const { url, pushType, tokens, body, plain } = payload
  if (targets.length > tokens) return every(targets, { kind: 'retryIndividually', code: `over-${tokens}-tokens` })
  const headers = { 'content-type': contentType, 'push-type': pushType }
  const draft = (each: TokenBody): Draft => ({ method: 'POST', url, headers, body: { json: filled(each, targets) } })
  const first = yield draft(body)
  if (plain === null || !lacksReview(first)) return read(first, targets)
  const answers = read(yield draft(plain), targets)
  return answers.map(answer => (answer.kind === 'accepted' ? { ...answer, detail: 'the image has not passed review (80100022): sent without it' } : answer))
}

/**
 * Takes a push back that is not delivered or not tapped yet: one request for up to 1000 tokens. Without a client id in the app entry
 * it asks nothing and rejects, so that the engine replaces the message. Source: docs/vendors/huawei.md, "v3: recall and badge update".
 */
export function* recall({ payload, targets }: Batch<HarmonyPayload, HarmonyApp>): Exchange<readonly Answer[]> {
  if (targets.length === 0) return []
  if (payload.recall === 'no-alert') {
    return every(targets, { kind: 'rejected', fault: 'payload', code: 'no-alert', detail: 'HarmonyOS recalls alerts only: this push has no notifyId' })
  }
  if (payload.recall === 'no-client-id') {
    const detail = 'a recall needs clientId in the app entry'
    return every(targets, { kind: 'rejected', fault: 'config', code: 'no-client-id', detail })
  }
  const { url, notifyId } = payload.recall
  const headers = { 'content-type': contentType, 'push-type': payload.pushType }
  return read(yield { method: 'POST', url, headers, body: { json: json({ notifyId, token: [...tokenValues(targets)] }) } }, targets)
}
