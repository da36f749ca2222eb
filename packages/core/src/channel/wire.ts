import type { Json } from '../model/json.ts'

export type Body = { readonly json: Uint8Array } | { readonly form: readonly (readonly [name: string, value: string])[] } | { readonly empty: true }

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

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** UTF-8 of a text. */
export const bytes = (text: string): Uint8Array => encoder.encode(text)

/** UTF-8 of a value's JSON. */
export const json = (value: Json): Uint8Array => encoder.encode(JSON.stringify(value))

/** A body as text. */
export const text = (body: Uint8Array): string => decoder.decode(body)

/** A body's JSON object; an empty one when it is no JSON object, so that reading a vendor's answer never throws. */
export function parse(body: Uint8Array): { readonly [key: string]: Json } {
  try {
    const value: unknown = JSON.parse(text(body))
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as { [key: string]: Json }) : {}
  } catch {
    return {}
  }
}

/** A Draft's body as the bytes that go over the wire. Forms are percent-encoded, a space as `+`. */
export function encode(body: Body): Uint8Array {
  if ('json' in body) return body.json
  if ('form' in body) return bytes(new URLSearchParams(body.form.map(([name, value]): [string, string] => [name, value])).toString())
  return new Uint8Array()
}
