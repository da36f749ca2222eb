import type { Listener, WireRequest, WireResponse } from '@rouse/core/transport'

/** Settles a promise, with a rejected one when there is no answer: a waiting request keeps this one function. */
export type Resolve = (response: WireResponse | Promise<never>) => void

/** Receives the result of a request. */
export type RequestListener = Listener<WireResponse> | Resolve

/** A queue that a waiting call can leave. */
interface CallList {
  remove(call: Call): void
}

/** The connection that a stream runs on. */
export interface StreamOwner {
  /** Ends a stream before its answer is complete. `doubt`: the peer may be dead. */
  cancel(stream: Stream, doubt: boolean): void
}

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
  queue: CallList | null = null
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

/**
 * A call on its way: the only record of its stream. Records come from their connection's own stock and go back to it, so nothing may hold
 * on to one that has ended but by its id.
 */
export class Stream {
  readonly connection: StreamOwner
  /** null: in stock. */
  call: Call | null = null
  id = 0
  /** The request's. */
  body: Uint8Array = nothing
  sendWindow = 0
  /** Bytes of the body that were written. */
  sent = 0
  receiveWindow = 0
  /** More of it was granted, and the peer has not heard of it yet. */
  granted = false
  /** Of the final answer; 0: not yet. */
  status = 0
  headers: Readonly<Record<string, string>> = none
  /** The content-length that the answer states, or -1. */
  stated = -1
  /** Bytes of the answer's body so far, in the first ones of `kept`. */
  received = 0
  kept: Uint8Array = nothing

  constructor(connection: StreamOwner) {
    this.connection = connection
  }

  begin(call: Call, id: number, receiveWindow: number): void {
    call.stream = this
    this.call = call
    this.id = id
    this.body = call.body
    this.receiveWindow = receiveWindow
  }

  /** Back to stock; answers whose it was. */
  end(): Call {
    const call = this.call as Call
    call.stream = null
    this.call = null
    this.id = 0
    this.body = nothing
    this.sent = 0
    this.granted = false
    this.status = 0
    this.headers = none
    this.stated = -1
    this.received = 0
    this.kept = nothing
    return call
  }
}
