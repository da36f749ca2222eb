import type { WireResponse } from '@rouse/core'
import type { CallQueue } from '../pool/call-queue.ts'
import type { Connection } from './connection.ts'

const none: Readonly<Record<string, string>> = {}
const nothing = new Uint8Array(0)
const ignore = (): void => {}

/**
 * One request from its call to its end, and while it is on the way its stream: the only record it has. Records come from a pool and go
 * back to it, so nothing may hold on to one that has ended.
 */
export class Call {
  // What was asked.
  url = ''
  /** Where the path begins in the URL. */
  pathStart = 0
  method = ''
  headers: Readonly<Record<string, string>> = none
  body: Uint8Array = nothing
  /** The size of its header list (RFC 9113, section 6.5.2): also the most bytes that its header block can take. */
  headerBytes = 0
  resolve: (response: WireResponse) => void = ignore
  reject: (error: Error) => void = ignore
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

  // Its stream.
  connection: Connection | null = null
  id = 0
  sendWindow = 0
  /** Bytes of the body that were written. */
  sent = 0
  /** Waits for a window, or for room to write. */
  blocked = false
  receiveWindow = 0
  /** More of it was granted, and the peer has not heard of it yet. */
  granted = false
  /** Of the final answer; 0: not yet. */
  status = 0
  answerHeaders: Readonly<Record<string, string>> = none
  /** The content-length that the answer states, or -1. */
  stated = -1
  received = 0
  chunks: Uint8Array[] | null = null

  /** Back to the state before a stream: for the next try. */
  leaveStream(): void {
    this.connection = null
    this.id = 0
    this.sent = 0
    this.blocked = false
    this.granted = false
    this.status = 0
    this.answerHeaders = none
    this.stated = -1
    this.received = 0
    this.chunks = null
  }

  /** Lets go of all it holds. */
  clear(): void {
    this.leaveStream()
    this.url = ''
    this.headers = none
    this.body = nothing
    this.resolve = ignore
    this.reject = ignore
    this.signal = undefined
    this.resent = 0
  }
}
