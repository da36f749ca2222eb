import type { WireResponse } from '@rouse/core/transport'
import { StreamFault } from '../frames/faults.ts'
import { errorCode } from '../frames/protocol.ts'
import type { Stream } from './call.ts'

/**
 * Keeps a piece of an answer's body: a copy, since the bytes are read into again. All pieces go into one array that doubles, so that a peer
 * that sends byte by byte takes no more memory than it sends.
 */
export function keepData(stream: Stream, bytes: Buffer, start: number, end: number): void {
  const received = stream.received + end - start
  if (received > stream.kept.length) {
    const larger = new Uint8Array(Math.max(received, stream.kept.length * 2))
    larger.set(stream.kept.subarray(0, stream.received))
    stream.kept = larger
  }
  stream.kept.set(bytes.subarray(start, end), stream.received)
  stream.received = received
}

/** The whole answer. Throws StreamFault where its body is not as long as it states. */
export function finishAnswer(stream: Stream): WireResponse {
  const { status, stated, received, kept } = stream
  if (status === 0) throw new StreamFault(errorCode.protocolError, 'a malformed answer: it ends before its head')
  if (stated >= 0 && stated !== received) throw new StreamFault(errorCode.protocolError, `a malformed answer: ${received} bytes, content-length is ${stated}`)
  return { status, headers: stream.headers, body: kept.length === received ? kept : kept.slice(0, received) }
}
