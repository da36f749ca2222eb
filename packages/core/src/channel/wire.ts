import type { Json } from '../model/json.ts'

/** A field of a form. `format: 'json'`: the value is the text of a JSON document, which `explain` shows parsed. */
export type FormField = readonly [name: string, value: string, format?: 'json']

export type Body = { readonly json: Uint8Array } | { readonly form: readonly FormField[] } | { readonly empty: true }

/** A request without credentials and without the sending clock: what `explain` shows. */
export interface Draft {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Body
}

/** What a transport sends. `identity` names the client certificate that the connection needs, if any. */
export interface WireRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  readonly identity?: string
}

/** What came back, whatever its status. Header names are in lower case. */
export interface WireResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** Requests that belong together, as data: yields Drafts, is resumed with their responses, returns R. */
export type Exchange<R> = Generator<Draft, R, WireResponse>

const decoder = new TextDecoder()

/** UTF-8 of a text. */
export const bytes = (text: string): Uint8Array => Buffer.from(text)

/** How many bytes the UTF-8 of a text has. */
export const byteLength = (text: string): number => Buffer.byteLength(text)

/** UTF-8 of a value's JSON. */
export const json = (value: Json): Uint8Array => bytes(JSON.stringify(value))

/** A body as text. */
export const text = (body: Uint8Array): string => decoder.decode(body)

/**
 * A body's JSON object; null when the body is anything else: empty, HTML, cut off, compressed, a JSON array or text. With a status of 2xx
 * such a body is no answer of the vendor: see `statusVerdict`.
 */
export function parseObject(body: Uint8Array): { readonly [key: string]: Json } | null {
  try {
    const value: unknown = JSON.parse(text(body))
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as { [key: string]: Json }) : null
  } catch {
    return null
  }
}

/** A body's JSON object, or an empty one where `parseObject` has none: for reading fields, each of which may be missing anyhow. */
export const parse = (body: Uint8Array): { readonly [key: string]: Json } => parseObject(body) ?? {}

/**
 * `head`, the UTF-8 of `middle`, `tail`: a body whose bytes stand already but for a hole. It is cut from Node's pool where it is
 * small, since an ArrayBuffer of its own for each push costs more than all the rest of it. A long middle is better given in its parts,
 * each well-formed by itself: to add texts up copies them once more.
 */
export function concatBytes(head: Uint8Array, middle: string | readonly string[], tail: Uint8Array): Uint8Array {
  const parts = typeof middle === 'string' ? [middle] : middle
  let end = head.length
  for (const part of parts) end += Buffer.byteLength(part)
  const body = Buffer.allocUnsafe(end + tail.length)
  body.set(head)
  let at = head.length
  for (const part of parts) at += body.write(part, at)
  body.set(tail, end)
  return body
}

/** What encodeURIComponent leaves and forms do not, and a space, which is `+` there. */
const odd = /[!'()~]|%20/g
const oddCode = (found: string): string => (found === '%20' ? '+' : `%${found.charCodeAt(0).toString(16).toUpperCase()}`)
const encoded = (value: string): string => encodeURIComponent(value.toWellFormed()).replace(odd, oddCode)

/** A Draft's body as the bytes that go over the wire. Forms are percent-encoded, a space as `+`. */
export function encode(body: Body): Uint8Array {
  if ('json' in body) return body.json
  // As URLSearchParams would, in half the time: a batch's tokens are most of its request.
  if ('form' in body) return Buffer.from(body.form.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&'), 'latin1')
  return new Uint8Array()
}
