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
import { chinaMidnight, codeText, goneIfSingle, idsIn, listIn, meaningOf, objectIn, type Row, rows, verdictOf, waiting } from '../common/index.ts'
import type { OppoOptions } from './config.ts'

const payload: AnswerMeaning = { kind: 'rejected', fault: 'payload' }
const config: AnswerMeaning = { kind: 'rejected', fault: 'config' }
const stop: AnswerMeaning = { ...config, credentialRejected: true }
const tomorrow: AnswerMeaning = { kind: 'exhausted', until: chinaMidnight }

/** Words differ between copies of the document, so that one id alone is believed dead only when others of the app are accepted. */
const unconfirmed: AnswerMeaning = { kind: 'gone', unconfirmed: true }

/** Whether code 41 is about the id itself ("Invalid Arguments: Invalid registration_id") and not the flag `verify_registration_id`. */
const namesRegistrationId = (words: string): boolean => /registration[ _]?id/i.test(words.replace(/verify[ _]?registration[ _]?id/gi, ''))

/** OPPO's codes. Source: docs/vendors/oppo.md, "Response", in its order. */
export const oppoAnswers: Readonly<Record<string, Row>> = {
  // row: accepted; `data` names what of a batch was not
  ...rows<Row>('0', { kind: 'accepted' }),
  // row: unavailable
  ...rows<Row>('-1', { kind: 'unavailable' }),
  // row: flow control, with a longer back-off
  ...rows<Row>('-2', { kind: 'throttled', backoff: 10 }),
  // row: auth token invalid
  ...rows<Row>('11', { kind: 'unauthorized' }),
  // row: call count or frequency limit
  ...rows<Row>('13 55', { kind: 'throttled' }),
  // row: messages over the daily limit
  ...rows<Row>('33', tomorrow),
  // row: pictures, saved messages over the daily limit; of saved ones prepare goes on without
  ...rows<Row>('34 42', tomorrow),
  // row: registration id invalid
  ...rows<Row>('10000', goneIfSingle),
  // row: argument missing, invalid
  ...rows<Row>('40', payload),
  // row: a dead or malformed id, where the words name it; else a fault of the message
  ...rows<Row>('41', ({ single, words }) => (namesRegistrationId(words) ? (single ? unconfirmed : { kind: 'retryIndividually' }) : payload)),
  // row: picture; second link; global limit
  ...rows<Row>('51 59 69', payload),
  // row: category or notify level; send asks again without them first
  ...rows<Row>('67', config),
  // row: template missing or wrong (unconfirmed)
  ...rows<Row>('54', config),
  // row: app key, signature, timestamp; auth token missing
  ...rows<Row>('14 15 16 17 18 19 29', stop),
  // row: black list, access denied, app disabled, no permission
  ...rows<Row>('26 27 28 30', stop),
  // row: method, version, encoding
  ...rows<Row>('12 20 21 22 23 24 25', payload),
  // row: data missing, duplicate (on a resend: done, unconfirmed)
  ...rows<Row>('31', payload),
  ...rows<Row>('32', { kind: 'rejected', fault: 'payload', duplicate: true }),
}

/** The code that refuses category and level, and not the push. */
export const categoryCode = '67'

/** The code that refuses one more saved message today, and no push. */
export const savedCode = '42'

/** The code that misses an auth token: the host gave none to an app that is of the other region alone. */
export const missingTokenCode = '29'

const meant = (code: string, single: boolean, words: string, { codes }: OppoOptions): AnswerMeaning =>
  meaningOf(codes, code) ?? verdictOf(Object.hasOwn(oppoAnswers, code) ? (oppoAnswers[code] as Row) : payload, { single, words })

/** What OPPO said of a request: its code (undefined where it gave none), words and data. */
export function saidIn(response: WireResponse): { readonly code: string | undefined; readonly data: Json | undefined; readonly words: string } {
  const { code, data, message } = parse(response.body)
  return { code: response.status === 200 ? codeText(code) : undefined, data, words: typeof message === 'string' ? message : '' }
}

/** What a failed request means for all of its targets; undefined: it was taken. */
export function refusal(response: WireResponse, targets: readonly Target[], options: OppoOptions, single: boolean): Answer | undefined {
  const { code, words } = saidIn(response)
  const detail = redact(words, targets)
  if (code === undefined) return answerOf(waiting(statusVerdict(response.status), retryAfter(response.headers)), `http-${response.status}`, { detail })
  const verdict = meant(code, single, words, options)
  return verdict.kind === 'accepted' && code === '0' ? undefined : answerOf(verdict, code, { detail })
}

/** Of a request for one token. */
export function readOne(response: WireResponse, targets: readonly Target[], options: OppoOptions): readonly Answer[] {
  const { data } = saidIn(response)
  return every(targets, refusal(response, targets, options, true) ?? accepted(objectIn(data).messageId, targets))
}

/** Of `unicast_batch`: code 0 with failures inside. An id of which nothing is said goes again; its `app_message_id` lets it show once. */
export function readBatch(response: WireResponse, targets: readonly Target[], options: OppoOptions): readonly Answer[] {
  const refused = refusal(response, targets, options, targets.length === 1)
  if (refused !== undefined) return every(targets, refused)
  const byToken = new Map(listIn(saidIn(response).data).map(entry => [objectIn(entry).registrationId, objectIn(entry)]))
  return targets.map(({ token }): Answer => {
    const entry = byToken.get(token.reveal())
    if (entry === undefined) return { kind: 'unavailable', retries: 1, code: '0', detail: 'OPPO says nothing of this registration id' }
    const code = codeText(entry.errorCode) ?? '0'
    if (code === '0') return accepted(entry.messageId, targets)
    const words = `${entry.errorMessage ?? ''}`
    return answerOf(meant(code, true, words, options), code, { detail: redact(words, targets) })
  })
}

/** Of `broadcast`: `data` has one key for each code, with the ids that failed by it. */
export function readBroadcast(response: WireResponse, targets: readonly Target[], options: OppoOptions): readonly Answer[] {
  const refused = refusal(response, targets, options, targets.length === 1)
  if (refused !== undefined) return every(targets, refused)
  const data = objectIn(saidIn(response).data)
  const codes = new Map(Object.entries(data).flatMap(([key, ids]) => (codeText(key) === undefined ? [] : idsIn(ids).map(id => [id, key] as const))))
  const taken = accepted(data.task_id ?? data.message_id, targets)
  return targets.map(({ token }) => {
    const code = codes.get(token.reveal())
    return code === undefined ? taken : answerOf(meant(code, true, '', options), code)
  })
}

const accepted = (id: Json | undefined, targets: readonly Target[]): Answer =>
  answerOf({ kind: 'accepted' }, '0', typeof id === 'string' && id !== '' ? { vendorId: redact(id, targets) } : {})
