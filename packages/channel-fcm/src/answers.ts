import { type Answer, answerOf, type Json, parse, redact, retryAfter, type Target, type Verdict, type WireResponse } from '@rouse/core'

const payload: Verdict = { kind: 'rejected', fault: 'payload' }
const config: Verdict = { kind: 'rejected', fault: 'config' }
const stop: Verdict = { ...config, stop: true }
const quota: Verdict = { kind: 'throttled', backoff: 60 }
const unavailable: Verdict = { kind: 'unavailable', backoff: 10 }

/** FCM's errorCodes. Source: docs/vendors/fcm.md, "Errors", in its order. `backoff` holds where no Retry-After comes. */
export const fcmAnswers: Readonly<Record<string, Verdict>> = {
  // row 404 NOT_FOUND
  UNREGISTERED: { kind: 'gone' },
  // row 400: a fault in the request; of the token only when the violation is of its field
  INVALID_ARGUMENT: payload,
  // row 403: the token belongs to another sender; a config fault if all fail so
  SENDER_ID_MISMATCH: { kind: 'gone', doubtful: true },
  // row 429
  QUOTA_EXCEEDED: quota,
  // row 503
  UNAVAILABLE: unavailable,
  // row 500: as UNAVAILABLE
  INTERNAL: unavailable,
  // row 401: the project's APNs or web-push credential
  THIRD_PARTY_AUTH_ERROR: config,
  // row any
  UNSPECIFIED_ERROR: payload,
}

/** What `status` says where no errorCode stands: the sheet's two rows of "(none)", then the status that goes with each errorCode. */
export const fcmStatusAnswers: Readonly<Record<string, Verdict>> = {
  // row (none) 401: refresh once
  UNAUTHENTICATED: { kind: 'unauthorized' },
  // row (none) 403: the role is missing, or the API is off
  PERMISSION_DENIED: stop,
  INVALID_ARGUMENT: payload,
  // No errorCode, so no word on the token: the project or the path is wrong.
  NOT_FOUND: config,
  RESOURCE_EXHAUSTED: quota,
  UNAVAILABLE: unavailable,
  INTERNAL: unavailable,
}

/** The same by HTTP status, for bodies that are no JSON. */
const byHttpStatus: Readonly<Record<string, string>> = { 401: 'UNAUTHENTICATED', 403: 'PERMISSION_DENIED', 404: 'NOT_FOUND', 429: 'RESOURCE_EXHAUSTED' }

/** The Answer to one message: `details[].errorCode` first, then `status`, then the HTTP status. */
export function read(response: WireResponse, target: Target): Answer {
  const body = parse(response.body)
  if (response.status === 200) {
    return answerOf({ kind: 'accepted' }, '200', typeof body.name === 'string' ? { vendorId: redact(body.name, [target]) } : {})
  }
  const error = objectOf(body.error)
  const details = (Array.isArray(error.details) ? error.details : []).map(objectOf)
  const errorCode = wordOf(details.find(detail => wordOf(detail.errorCode) !== undefined)?.errorCode)
  const status = wordOf(error.status) ?? byHttpStatus[response.status]
  const code = errorCode ?? status ?? `http-${response.status}`
  const verdict = verdictOf(errorCode, status, response.status, details)
  const wait = retryAfter(response.headers)
  const waits = (verdict.kind === 'throttled' || verdict.kind === 'unavailable') && wait !== undefined
  return answerOf(waits ? { ...verdict, retryAfter: wait } : verdict, code, {
    detail: redact(typeof error.message === 'string' ? error.message : '', [target]),
  })
}

function verdictOf(errorCode: string | undefined, status: string | undefined, http: number, details: readonly Fields[]): Verdict {
  if ((errorCode ?? status) === 'INVALID_ARGUMENT' && details.some(namesToken)) return { kind: 'gone', doubtful: true }
  if (errorCode !== undefined && Object.hasOwn(fcmAnswers, errorCode)) return fcmAnswers[errorCode] as Verdict
  if (errorCode === undefined && status !== undefined && Object.hasOwn(fcmStatusAnswers, status)) return fcmStatusAnswers[status] as Verdict
  return http >= 500 ? unavailable : payload
}

type Fields = { readonly [key: string]: Json }

/** The payload is rendered by us and checked, so a violation of the token's field speaks of the token; others must confirm it. */
const namesToken = ({ fieldViolations }: Fields): boolean =>
  Array.isArray(fieldViolations) && fieldViolations.some(violation => objectOf(violation).field === 'message.token')

const objectOf = (value: Json | undefined): Fields => (value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Fields) : {})

const wordOf = (value: Json | undefined): string | undefined => (typeof value === 'string' && /^[A-Z][A-Z_]{0,63}$/.test(value) ? value : undefined)
