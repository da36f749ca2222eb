import type { GoawayOptions } from '../common/host.ts'
import { isObject, type Json, type JsonObject } from '../common/json.ts'
import type { ReceivedFilter } from '../common/request-log.ts'
import { tokenStates } from '../common/tokens.ts'
import { isVendor, type Vendor, vendors } from '../common/vendor.ts'
import type { AnswersOrder, TokensOrder, VendorOrder } from './control.ts'

type Writable<T> = { -readonly [key in keyof T]: T[key] }

const kinds = ['send', 'auth', 'other', 'any'] as const

function only(body: JsonObject, names: readonly string[]): void {
  for (const name of Object.keys(body)) if (!names.includes(name)) throw new Error(`unknown field ${JSON.stringify(name)}; there are ${names.join(', ')}`)
}

function oneOf<const T extends string>(value: Json | undefined, values: readonly T[], name: string): T {
  if (!values.includes(value as T)) throw new Error(`${name} must be one of ${values.join(', ')}`)
  return value as T
}

function count(value: Json | undefined, name: string): number {
  if (typeof value !== 'number' || !(value >= 0)) throw new Error(`${name} must be a number, 0 or more`)
  return value
}

function text(value: Json | undefined, name: string): string {
  if (typeof value !== 'string' || value === '') throw new Error(`${name} must be a text`)
  return value
}

/** A vendor's name. @throws Error that lists the vendors. */
export function readVendor(value: unknown): Vendor {
  if (!isVendor(value)) throw new Error(`vendor must be one of ${vendors.join(', ')}`)
  return value
}

/** The query of `GET /received`. */
export function readFilter(query: URLSearchParams): ReceivedFilter {
  const filter: Writable<ReceivedFilter> = {}
  const vendor = query.get('vendor')
  const token = query.get('token')
  const limit = query.get('limit')
  const kind = query.get('kind')
  if (vendor !== null) filter.vendor = readVendor(vendor)
  if (token !== null) filter.token = token
  if (limit !== null) filter.limit = count(Number(limit), 'limit')
  if (kind !== null) filter.kind = oneOf(kind, ['send', 'auth', 'other'], 'kind')
  return filter
}

/** The body of `POST /tokens`. */
export function readTokens(body: JsonObject): TokensOrder {
  only(body, ['vendor', 'token', 'tokens', 'state', 'timestamp', 'environment'])
  const order: Writable<TokensOrder> = { vendor: readVendor(body.vendor), state: oneOf(body.state ?? 'live', tokenStates, 'state') }
  if (body.token !== undefined) order.token = text(body.token, 'token')
  if (body.tokens !== undefined) {
    if (!Array.isArray(body.tokens)) throw new Error('tokens must be an array')
    order.tokens = body.tokens.map(token => text(token as Json, 'tokens'))
  }
  if (order.token === undefined && order.tokens === undefined) throw new Error('token or tokens is required')
  if (body.timestamp !== undefined) order.timestamp = count(body.timestamp, 'timestamp')
  if (body.environment !== undefined) order.environment = oneOf(body.environment, ['production', 'development'], 'environment')
  return order
}

/** The body of `POST /answers`. */
export function readAnswers(body: JsonObject): AnswersOrder {
  only(body, ['vendor', 'token', 'next', 'times', 'kind', 'code', 'status', 'headers', 'body'])
  const order: Writable<AnswersOrder> = { vendor: readVendor(body.vendor) }
  if (body.token !== undefined) order.token = text(body.token, 'token')
  if (body.next !== undefined) order.next = count(body.next, 'next')
  if (body.times !== undefined) order.times = count(body.times, 'times')
  if (body.kind !== undefined) order.kind = oneOf(body.kind, kinds, 'kind')
  if (body.code !== undefined) {
    if (typeof body.code !== 'string' && typeof body.code !== 'number') throw new Error('code must be a text or a number')
    order.code = body.code
  }
  if (body.status !== undefined) {
    order.status = count(body.status, 'status')
    if (!Number.isInteger(order.status) || order.status < 200 || order.status > 599) throw new Error('status must be 200 to 599')
  }
  if (body.headers !== undefined) {
    if (!isObject(body.headers)) throw new Error('headers must be an object')
    order.headers = Object.fromEntries(Object.entries(body.headers).map(([name, value]) => [name.toLowerCase(), String(value)]))
  }
  if (body.body !== undefined) order.body = body.body
  return order
}

/** The body of `POST /quota`: a vendor and its switches; the emulator checks them. */
export function readQuota(body: JsonObject): { readonly vendor: Vendor } & { readonly [setting: string]: Json } {
  return { ...body, vendor: readVendor(body.vendor) }
}

/** The body of the orders that go to one vendor or to all. */
export function readGoaway(body: JsonObject): VendorOrder & GoawayOptions {
  only(body, ['vendor', 'code', 'debug'])
  const order: Writable<VendorOrder & GoawayOptions> = {}
  if (body.vendor !== undefined) order.vendor = readVendor(body.vendor)
  if (body.code !== undefined) order.code = count(body.code, 'code')
  if (body.debug !== undefined) order.debug = text(body.debug, 'debug')
  return order
}
