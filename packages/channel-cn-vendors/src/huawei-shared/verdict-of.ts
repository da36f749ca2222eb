import { type AnswerMeaning, type Json, parse, redact, retryAfter, statusVerdict, type Target, type WireResponse } from '@rouse/core/channel'
import { codeText, waiting } from '../common/index.ts'

/** What a response says as a whole. */
export interface Said {
  readonly code: string
  readonly verdict: AnswerMeaning
  /** `msg` as it came: for some codes JSON text in itself, or the text of what should have been one. */
  readonly msg: string
  readonly requestId: string | undefined
}

const taken = '80000000'

/** A code that is not in the table, with a status that is not an error. */
const unknownCode: AnswerMeaning = { kind: 'rejected', fault: 'payload' }

/** HTTP statuses without a code that the table knows. Source: docs/vendors/huawei.md, "Response"; 404 is a wrong URL, 503 flow control. */
function byStatus(status: number): AnswerMeaning {
  if (status === 401) return { kind: 'unauthorized' }
  if (status === 404) return { kind: 'rejected', fault: 'config' }
  return status === 503 ? { kind: 'throttled' } : statusVerdict(status)
}

/** Reads code and status: a code of the table decides, but for success that does not come with 200; else the status does. */
export function saidIn(response: WireResponse, table: Readonly<Record<string, AnswerMeaning>>): Said {
  const body = parse(response.body)
  const code = codeText(body.code)
  const known = code !== undefined && Object.hasOwn(table, code) && (response.status === 200 || code !== taken) ? table[code] : undefined
  const id = body.requestId
  return {
    code: code === undefined || (known === undefined && code === taken) ? `http-${response.status}` : code,
    verdict: waiting(known ?? (code !== undefined && response.status < 300 ? unknownCode : byStatus(response.status)), retryAfter(response.headers)),
    msg: typeof body.msg === 'string' ? body.msg : body.msg === undefined ? '' : JSON.stringify(body.msg),
    requestId: typeof id === 'string' && /^[\w.:-]{1,128}$/.test(id) ? id : undefined,
  }
}

/** `msg` read a second time, as the JSON that it holds; an empty object where it holds none. */
export const innerOf = ({ msg }: Said): { readonly [key: string]: Json } => parse(new TextEncoder().encode(msg))

/** Huawei's words and the request's id, without tokens. */
export function wordsOf({ msg, requestId }: Said, targets: readonly Target[]): string {
  const words = redact(msg, targets)
  return redact([words, requestId === undefined ? '' : `request ${requestId}`].filter(word => word !== '').join('; '), targets, 300)
}

/** An id for an Outcome, unless a token hides in it. */
export const vendorIdOf = ({ requestId }: Said, targets: readonly Target[]): { readonly vendorId?: string } =>
  requestId === undefined ? {} : { vendorId: redact(requestId, targets) }
