import type { Inbound, TokenEvent } from '../channel/contract.ts'
import type { ChannelSet } from '../channel/registry.ts'
import { bytes, type WireResponse } from '../channel/wire.ts'
import { type TokenReport, tokenReportOf } from '../pipeline/token-report.ts'

/** Bytes of a callback's body that are read at most. */
export const mostBodyBytes = 524_288
/** Events that a callback may hold at most. */
export const mostEvents = 10_000
/** Units of a header's value, and headers, at most: a signature is far shorter. */
const mostHeaderUnits = 8192
const mostHeaders = 200

/** A vendor's callback, read: what it told, and how it is answered. */
export interface Receipts {
  readonly reports: readonly TokenReport[]
  readonly response: WireResponse
}

const tooLarge: Receipts = Object.freeze({ reports: [], response: { status: 413, headers: {}, body: new Uint8Array() } })

/**
 * Reads a callback with the first app entry that takes its signature. null: no entry does, or it is not a request that can be read. A body
 * of more than 524,288 bytes, or one with more than 10,000 events, is answered with 413 and reports nothing. Never throws, whatever the
 * request holds. `clock`: UNIX ms, for events without a time.
 */
export function readReceipts(channels: ChannelSet, channel: string, app: string, given: Inbound, clock: () => number): Receipts | null {
  const plugin = channels.get(channel)
  if (plugin?.receipts === undefined) return null
  const inbound = readInbound(given)
  if (inbound === null) return null
  if (inbound.body.byteLength > mostBodyBytes) return tooLarge
  for (const entry of channels.appsOf(channel)) {
    if (entry.app !== app) continue
    let read: ReturnType<NonNullable<typeof plugin.receipts>>
    try {
      read = plugin.receipts(inbound, entry, clock())
    } catch {
      // A channel that throws on what a stranger sends does not take it: the request is refused.
      continue
    }
    if (read === null || read === undefined) continue
    if (read.events.length > mostEvents) return tooLarge
    const now = clock()
    return { reports: read.events.map(event => reportOf(event, channel, now)), response: read.response }
  }
  return null
}

function reportOf({ kind, token, app, code, vendorId, at }: TokenEvent, channel: string, now: number): TokenReport {
  const known = { kind, token: token.reveal(), channel, app, recipient: null, device: null, code, ...(vendorId === undefined ? {} : { vendorId }) }
  return tokenReportOf(known, at, now)
}

/** A request as a host's server gives it, in the shape that channels read; null: it has none. */
function readInbound(given: unknown): Inbound | null {
  try {
    const { method, path, headers, body } = given as { readonly [name: string]: unknown }
    const read = readBody(body)
    if (read === null) return null
    return { method: typeof method === 'string' ? method : 'POST', path: typeof path === 'string' ? path : '/', headers: readHeaders(headers), body: read }
  } catch {
    // null, or an accessor that throws.
    return null
  }
}

function readBody(body: unknown): Uint8Array | null {
  if (body instanceof Uint8Array) return body
  // Not encoded where it is too large anyhow.
  if (typeof body === 'string') return body.length > mostBodyBytes ? new Uint8Array(mostBodyBytes + 1) : bytes(body)
  if (body instanceof ArrayBuffer) return new Uint8Array(body)
  return body === undefined || body === null ? new Uint8Array() : null
}

/** Names in lower case; of a header that came more than once, the values as one, as HTTP joins them. What is no text is left out. */
function readHeaders(headers: unknown): Readonly<Record<string, string>> {
  if (typeof headers !== 'object' || headers === null) return {}
  const entries = headers instanceof Headers ? [...headers] : Object.entries(headers)
  const read: [string, string][] = []
  for (const [name, value] of entries.slice(0, mostHeaders)) {
    const text: unknown = Array.isArray(value)
      ? value
          .slice(0, mostHeaders)
          .filter(one => typeof one === 'string')
          .join(', ')
      : value
    if (typeof text === 'string' && text.length <= mostHeaderUnits) read.push([name.toLowerCase(), text])
  }
  return Object.fromEntries(read)
}
