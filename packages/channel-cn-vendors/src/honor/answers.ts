import { type Answer, type AnswerMeaning, answerOf, parse, redact, retryAfter, statusVerdict, type Target, type WireResponse } from '@rouse/core/channel'
import { codeText, listIn, meaningOf, objectIn, waiting } from '../common/index.ts'
import type { HonorOptions } from './config.ts'

const payload: AnswerMeaning = { kind: 'rejected', fault: 'payload' }
const config: AnswerMeaning = { kind: 'rejected', fault: 'config' }
const renew: AnswerMeaning = { kind: 'unauthorized' }
const slower: AnswerMeaning = { kind: 'throttled' }
const retry: AnswerMeaning = { kind: 'unavailable' }

/**
 * Codes and HTTP statuses. Which of 200, 0 and 80000000 says success is (unconfirmed), so all three do; so are all others but 403: config
 * `codes` says otherwise.
 * Source: docs/vendors/honor.md, "Response", in its order.
 */
export const honorAnswers: Readonly<Record<string, AnswerMeaning>> = {
  // row: success, in each form that a server in production reads; both lists are read all the same
  '200': { kind: 'accepted' },
  '0': { kind: 'accepted' },
  '80000000': { kind: 'accepted' },
  // row: some were accepted: the lists name the others
  '80100000': { kind: 'accepted' },
  // row: access token without permission
  '403': renew,
  // row: access token missing or expired
  '401': renew,
  // row: fault in the request
  '400': payload,
  // row: flow control
  '429': slower,
  '503': slower,
  // row: Honor's side
  '500': retry,
  '502': retry,
  '504': retry,
}

/** Codes of eight digits, as on Huawei: the safe rule, first match. Source: docs/vendors/honor.md, "Response", below the table. */
export const honorRanges: readonly (readonly [codes: RegExp, verdict: AnswerMeaning])[] = [
  [/^802\d{5}$/, renew],
  [/^801\d{5}$/, payload],
  [/^803000(?:08|10)$/, payload],
  [/^803\d{5}$/, config],
  [/^81\d{6}$/, retry],
]

/** Said of single tokens in the lists of any answer. */
export const honorLists: Readonly<Record<'expireTokens' | 'failTokens', AnswerMeaning>> = {
  // no longer valid
  expireTokens: { kind: 'gone' },
  // not sent, and nobody says why: once more, and the token stays
  failTokens: { kind: 'unavailable', retries: 1 },
}

function verdictOf(code: string, { codes }: HonorOptions): AnswerMeaning | undefined {
  const said = meaningOf(codes, code)
  if (said !== undefined) return said
  if (Object.hasOwn(honorAnswers, code)) return honorAnswers[code]
  return honorRanges.find(([range]) => range.test(code))?.[1]
}

/** One Answer a target, in order: what the lists name by the list, all others by the code, and where there is none by the HTTP status. */
export function read(response: WireResponse, targets: readonly Target[], options: HonorOptions): readonly Answer[] {
  const body = parse(response.body)
  const data = objectIn(body.data)
  const { code, verdict } = whole(response, codeText(body.code), data.sendResult === true, options)
  // 80100000 is a partial success: what no list names was taken.
  const fails = verdict.kind === 'accepted' && data.sendResult === false && code !== '80100000'
  const words = [body.message, body.msg].find(word => typeof word === 'string' && word !== '')
  const id = typeof data.requestId === 'string' && data.requestId !== '' ? redact(data.requestId, targets) : undefined
  const detail = redact(`${words ?? ''}${id === undefined ? '' : ` (request ${id})`}`.trim(), targets)
  const taken = verdict.kind === 'accepted' && !fails
  // sendResult false beside a code of success says nothing of why: as little as failTokens does.
  const rest = taken
    ? answerOf(verdict, code, id === undefined ? {} : { vendorId: id })
    : answerOf(waiting(fails ? honorLists.failTokens : verdict, retryAfter(response.headers)), fails ? 'sendResult' : code, { detail })
  const expired = new Set(listIn(data.expireTokens))
  const failed = new Set(listIn(data.failTokens))
  return targets.map(({ token }) => {
    const value = token.reveal()
    if (expired.has(value)) return answerOf(honorLists.expireTokens, 'expireTokens')
    return taken && failed.has(value) ? answerOf(honorLists.failTokens, 'failTokens') : rest
  })
}

/** What the response says of the request as a whole: only HTTP 200 can be a success. `sent`: it says `sendResult: true`. */
function whole(
  { status }: WireResponse,
  code: string | undefined,
  sent: boolean,
  options: HonorOptions,
): { readonly code: string; readonly verdict: AnswerMeaning } {
  const meaning = code === undefined ? undefined : verdictOf(code, options)
  if (code !== undefined && meaning !== undefined && (status === 200 || meaning.kind !== 'accepted')) return { code, verdict: meaning }
  if (status === 200 && sent) return { code: code ?? 'sendResult', verdict: { kind: 'accepted' } }
  if (status === 200 && code !== undefined) return { code, verdict: payload }
  return {
    code: code === undefined || meaning?.kind === 'accepted' ? `http-${status}` : code,
    verdict: (status === 200 ? undefined : verdictOf(`${status}`, options)) ?? statusVerdict(status),
  }
}
