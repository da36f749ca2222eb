import { type Answer, type AnswerMeaning, answerOf, every, type Json, type Target, type WireResponse } from '@rouse/core/channel'
import { huaweiAnswers, unread } from '../huawei/answers.ts'
import { innerOf, type Said, saidIn, vendorIdOf, wordsOf } from '../huawei-shared/verdict-of.ts'

const config: AnswerMeaning = { kind: 'rejected', fault: 'config' }

/** The codes of v3 are those of v1 and v2. Source: docs/vendors/huawei.md, "Response". */
export const harmonyAnswers: Readonly<Record<string, AnswerMeaning>> = huaweiAnswers

/** Why v3 names a token. Source: docs/vendors/huawei.md, "Response", v3 reasons, in its order. */
export const harmonyReasons: Readonly<Record<string, AnswerMeaning>> = {
  tokenFormatError: { kind: 'gone' },
  tokenPlatformNotSupport: { kind: 'gone' },
  // token of another project, or taken before the upgrade
  noRight: { kind: 'gone', unconfirmed: true },
  noPushTypeRight: config,
  appinfoError: config,
  countryNotSupport: config,
  disableSendHuaweiMsgBecauseOfPenalty: config,
  differentImgVerifyPolicy: config,
  notSupportPlayVoice: config,
  noRightToSendThisLiveNotificationEvent: config,
  atomicUnableSendUnsubscribedMsg: config,
}

/** Whether the whole was refused for an image that has not passed review: 80100022. */
export const lacksReview = (response: WireResponse): boolean => saidIn(response, harmonyAnswers).code === '80100022'

/** One Answer a target, in order. Where some or all tokens failed, `msg` is JSON text that lists them by reason. */
export function read(response: WireResponse, targets: readonly Target[]): readonly Answer[] {
  const said = saidIn(response, harmonyAnswers)
  const { code, verdict } = said
  const partial = code === '80100000' && verdict.kind === 'accepted'
  if (!partial && code !== '80300007') {
    const more = verdict.kind === 'accepted' ? vendorIdOf(said, targets) : { detail: wordsOf(said, targets) }
    return every(targets, answerOf(verdict, code, more))
  }
  const illegal = illegalIn(said)
  if (partial && illegal === null) {
    return every(targets, answerOf(unread(targets), code, { detail: 'msg names no illegalTokens: which tokens failed is unknown' }))
  }
  const rest = answerOf(verdict, code, partial ? vendorIdOf(said, targets) : {})
  return targets.map(({ token }) => {
    const reason = illegal?.get(token.reveal())
    if (reason === undefined) return rest
    // A reason that the table lacks keeps the token: only those that the sheet names drop one.
    return answerOf(Object.hasOwn(harmonyReasons, reason) ? (harmonyReasons[reason] as AnswerMeaning) : config, reason)
  })
}

/** Token to reason; null where `msg` is nothing that lists them. */
function illegalIn(said: Said): ReadonlyMap<string, string> | null {
  const { illegalTokens } = innerOf(said)
  if (illegalTokens === null || typeof illegalTokens !== 'object' || Array.isArray(illegalTokens)) return null
  const reasons = new Map<string, string>()
  for (const [reason, tokens] of Object.entries(illegalTokens as { readonly [reason: string]: Json })) {
    if (!/^[A-Za-z]{1,64}$/.test(reason) || !Array.isArray(tokens)) continue
    for (const token of tokens) if (typeof token === 'string') reasons.set(token, reason)
  }
  return reasons
}
