import { type Answer, type AnswerMeaning, answerOf, every, type Target, type WireResponse } from '@rouse/core/channel'
import { chinaMidnight } from '../common/index.ts'
import { innerOf, saidIn, vendorIdOf, wordsOf } from '../huawei-shared/verdict-of.ts'

const payload: AnswerMeaning = { kind: 'rejected', fault: 'payload' }
const config: AnswerMeaning = { kind: 'rejected', fault: 'config' }
const renew: AnswerMeaning = { kind: 'unauthorized' }
const retry: AnswerMeaning = { kind: 'unavailable' }

/** Huawei's codes, of v1, v2 and v3. Source: docs/vendors/huawei.md, "Response", in its order. */
export const huaweiAnswers: Readonly<Record<string, AnswerMeaning>> = {
  '80000000': { kind: 'accepted' },
  // row: some tokens failed; those that `msg` lists are read by themselves
  '80100000': { kind: 'accepted' },
  // row: parameters; structure; ttl in the past; collapse_key
  '80100001': payload,
  '80100003': payload,
  '80100004': payload,
  '80100013': payload,
  // row: sensitive words; review signature; image not reviewed
  '80100016': payload,
  '80100018': payload,
  '80100022': payload,
  // row: over 100 topic tasks at once
  '80100017': { kind: 'throttled' },
  // row: authentication error
  '80200001': renew,
  // row: access token, JWT expired
  '80200003': renew,
  '80200005': renew,
  // row: app has no right to send: keep the tokens
  '80300002': config,
  // row: all tokens invalid; a wrong package or app id gives the same code
  '80300007': { kind: 'gone', unconfirmed: true },
  // row: too large; too many tokens
  '80300008': payload,
  '80300010': { kind: 'retryIndividually' },
  // row: no right for HIGH
  '80300011': config,
  // row: receipt address wrong
  '80300013': config,
  // row: test message: too often, a quota a day of its own; over 10 tokens
  '80300029': { kind: 'exhausted', until: chinaMidnight },
  '80300030': { kind: 'retryIndividually' },
  // row: JWT over 1 day; app is under penalty
  '80300036': config,
  '80300037': config,
  // row: OAuth service failed
  '80600003': retry,
  // row: internal error
  '81000001': retry,
}

/** One Answer a target, in order. On partial failure `msg` is JSON text, and only the tokens that it lists are dropped. */
export function read(response: WireResponse, targets: readonly Target[]): readonly Answer[] {
  const said = saidIn(response, huaweiAnswers)
  const { code, verdict } = said
  if (verdict.kind !== 'accepted') return every(targets, answerOf(verdict, code, { detail: wordsOf(said, targets) }))
  const accepted = answerOf(verdict, code, vendorIdOf(said, targets))
  if (code !== '80100000') return every(targets, accepted)
  const { illegal_tokens: listed } = innerOf(said)
  if (!Array.isArray(listed)) return every(targets, answerOf(unread(targets), code, { detail: 'msg names no illegal_tokens: which tokens failed is unknown' }))
  const illegal = new Set<unknown>(listed)
  const gone = answerOf({ kind: 'gone' }, code)
  return targets.map(({ token }) => (illegal.has(token.reveal()) ? gone : accepted))
}

/** Some failed, and nobody says which: one alone cannot have been taken; of several no one is dropped or sent twice. */
export const unread = (targets: readonly Target[]): AnswerMeaning => (targets.length === 1 ? payload : { kind: 'accepted' })
