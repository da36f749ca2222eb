import type { WireResponse } from '@rouse/core/transport'
import type { CallQueue } from '../pool/call-queue.ts'
import type { Stream } from './stream.ts'

const none: Readonly<Record<string, string>> = {}
const nothing = new Uint8Array(0)
const ignore = (): void => {}

/**
 * One request from its call to its end. Records come from a stock and go back to it, so nothing may hold on to one that has ended.
 * What only one on the way needs is in its stream: a hundred thousand that wait do without.
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

  /** While it is on the way. */
  stream: Stream | null = null

  /** Lets go of all it holds. */
  clear(): void {
    this.url = ''
    this.headers = none
    this.body = nothing
    this.resolve = ignore
    this.reject = ignore
    this.signal = undefined
    this.resent = 0
  }
}
