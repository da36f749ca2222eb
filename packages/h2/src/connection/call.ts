import type { WireRequest } from '@rouse/core/transport'
import type { RequestListener } from '../pool/backlog.ts'
import type { CallQueue } from '../pool/call-queue.ts'
import type { Stream } from './stream.ts'

const none: WireRequest['headers'] = {}
const nothing = new Uint8Array(0)
const nobody: RequestListener = { done: () => undefined, failed: () => undefined }
/** What an entry of a header list counts beside its text (RFC 9113, section 6.5.2). */
const overhead = 32
/** The pseudo-header fields' own, and a content-length. */
const pseudo = 5 * overhead + ':method:scheme:path:authority'.length + 'https'.length + 'content-length'.length + 16

/**
 * One request that is on the way, or about to be. Records come from a stock and go back to it, so nothing may hold on to one that has
 * ended. Those that wait for their turn have none (backlog.ts).
 */
export class Call {
  // What was asked.
  url = ''
  method = ''
  headers = none
  body: Uint8Array = nothing
  /** The size of its header list (RFC 9113, section 6.5.2): also the most bytes that its header block can take. Infinity: one is no text. */
  headerBytes = 0
  asker: RequestListener = nobody
  signal: AbortSignal | undefined = undefined
  timeoutMs = 0

  // Its place on the wheel.
  due = 0
  slot = -1
  earlier: Call | null = null
  later: Call | null = null

  // Its place in the queue.
  queue: CallQueue | null = null
  before: Call | null = null
  behind: Call | null = null
  /** Times a peer gave it back untouched. */
  resent = 0

  /** While it is on the way. */
  stream: Stream | null = null

  ask(url: string, method: string, headers: WireRequest['headers'], body: Uint8Array): void {
    this.url = url
    this.method = method
    this.headers = headers
    this.body = body
    this.headerBytes = listSize(method, url, headers)
  }

  /** Lets go of all it holds. */
  clear(): void {
    this.url = ''
    this.headers = none
    this.body = nothing
    this.asker = nobody
    this.signal = undefined
    this.resent = 0
  }
}

function listSize(method: string, url: string, headers: WireRequest['headers']): number {
  // The URL is authority and path, and a few bytes more.
  let size = pseudo + method.length + url.length
  for (const name in headers) {
    const value = headers[name]
    if (typeof value !== 'string') return Number.POSITIVE_INFINITY
    size += name.length + value.length + overhead
  }
  return size
}
