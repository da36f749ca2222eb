import { type Answer, answerOf, parse, retryAfter, type Target, type Verdict, type WireResponse } from '@rouse/core'

const payload: Verdict = { kind: 'rejected', fault: 'payload' }
const config: Verdict = { kind: 'rejected', fault: 'config' }
const stop: Verdict = { ...config, stop: true }

/** Apple's reasons. Source: docs/vendors/apns.md, "Response", in its order; `row` is its status. */
export const apnsAnswers: Readonly<Record<string, Verdict>> = {
  // row 400: drop the token
  BadDeviceToken: { kind: 'gone' },
  // row 400: drop the registration for this topic; a config fault if all tokens fail so
  DeviceTokenNotForTopic: { kind: 'gone', doubtful: true },
  // row 400: a fault in the request
  BadCollapseId: payload,
  BadExpirationDate: payload,
  BadMessageId: payload,
  BadPriority: payload,
  BadTopic: payload,
  InvalidPushType: payload,
  DuplicateHeaders: payload,
  MissingDeviceToken: payload,
  MissingTopic: payload,
  PayloadEmpty: payload,
  // row 400: key or certificate not for this topic
  TopicDisallowed: config,
  // row 400: reconnect and retry
  IdleTimeout: { kind: 'unavailable' },
  // row 403: a new token, once
  ExpiredProviderToken: { kind: 'unauthorized' },
  // row 403: stop sending on this credential
  InvalidProviderToken: stop,
  MissingProviderToken: stop,
  BadCertificate: stop,
  BadCertificateEnvironment: stop,
  Forbidden: stop,
  UnrelatedKeyIdInToken: stop,
  BadEnvironmentKeyIdInToken: stop,
  // row 404
  BadPath: payload,
  // row 405
  MethodNotAllowed: payload,
  // row 410: gone since `timestamp`
  Unregistered: { kind: 'gone' },
  ExpiredToken: { kind: 'gone' },
  // row 413
  PayloadTooLarge: payload,
  // row 429: keep the current provider token, back off
  TooManyProviderTokenUpdates: { kind: 'throttled' },
  // row 429: this device token later
  TooManyRequests: { kind: 'throttled' },
  // row 500
  InternalServerError: { kind: 'unavailable' },
  // row 503
  ServiceUnavailable: { kind: 'unavailable' },
  Shutdown: { kind: 'unavailable' },
}

/** What a status alone says, where Apple gives no reason or one that nobody knows. */
function byStatus(status: number): Verdict {
  if (status === 410) return { kind: 'gone' }
  if (status === 429) return { kind: 'throttled' }
  return status >= 500 ? { kind: 'unavailable' } : payload
}

/** The Answer to one push. `since` only with 410: APNs names no time elsewhere. */
export function read(response: WireResponse, target: Target): Answer {
  if (response.status === 200) return { kind: 'accepted', code: '200', vendorId: response.headers['apns-id'] ?? target.id }
  const { reason, timestamp } = parse(response.body)
  const known = typeof reason === 'string' && Object.hasOwn(apnsAnswers, reason)
  const verdict = known ? (apnsAnswers[reason] as Verdict) : byStatus(response.status)
  const code = known ? reason : unknown(reason, response.status)
  if (verdict.kind === 'gone') return answerOf(response.status === 410 && typeof timestamp === 'number' ? { ...verdict, since: timestamp } : verdict, code)
  const wait = retryAfter(response.headers)
  return answerOf((verdict.kind === 'throttled' || verdict.kind === 'unavailable') && wait !== undefined ? { ...verdict, retryAfter: wait } : verdict, code)
}

/** A reason that the table does not know, kept where it is a word, as Apple's are; else the status. */
function unknown(reason: unknown, status: number): string {
  return typeof reason === 'string' && /^[A-Z][A-Za-z]{0,63}$/.test(reason) ? reason : `${status}`
}
