import type { WireResponse } from '@rouse/core/transport'
import { StreamFault } from '../frames/faults.ts'
import { errorCode } from '../frames/protocol.ts'
import type { Stream } from './stream.ts'

const empty = new Uint8Array(0)

/** Keeps a piece of an answer's body: a copy, since the bytes are read into again. */
export function keepData(stream: Stream, bytes: Buffer, start: number, end: number): void {
  const piece = new Uint8Array(end - start)
  piece.set(bytes.subarray(start, end))
  stream.received += end - start
  if (stream.chunks === null) stream.chunks = [piece]
  else stream.chunks.push(piece)
}

/** The whole answer. Throws StreamFault where its body is not as long as it states. */
export function finishAnswer(stream: Stream): WireResponse {
  const { status, stated, received } = stream
  if (status === 0) throw new StreamFault(errorCode.protocolError, 'a malformed answer: it ends before its head')
  if (stated >= 0 && stated !== received) throw new StreamFault(errorCode.protocolError, `a malformed answer: ${received} bytes, content-length is ${stated}`)
  return { status, headers: stream.headers, body: bodyOf(stream) }
}

function bodyOf(stream: Stream): Uint8Array {
  const { chunks } = stream
  if (chunks === null) return empty
  if (chunks.length === 1) return chunks[0] as Uint8Array
  const whole = new Uint8Array(stream.received)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}
