import { StreamFault } from '../frames/faults.ts'
import { errorCode } from '../frames/protocol.ts'
import type { FieldList } from '../hpack/field-list.ts'

/** What a header block says, once it is checked (RFC 9113, section 8.3.2). */
export interface ResponseHead {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** -1: not stated. */
  readonly contentLength: number
}

/** What HTTP/2 forbids in an answer (RFC 9113, section 8.2.2). `te` is for requests alone. */
const forbidden = new Set(['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade', 'te'])
/** Fields that have one value: of several the first counts, as node:http2 has it. */
const single = new Set(
  (
    'access-control-allow-credentials access-control-max-age age authorization content-encoding content-language content-length content-location content-md5 ' +
    'content-range content-type date etag expires from host last-modified location max-forwards proxy-authorization range referer retry-after server user-agent'
  ).split(' '),
)
const nameForm = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/
const valueForm = /^(?:[^\0\r\n\t ](?:[^\0\r\n]*[^\0\r\n\t ])?)?$/
/** RFC 9110, section 15: other numbers are no status. */
const statusForm = /^[1-5][0-9][0-9]$/

/** Status and header fields of a response, 1xx too. Several values of a field are joined by `, `. Throws StreamFault PROTOCOL_ERROR. */
export function responseHead(fields: FieldList): ResponseHead {
  const { names, values, count } = fields
  if (count === 0 || names[0] !== ':status') throw malformed('no :status')
  const statusText = values[0] as string
  if (!statusForm.test(statusText)) throw malformed('a :status that is none')
  const headers: Record<string, string> = {}
  let contentLength = -1
  for (let i = 1; i < count; i++) {
    const name = names[i] as string
    const value = values[i] as string
    checkField(name, value)
    if (name === 'content-length') contentLength = lengthOf(value, contentLength)
    put(headers, name, value)
  }
  return { status: Number(statusText), headers, contentLength }
}

/** Trailing fields are checked and left out. Throws StreamFault PROTOCOL_ERROR. */
export function checkTrailers(fields: FieldList): void {
  for (let i = 0; i < fields.count; i++) checkField(fields.names[i] as string, fields.values[i] as string)
}

function checkField(name: string, value: string): void {
  if (!nameForm.test(name)) throw malformed('a field name that is none')
  if (!valueForm.test(value)) throw malformed('a field value with characters that it must not have')
  if (forbidden.has(name)) throw malformed(`the field ${name}`)
}

function lengthOf(value: string, earlier: number): number {
  const length = /^[0-9]{1,15}$/.test(value) ? Number(value) : -1
  if (length < 0 || (earlier >= 0 && earlier !== length)) throw malformed('a content-length that is none')
  return length
}

function put(headers: Record<string, string>, name: string, value: string): void {
  if (name === '__proto__') Object.defineProperty(headers, name, { value, enumerable: true, configurable: true, writable: true })
  else if (!Object.hasOwn(headers, name)) headers[name] = value
  else if (!single.has(name)) headers[name] += `, ${value}`
}

const malformed = (what: string) => new StreamFault(errorCode.protocolError, `a malformed answer: ${what}`)
