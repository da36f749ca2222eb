import {
  type Answer,
  type AnswerMeaning,
  answerOf,
  every,
  type Json,
  parse,
  redact,
  retryAfter,
  statusVerdict,
  type Target,
  type WireResponse,
} from '@rouse/core/channel'
import { chinaMidnight, codeText, goneIfSingle, listIn, meaningOf, objectIn, type Row, rows, verdictOf, waiting } from '../common/index.ts'
import type { VivoOptions } from './config.ts'

const payload: AnswerMeaning = { kind: 'rejected', fault: 'payload' }
const config: AnswerMeaning = { kind: 'rejected', fault: 'config' }
const stop: AnswerMeaning = { ...config, credentialRejected: true }
const tomorrow: AnswerMeaning = { kind: 'exhausted', until: chinaMidnight }

/** vivo's codes. Source: docs/vendors/vivo.md, "Response", in its order. */
export const vivoAnswers: Readonly<Record<string, Row>> = {
  // row: accepted; the ids in `invalidUsers` by their status
  ...rows<Row>('0', { kind: 'accepted' }),
  // row: auth token missing, wrong or expired
  ...rows<Row>('10000', { kind: 'unauthorized' }),
  // row: resources at their limit (unconfirmed)
  ...rows<Row>('10040', { kind: 'unavailable' }),
  // row: push closed, under review, system messages not enabled
  ...rows<Row>('10043 10045 10082', stop),
  // row: regId and alias empty
  ...rows<Row>('10050', payload),
  // row: message type, notifyType, title, content, timeToLive, skipType, skipContent, networkType, custom map
  ...rows<Row>('10051 10054 10055 10056 10057 10058 10059 10060 10061 10062 10063 10064 10065 10066 10067 10068 10069', payload),
  // row: the day's total of operation messages: no word on any token
  ...rows<Row>('10070', tomorrow),
  // row: outside the hours of operation messages, which begin at 7:00
  ...rows<Row>('10071', { kind: 'exhausted', until: { at: '07:00', zone: 'Asia/Shanghai' } }),
  // row: too fast
  ...rows<Row>('10072', { kind: 'throttled', backoff: 1 }),
  // row: the day's total of system messages
  ...rows<Row>('10073', tomorrow),
  // row: auth called too often
  ...rows<Row>('10093', { kind: 'throttled', backoff: 1 }),
  // row: appId is not the token's
  ...rows<Row>('10094', config),
  // row: notifyId; category unknown; category and classification differ
  ...rows<Row>('10095', payload),
  ...rows<Row>('10096 10097', config),
  // row: sensitive words; a text like a test: only digits, Latin letters or symbols, the Chinese word for "test", braces, square brackets
  ...rows<Row>('10103 10104', payload),
  // row: regIds, taskId; on 10155 the saved message is gone
  ...rows<Row>('10150 10151 10152 10153 10154', payload),
  ...rows<Row>('10155', { kind: 'preparedMessageExpired' }),
  // row: appId, appKey, timestamp, sign
  ...rows<Row>('10200 10201 10202 10203 10204 10205 10206 10207', config),
  // row: too many saved messages today, so each goes alone; too many to all
  ...rows<Row>('10252', { kind: 'retryIndividually' }),
  ...rows<Row>('10254', tomorrow),
  // row: alias; extra and its keys
  ...rows<Row>('10301 10304 10305 10306', payload),
  // row: regId invalid, by `invalidUser.status` where that is there
  ...rows<Row>('10302', goneIfSingle),
  // row: subscription closed (unconfirmed)
  ...rows<Row>('10303', goneIfSingle),
  // row: notifications off or not active: the token stays
  ...rows<Row>('10311', { kind: 'unreachable' }),
  // row: requestId
  ...rows<Row>('10352 10353', payload),
  // row: classification
  ...rows<Row>('11000', payload),
}

/** What is said of single ids. Source: docs/vendors/vivo.md, "Response", status. */
export const vivoStatuses: Readonly<Record<string, AnswerMeaning>> = {
  // unknown to this app
  '1': { kind: 'gone' },
  // uninstalled, unsubscribed or data cleared
  '2': { kind: 'gone' },
  // 90 days offline: the app registers anew
  '3': { kind: 'gone' },
  // not a test user, with pushMode 1
  '4': config,
}

/** The code that refuses one more saved message today, and no push. */
export const savedCode = '10252'

/** What a response means for the request as a whole. `single`: it was for one token. */
export function wholeOf(response: WireResponse, targets: readonly Target[], { codes }: VivoOptions, single: boolean): Answer {
  const said = parse(response.body)
  const code = response.status === 200 ? codeText(said.result) : undefined
  const detail = redact(typeof said.desc === 'string' ? said.desc : '', targets)
  if (code === undefined) return answerOf(waiting(statusVerdict(response.status), retryAfter(response.headers)), `http-${response.status}`, { detail })
  const row = Object.hasOwn(vivoAnswers, code) ? (vivoAnswers[code] as Row) : payload
  const verdict = meaningOf(codes, code) ?? verdictOf(row, { single, words: detail })
  if (verdict.kind !== 'accepted') return answerOf(verdict, code, { detail })
  const id = redact(taskIdIn(said), targets)
  return answerOf(verdict, code, id === '' ? {} : { vendorId: id })
}

/** The id of a saved or sent message; empty: there is none. */
export const taskIdIn = ({ taskId }: { readonly [key: string]: Json }): string => (typeof taskId === 'string' || typeof taskId === 'number' ? `${taskId}` : '')

/** One Answer a target, in order: what is named invalid by its status, all others by the code. */
export function read(response: WireResponse, targets: readonly Target[], options: VivoOptions): readonly Answer[] {
  const whole = wholeOf(response, targets, options, targets.length === 1)
  const { invalidUser, invalidUsers } = parse(response.body)
  const statuses = response.status === 200 ? statusesIn([...listIn(invalidUsers), invalidUser], targets) : new Map<string, string>()
  if (statuses.size === 0) return every(targets, whole)
  return targets.map(({ token }) => {
    const status = statuses.get(token.reveal())
    return status === undefined ? whole : answerOf(vivoStatuses[status] ?? { kind: 'rejected', fault: 'token' }, `status-${status}`)
  })
}

/** Status by id. The one user of a request for one token may be named otherwise. */
function statusesIn(users: readonly (Json | undefined)[], targets: readonly Target[]): ReadonlyMap<string, string> {
  const statuses = new Map<string, string>()
  const only = targets.length === 1 ? targets[0]?.token.reveal() : undefined
  for (const user of users) {
    const { userid, userId, status } = objectIn(user)
    const code = codeText(status)
    const id = only ?? userid ?? userId
    if (code !== undefined && typeof id === 'string') statuses.set(id, code)
  }
  return statuses
}
