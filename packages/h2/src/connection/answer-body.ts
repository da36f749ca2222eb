import type { WireResponse } from '@rouse/core'
import { StreamFault } from '../frames/faults.ts'
import { errorCode } from '../frames/protocol.ts'
import type { Call } from './call.ts'

const empty = new Uint8Array(0)

/** Keeps a piece of an answer's body: a copy, since the bytes are read into again. */
export function keepData(call: Call, bytes: Buffer, start: number, end: number): void {
  const piece = new Uint8Array(end - start)
  piece.set(bytes.subarray(start, end))
  call.received += end - start
  if (call.chunks === null) call.chunks = [piece]
  else call.chunks.push(piece)
}

/** The whole answer. Throws StreamFault where its body is not as long as it states. */
export function finishAnswer(call: Call): WireResponse {
  const { status, stated, received } = call
  if (status === 0) throw new StreamFault(errorCode.protocolError, 'a malformed answer: it ends before its head')
  if (stated >= 0 && stated !== received) throw new StreamFault(errorCode.protocolError, `a malformed answer: ${received} bytes, content-length is ${stated}`)
  return { status, headers: call.answerHeaders, body: bodyOf(call) }
}

function bodyOf(call: Call): Uint8Array {
  const { chunks } = call
  if (chunks === null) return empty
  if (chunks.length === 1) return chunks[0] as Uint8Array
  const whole = new Uint8Array(call.received)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}
