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
import { chinaMidnight, codeText, goneIfSingle, idsIn, meaningOf, objectIn, type Row, rows, verdictOf, waiting } from '../common/index.ts'
import type { MeizuOptions } from './config.ts'

const payload: AnswerMeaning = { kind: 'rejected', fault: 'payload' }
const config: AnswerMeaning = { kind: 'rejected', fault: 'config' }
const stop: AnswerMeaning = { ...config, credentialRejected: true }
const retry: AnswerMeaning = { kind: 'unavailable' }
const slower: AnswerMeaning = { kind: 'throttled' }
const tomorrow: AnswerMeaning = { kind: 'exhausted', until: chinaMidnight }
const muted: AnswerMeaning = { kind: 'unreachable' }
/** The token stays, and nothing is switched off. */
const enough: AnswerMeaning = { kind: 'unreachable', exhausted: true }

/** Names of parameters in Meizu's words. */
const parameterNames =
  /param|appId|pushIds|messageJson|noticeBar|noticeMsgType|noticeExpand|title|content|clickType|activity|\burl\b|pushTimeInfo|offLine|validTime|advanceInfo|notifyKey|callback/i

/** Codes of a whole request. Source: docs/vendors/meizu.md, "Response", first table, in its order. */
export const meizuAnswers: Readonly<Record<string, Row>> = {
  // row: taken; `value` names what was not
  ...rows<Row>('200', { kind: 'accepted' }),
  // row: moved; send follows once, to Meizu's hosts only
  ...rows<Row>('300', config),
  // row: unknown error
  ...rows<Row>('-1', { kind: 'unavailable', retries: 1 }),
  // row: other error
  ...rows<Row>('500', ({ words }) => (parameterNames.test(words) ? payload : retry)),
  // row: system error, server busy
  ...rows<Row>('1001 1003', retry),
  // row: bad parameter
  ...rows<Row>('1005', payload),
  // row: signature check failed
  ...rows<Row>('1006', stop),
  // row: bad appId, appKey, packageName, appSecret
  ...rows<Row>('110000 110001 110031 110033', stop),
  // row: pushId not registered, illegal
  ...rows<Row>('110002 110003', goneIfSingle),
  // row: a parameter is empty
  ...rows<Row>('110004', payload),
  // row: blacklisted
  ...rows<Row>('110009', stop),
  // row: request rate too high
  ...rows<Row>('110010', slower),
  // row: the app's daily count, call limit (until China's midnight: unconfirmed)
  ...rows<Row>('110019 110051', tomorrow),
  // row: bad taskId
  ...rows<Row>('110032', { kind: 'preparedMessageExpired' }),
  // row: pass-through over its limit
  ...rows<Row>('110053', payload),
}

/** Codes of single ids, in `value` of a request that was taken. Source: docs/vendors/meizu.md, "Response", second table, in its order. */
export const meizuValues: Readonly<Record<string, AnswerMeaning>> = {
  // row: not subscribed any more, illegal
  ...rows<AnswerMeaning>('110002 110003', { kind: 'gone' }),
  // row: alias not subscribed
  ...rows<AnswerMeaning>('110005', { kind: 'gone' }),
  // row: notifications switched off by the user: not the rate code here
  ...rows<AnswerMeaning>('110010', muted),
  // row: the day's public messages of this one device: no gate for all others
  ...rows<AnswerMeaning>('110011', enough),
  // row: no permission
  ...rows<AnswerMeaning>('201', config),
  // row: failed inside
  ...rows<AnswerMeaning>('501 513', retry),
  // row: over the configured speed, overload
  ...rows<AnswerMeaning>('518 519', slower),
  // row: folded, too many to this device in a minute
  ...rows<AnswerMeaning>('520', enough),
}

/** The code of a redirect. */
export const movedCode = '300'

/** The code of a response, which is text; undefined where Meizu gave none. */
export const codeOf = (response: WireResponse): string | undefined => (response.status === 200 ? codeText(parse(response.body).code) : undefined)

/** What a response means for the request as a whole. `single`: it was for one token. */
export function wholeOf(response: WireResponse, targets: readonly Target[], { codes }: MeizuOptions, single: boolean): Answer {
  const said = parse(response.body)
  const code = codeOf(response)
  const words = typeof said.message === 'string' ? said.message : ''
  const detail = redact(words, targets)
  if (code === undefined) return answerOf(waiting(statusVerdict(response.status), retryAfter(response.headers)), `http-${response.status}`, { detail })
  const row = Object.hasOwn(meizuAnswers, code) ? (meizuAnswers[code] as Row) : payload
  const verdict = meaningOf(codes, code) ?? verdictOf(row, { single, words })
  if (verdict.kind !== 'accepted') return answerOf(verdict, code, { detail })
  const id = typeof said.msgId === 'string' || typeof said.msgId === 'number' ? redact(`${said.msgId}`, targets) : ''
  return answerOf(verdict, code, id === '' ? {} : { vendorId: id })
}

/** One Answer a target, in order: what `value` names by its code there, all others by the request's. */
export function read(response: WireResponse, targets: readonly Target[], options: MeizuOptions): readonly Answer[] {
  const whole = wholeOf(response, targets, options, targets.length === 1)
  if (whole.kind !== 'accepted') return every(targets, whole)
  const codes = codesIn(parse(response.body).value)
  return targets.map(({ token }) => {
    const code = codes.get(token.reveal())
    if (code === undefined) return whole
    return answerOf(meaningOf(options.valueCodes, code) ?? (Object.hasOwn(meizuValues, code) ? (meizuValues[code] as AnswerMeaning) : payload), code)
  })
}

/** Code by id. On errors `value` is an empty text, which holds nothing. */
function codesIn(value: Json | undefined): ReadonlyMap<string, string> {
  return new Map(Object.entries(objectIn(value)).flatMap(([code, ids]) => (codeText(code) === undefined ? [] : idsIn(ids).map(id => [id, code] as const))))
}
