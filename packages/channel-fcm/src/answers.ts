import {
  type Answer,
  type AnswerMeaning,
  answerOf,
  type Json,
  parse,
  redact,
  retryAfter,
  statusVerdict,
  type Target,
  text,
  type WireResponse,
} from '@rouse/core/channel'

const payload: AnswerMeaning = { kind: 'rejected', fault: 'payload' }
const config: AnswerMeaning = { kind: 'rejected', fault: 'config' }
const stop: AnswerMeaning = { ...config, credentialRejected: true }
const quota: AnswerMeaning = { kind: 'throttled', backoff: 60 }
const unavailable: AnswerMeaning = { kind: 'unavailable', backoff: 10 }

/** FCM's errorCodes. Source: docs/vendors/fcm.md, "Errors", in its order. `backoff` holds where no Retry-After comes. */
export const fcmAnswers: Readonly<Record<string, AnswerMeaning>> = {
  // row 404 NOT_FOUND
  UNREGISTERED: { kind: 'gone' },
  // The name that Google's clients give a dead FID; the server says UNREGISTERED for both.
  UNREGISTERED_FID: { kind: 'gone' },
  // row 400: a fault in the request; of the token only when the violation is of its field
  INVALID_ARGUMENT: payload,
  // row 403: the token belongs to another sender; a config fault if all fail so
  SENDER_ID_MISMATCH: { kind: 'gone', unconfirmed: true },
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
export const fcmStatusAnswers: Readonly<Record<string, AnswerMeaning>> = {
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

/** The same by HTTP status, for bodies that hold no JSON object. */
const byHttpStatus: Readonly<Record<string, string>> = { 401: 'UNAUTHENTICATED', 403: 'PERMISSION_DENIED', 404: 'NOT_FOUND', 429: 'RESOURCE_EXHAUSTED' }

/**
 * Reads the response to one message: `details[].errorCode` first, then `status`, then the HTTP status. A 200 that holds no JSON object, or an
 * error, is not Google's answer: `protocol`. Source: docs/vendors/fcm.md, "Errors".
 */
export function read(response: WireResponse, target: Target): Answer {
  const body = parse(response.body)
  if (response.status === 200) {
    if (typeof body.name === 'string') return answerOf({ kind: 'accepted' }, '200', { vendorId: redact(body.name, [target]) })
    const isObject = Object.keys(body).length > 0 || text(response.body).trim() === '{}'
    return isObject && body.error === undefined ? answerOf({ kind: 'accepted' }, '200') : answerOf({ kind: 'protocol' }, '200')
  }
  const error = objectOf(body.error)
  const details = (Array.isArray(error.details) ? error.details : []).map(objectOf)
  const errorCode = wordOf(details.find(detail => wordOf(detail.errorCode) !== undefined)?.errorCode)
  const status = wordOf(error.status) ?? byHttpStatus[response.status]
  const code = errorCode ?? status ?? `http-${response.status}`
  const verdict = verdictOf({ errorCode, status, http: response.status, details, message: error.message })
  const wait = retryAfter(response.headers)
  const waits = (verdict.kind === 'throttled' || verdict.kind === 'unavailable') && wait !== undefined
  return answerOf(waits ? { ...verdict, retryAfter: wait } : verdict, code, {
    detail: redact(typeof error.message === 'string' ? error.message : '', [target]),
  })
}

/** What a response says, as far as it decides. */
interface Said {
  readonly errorCode: string | undefined
  readonly status: string | undefined
  readonly http: number
  readonly details: readonly Fields[]
  readonly message: Json | undefined
}

function verdictOf(said: Said): AnswerMeaning {
  const { errorCode, status, http } = said
  if ((errorCode ?? status) === 'INVALID_ARGUMENT' && isAboutToken(said)) return { kind: 'gone', unconfirmed: true }
  if (errorCode !== undefined && Object.hasOwn(fcmAnswers, errorCode)) return fcmAnswers[errorCode] as AnswerMeaning
  if (errorCode === undefined && status !== undefined && Object.hasOwn(fcmStatusAnswers, status)) return fcmStatusAnswers[status] as AnswerMeaning
  const verdict = statusVerdict(http)
  return verdict.kind === 'unavailable' ? unavailable : verdict
}

type Fields = { readonly [key: string]: Json }

/**
 * Whether an INVALID_ARGUMENT is about the token. The payload is rendered and checked here, so a violation of the token's field speaks of the
 * token, and so does Google's message where it names no field; an accepted push of another token must confirm it.
 */
function isAboutToken({ details, message }: Said): boolean {
  const fields = details.flatMap(({ fieldViolations }) => (Array.isArray(fieldViolations) ? fieldViolations.map(violation => objectOf(violation).field) : []))
  if (fields.length > 0) return fields.some(field => field === 'message.token' || field === 'message.fid')
  return typeof message === 'string' && malformedToken.test(message)
}

const malformedToken = /not a valid FCM registration|invalid (?:FCM )?(?:registration token|installation id)/i

const objectOf = (value: Json | undefined): Fields => (value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Fields) : {})

const wordOf = (value: Json | undefined): string | undefined => (typeof value === 'string' && /^[A-Z][A-Z_]{0,63}$/.test(value) ? value : undefined)
