import { type Answer, type AnswerMeaning, answerOf, parse, redact, retryAfter, statusVerdict, type Target, type WireResponse } from '@rouse/core/channel'

const payload: AnswerMeaning = { kind: 'rejected', fault: 'payload' }
const config: AnswerMeaning = { kind: 'rejected', fault: 'config' }
const stop: AnswerMeaning = { ...config, credentialRejected: true }

/** Apple's reasons. Source: docs/vendors/apns.md, "Response", in its order; `row` is its status. */
export const apnsAnswers: Readonly<Record<string, AnswerMeaning>> = {
  // row 400: an invalid token, or one of the other environment: believed once another token of the entry was accepted
  BadDeviceToken: { kind: 'gone', unconfirmed: true },
  // row 400: drop the registration for this topic; a config fault if all tokens fail so
  DeviceTokenNotForTopic: { kind: 'gone', unconfirmed: true },
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
  // Apple's table has the first spelling, APNs sends the second.
  BadEnvironmentKeyIdInToken: stop,
  BadEnvironmentKeyInToken: stop,
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

/**
 * What a status means where the response has no reason, or one that the table lacks. 410 is Apple's word for a dead token; a bare 404 comes
 * from something in front of APNs, or from a wrong host: APNs itself says BadPath.
 */
function byStatus(status: number): AnswerMeaning {
  if (status === 410) return { kind: 'gone' }
  return status === 404 ? config : statusVerdict(status)
}

/**
 * Reads the response to one push. `since` is set for 410 only: APNs gives no time elsewhere. A 200 with a body and without `apns-id` is not
 * an answer of APNs: `protocol`. The development host's `apns-unique-id`, by which Apple's console finds a push, becomes the detail.
 * Source: docs/vendors/apns.md, "Response".
 */
export function read(response: WireResponse, target: Target): Answer {
  if (response.status === 200) return accepted(response, target)
  const { reason, timestamp } = parse(response.body)
  const known = typeof reason === 'string' && Object.hasOwn(apnsAnswers, reason)
  const verdict = known ? (apnsAnswers[reason] as AnswerMeaning) : byStatus(response.status)
  const code = known ? reason : unknown(reason, response.status)
  if (verdict.kind === 'gone') return answerOf(response.status === 410 && typeof timestamp === 'number' ? { ...verdict, since: timestamp } : verdict, code)
  const wait = retryAfter(response.headers)
  return answerOf((verdict.kind === 'throttled' || verdict.kind === 'unavailable') && wait !== undefined ? { ...verdict, retryAfter: wait } : verdict, code)
}

function accepted({ headers, body }: WireResponse, target: Target): Answer {
  const id = headers['apns-id']
  if (id === undefined && body.length > 0) return { kind: 'protocol', code: '200' }
  const unique = headers['apns-unique-id']
  const detail = unique === undefined ? undefined : `apns-unique-id ${redact(unique, [target], 64)}`
  return answerOf({ kind: 'accepted' }, '200', { vendorId: id ?? target.id, ...(detail === undefined ? {} : { detail }) })
}

/** A reason that the table does not know, kept where it is a word, as Apple's are; else the status. */
function unknown(reason: unknown, status: number): string {
  return typeof reason === 'string' && /^[A-Z][A-Za-z]{0,63}$/.test(reason) ? reason : `${status}`
}
