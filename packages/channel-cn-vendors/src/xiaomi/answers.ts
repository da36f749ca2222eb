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
import { chinaMidnight, codeText, goneIfSingle, objectIn, type Row, rows, verdictOf, waiting } from '../common/index.ts'

const payload: AnswerMeaning = { kind: 'rejected', fault: 'payload' }
const config: AnswerMeaning = { kind: 'rejected', fault: 'config' }
const stop: AnswerMeaning = { ...config, credentialRejected: true }
const retry: AnswerMeaning = { kind: 'unavailable' }
const once: AnswerMeaning = { kind: 'unavailable', retries: 1 }
const slower: AnswerMeaning = { kind: 'throttled' }
const tomorrow: AnswerMeaning = { kind: 'exhausted', until: chinaMidnight }

/** Xiaomi's codes. Source: docs/vendors/xiaomi.md, "Response", in its order. */
export const xiaomiAnswers: Readonly<Record<string, Row>> = {
  // row: taken; the ids in `bad_regids` are gone
  ...rows<Row>('0', { kind: 'accepted' }),
  // row: unknown, internal, system, remote service, database
  ...rows<Row>('-1 1 10001 10003 20607 26003 65029 65030', retry),
  // row: system busy, task timeout, RPC error
  ...rows<Row>('10002 10009 10010 10011', retry),
  // row: bad, illegal, missing parameter
  ...rows<Row>('10008 10012 10016 10017 21305 65011', payload),
  // row: title or description breaks the rules
  ...rows<Row>('10041', payload),
  // row: too long
  ...rows<Row>('65009 65014 65015', payload),
  // row: callback illegal; send asks again without it first
  ...rows<Row>('65036 65037 65038', config),
  // row: too fast
  ...rows<Row>('10022 10023 10024 10027 10028 22101 200002', slower),
  // row: over today's total
  ...rows<Row>('10034 200001', tomorrow),
  // row: blacklisted, forbidden, restricted: stop on this credential
  ...rows<Row>('10031 10036 21303 22000', stop),
  // row: IP not allowed, no permission, app blacklisted, secret illegal, not authorised
  ...rows<Row>('10004 10014 10026 22008 22020 22021', stop),
  // row: authentication failed
  ...rows<Row>('21301 21302', stop),
  // row: app id, app key, package name illegal
  ...rows<Row>('22006 22007 22022', stop),
  // row: channel does not match
  ...rows<Row>('27001', config),
  // row: waits for review
  ...rows<Row>('26006', config),
  // row: sending failed; dead only when the reason says so and the request had one id
  ...rows<Row>('20301', beside => (/no valid targets/i.test(beside.words) ? goneIfSingle(beside) : once)),
  // row: id illegal
  ...rows<Row>('66007', goneIfSingle),
  // row: device not found, usually only offline: keep the id
  ...rows<Row>('10029 65003', { kind: 'unreachable' }),
  // row: sending a notification failed
  ...rows<Row>('22102', once),
  // row: request expired: again at once
  ...rows<Row>('10037', { kind: 'unavailable', retryAfter: 0, retries: 1 }),
  // row: feedback, statistics, topics, aliases, accounts: not met when sending by registration id; 65028: the recall of an unknown message
  ...rows<Row>(
    '10030 10032 10033 10035 10038 10039 26004 26005 20209 20215 20216 20315 65006 65007 65008 65010 65012 65013 65016 65017 65028 65035 65040 65041',
    payload,
  ),
  // row: in the SDK only, not settled
  ...rows<Row>('100 10005 10006 10007 10013 10018 10020 10021 10025 22001 22002 22003 22004 22005 22100 22103', payload),
}

/** Codes that refuse the receipts and not the push. */
export const callbackCodes: readonly string[] = ['65036', '65037', '65038']

/** The code of a response; undefined where Xiaomi gave none. */
export const codeOf = (response: WireResponse): string | undefined => codeText(parse(response.body).code)

/** One Answer a target, in order. `detail` is told of accepted ones too. */
export function read(response: WireResponse, targets: readonly Target[], detail?: string): readonly Answer[] {
  const said = parse(response.body)
  const code = codeText(said.code)
  if (response.status !== 200 || code === undefined) {
    return every(
      targets,
      answerOf(waiting(statusVerdict(response.status), retryAfter(response.headers)), `http-${response.status}`, { detail: wordsOf(said, targets) }),
    )
  }
  const data = objectIn(said.data)
  const verdict = verdictOf(Object.hasOwn(xiaomiAnswers, code) ? (xiaomiAnswers[code] as Row) : payload, {
    single: targets.length === 1,
    words: `${said.reason ?? ''} ${said.description ?? ''}`,
  })
  if (verdict.kind !== 'accepted') return every(targets, answerOf(verdict, code, { detail: wordsOf(said, targets) }))
  const vendorId = typeof data.id === 'string' && data.id !== '' ? redact(data.id, targets) : undefined
  const accepted = answerOf(verdict, code, { ...(vendorId === undefined ? {} : { vendorId }), ...(detail === undefined ? {} : { detail }) })
  const bad = new Set(typeof data.bad_regids === 'string' ? data.bad_regids.split(',').map(id => id.trim()) : [])
  if (bad.size === 0) return every(targets, accepted)
  const gone: Answer = { kind: 'gone', code: 'bad_regids' }
  return targets.map(target => (bad.has(target.token.reveal()) ? gone : accepted))
}

/** Reason, description and trace id, without tokens. */
function wordsOf(said: { readonly [key: string]: Json }, targets: readonly Target[]): string {
  const words = [said.reason, said.description, said.trace_id === undefined ? undefined : `trace ${String(said.trace_id)}`]
  return redact(words.filter(word => typeof word === 'string' && word !== '').join('; '), targets)
}
