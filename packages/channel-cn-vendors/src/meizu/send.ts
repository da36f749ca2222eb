import { type Answer, type Batch, type Exchange, parse, type WireResponse } from '@rouse/core/channel'
import { type Fields, formDraft, objectIn, tokenValues } from '../common/index.ts'
import { codeOf, movedCode, read, wholeOf } from './answers.ts'
import type { MeizuApp, MeizuOptions } from './config.ts'
import { redirectTo } from './internals/hosts.ts'
import type { MeizuPayload } from './render.ts'

const base = '/garcia/api/server/push'

/** Stores the message as a task, for one text to very many devices. Source: docs/vendors/meizu.md, "Endpoint". */
export function* prepare(payload: MeizuPayload, options: MeizuOptions): Exchange<{ readonly handle: string } | Answer> {
  const response = yield* post(`${payload.origin}${base}/pushTask/getTaskId`, [
    ['appId', payload.appId],
    ['messageJson', payload.messageJson, 'json'],
  ])
  const whole = wholeOf(response, [], options, false)
  // Nothing was said of a token here, so there is nothing to split.
  if (whole.kind === 'retryIndividually' || whole.kind === 'preparedMessageExpired') return { kind: 'rejected', fault: 'payload', code: whole.code }
  if (whole.kind !== 'accepted') return whole
  const { value, taskId } = parse(response.body)
  const id = objectIn(value).taskId ?? taskId ?? value
  if ((typeof id === 'string' || typeof id === 'number') && `${id}` !== '') return { handle: `${id}` }
  return { kind: 'unavailable', retries: 1, code: whole.code, detail: 'Meizu stored the task and gave no taskId' }
}

/** One request for up to 100 ids, of the message itself or of its task. */
export function* send({ payload, targets }: Batch<MeizuPayload, MeizuApp>, handle: string | undefined, options: MeizuOptions): Exchange<readonly Answer[]> {
  const ids = ['pushIds', tokenValues(targets).join(',')] as const
  const path = handle === undefined ? `${base}/varnished/pushByPushId` : `${base}/task/varnished/pushByPushId`
  const fields: Fields = [['appId', payload.appId], ids, handle === undefined ? ['messageJson', payload.messageJson, 'json'] : ['taskId', handle]]
  return read(yield* post(payload.origin + path, fields), targets, options)
}

/** The response; of the place that a redirect names, once, where that is Meizu's. */
function* post(url: string, fields: Fields): Exchange<WireResponse> {
  const response = yield formDraft(url, fields)
  const { redirect } = parse(response.body)
  const next = codeOf(response) === movedCode && typeof redirect === 'string' ? redirectTo(redirect, url) : null
  return next === null ? response : yield formDraft(next, fields)
}
