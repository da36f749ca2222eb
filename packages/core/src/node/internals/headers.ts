import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http2'
import type { Job } from './job.ts'

/** What HTTP/2 forbids, or says otherwise. */
const forbidden = new Set(['connection', 'host', 'http2-settings', 'keep-alive', 'proxy-connection', 'te', 'transfer-encoding', 'upgrade'])

/** node:http2 lets some of these pass, and what the peer makes of them is its own affair. */
const unfit = /[^\t\x20-\x7e\x80-\xff]/

/** A request's header fields for node:http2; throws a TypeError that names the field, never its value. */
export function http2Headers(job: Job, authority: string): OutgoingHttpHeaders {
  const { method, headers, body } = job.request
  const out: OutgoingHttpHeaders = { ':method': method, ':path': job.path, ':scheme': 'https', ':authority': authority }
  for (const name in headers) {
    const lower = name.toLowerCase()
    if (forbidden.has(lower)) continue
    const value = headers[name] ?? ''
    if (unfit.test(value)) throw new TypeError(`header ${lower} has a character that no header can have`)
    out[lower] = value
  }
  if (body.length > 0) out['content-length'] ??= body.length
  return out
}

/** A response's header fields as data: names in lower case, several values joined, pseudo fields left out. */
export function plainHeaders(headers: IncomingHttpHeaders | Record<string, string | string[] | undefined>): Record<string, string> {
  const out: Record<string, string> = {}
  for (const name of Object.keys(headers)) {
    const value = headers[name]
    if (value === undefined || name.startsWith(':')) continue
    out[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : String(value)
  }
  return out
}
