import { type Answer, type Batch, bytes, type Draft, type Exchange, every, parse, type Reset, shortId, stableKey, type Target } from '@rouse/core/channel'
import { chinaMidnight, tokenList, tokenValues } from '../common/index.ts'
import { read, savedCode, taskIdIn, wholeOf } from './answers.ts'
import type { VivoApp, VivoOptions } from './config.ts'
import { fieldLimits } from './limits.ts'
import type { VivoPayload } from './render.ts'

const headers = { 'content-type': 'application/json' }

/** A handle that no task of vivo's has: the message goes to each device alone. */
const alone = 'alone'

const post = (url: string, body: string): Draft => ({ method: 'POST', url, headers, body: { json: bytes(body) } })

/** The same in every attempt, and another for another text: should vivo drop repeated ids (unconfirmed), it drops a repeat only. */
const requestId = (id: string, { mark }: VivoPayload): string => JSON.stringify(shortId(`${id}-${mark}`, fieldLimits.requestId))

const badgeMember = ',"addBadge":true'

/** Saves the message once for all lists of it. Where no more may be saved today, each device gets it alone, and nobody asks again. */
export function* prepare(
  payload: VivoPayload,
  options: VivoOptions,
  targets: readonly Target[] = [],
): Exchange<{ readonly handle: string; readonly until?: Reset } | Answer> {
  if (payload.many === null) return { handle: alone }
  const response = yield post(
    `${payload.origin}/message/saveListPayload`,
    `${payload.many}${payload.badge ? badgeMember : ''},"requestId":${requestId(stableKey(`${payload.badge}${payload.key}`, 32), payload)}}`,
  )
  const answer = wholeOf(response, targets, options, false)
  if (answer.code === savedCode) return { handle: alone, until: chinaMidnight }
  if (answer.kind !== 'accepted') return answer
  const handle = taskIdIn(parse(response.body))
  if (handle !== '' && handle !== alone) return { handle }
  return { kind: 'unavailable', retries: 1, code: answer.code, detail: 'vivo saved the message and gave no taskId' }
}

/** `/message/send` for one device, `/message/pushToList` for 2…1000; without a handle the message is saved first. */
export function* send(batch: Batch<VivoPayload, VivoApp>, handle: string | undefined, options: VivoOptions): Exchange<readonly Answer[]> {
  const { targets, id } = batch
  const [first] = targets
  if (first === undefined) return []
  // Batches are alike in whether there is anything unread: the engine groups by it. Nothing unread adds nothing.
  const clears = batch.payload.badge && first.badge === 0
  const payload = clears ? { ...batch.payload, badge: false } : batch.payload
  const tokens = tokenValues(targets)
  const { origin } = payload
  if (tokens.length === 1) {
    const body = `${payload.single}${payload.badge ? badgeMember : ''},"regId":${JSON.stringify(tokens[0])},"requestId":${requestId(first.id, payload)}}`
    return read(yield post(`${origin}/message/send`, body), targets, options)
  }
  const saved = handle === undefined || clears ? yield* prepare(payload, options, targets) : { handle }
  if (!('handle' in saved)) return every(targets, saved)
  if (saved.handle === alone) return every(targets, { kind: 'retryIndividually', code: alone })
  const body = `{"appId":${payload.appId},"regIds":${tokenList(tokens)},"taskId":${JSON.stringify(saved.handle)},"requestId":${requestId(id, payload)}}`
  const answers = read(yield post(`${origin}/message/pushToList`, body), targets, options)
  // A list's answer does not repeat the task that it sent.
  return answers.map(answer => (answer.kind === 'accepted' ? { vendorId: saved.handle, ...answer } : answer))
}
