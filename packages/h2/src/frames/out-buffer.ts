import { flag, frameHeaderBytes, frame as frameType } from './protocol.ts'

/** Bytes on their way out, in one piece. The writer keeps within `free`: what lies beyond is lost silently. */
export class OutBuffer {
  readonly bytes: Buffer
  length = 0

  constructor(capacity: number) {
    this.bytes = Buffer.allocUnsafeSlow(capacity)
  }

  get free(): number {
    return this.bytes.length - this.length
  }

  byte(value: number): void {
    this.bytes[this.length++] = value
  }

  uint32(value: number): void {
    const { bytes } = this
    let at = this.length
    bytes[at++] = value >>> 24
    bytes[at++] = (value >>> 16) & 0xff
    bytes[at++] = (value >>> 8) & 0xff
    bytes[at++] = value & 0xff
    this.length = at
  }

  copy(from: Uint8Array): void {
    this.bytes.set(from, this.length)
    this.length += from.length
  }

  frameHeader(length: number, type: number, flags: number, streamId: number): void {
    writeFrameHeader(this.bytes, this.length, length, type, flags, streamId)
    this.length += frameHeaderBytes
  }
}

/** Writes a frame's nine bytes at a place that was kept for them. */
export function writeFrameHeader(bytes: Uint8Array, at: number, length: number, type: number, flags: number, streamId: number): void {
  bytes[at] = length >>> 16
  bytes[at + 1] = (length >>> 8) & 0xff
  bytes[at + 2] = length & 0xff
  bytes[at + 3] = type
  bytes[at + 4] = flags
  bytes[at + 5] = streamId >>> 24
  bytes[at + 6] = (streamId >>> 16) & 0xff
  bytes[at + 7] = (streamId >>> 8) & 0xff
  bytes[at + 8] = streamId & 0xff
}

/**
 * Turns a header block, written behind a kept frame header at `start`, into a HEADERS frame, and CONTINUATION frames
 * where it is longer than `maxFrameSize`.
 */
export function finishHeaders(out: OutBuffer, start: number, streamId: number, endStream: boolean, maxFrameSize: number): void {
  const block = out.length - start - frameHeaderBytes
  const flags = endStream ? flag.endStream : 0
  if (block <= maxFrameSize) {
    writeFrameHeader(out.bytes, start, block, frameType.headers, flags | flag.endHeaders, streamId)
    return
  }
  const more = Math.ceil(block / maxFrameSize) - 1
  // From the back, so that nothing is overwritten before it has moved.
  for (let part = more; part > 0; part--) {
    const from = start + frameHeaderBytes + part * maxFrameSize
    const length = Math.min(maxFrameSize, block - part * maxFrameSize)
    const to = from + part * frameHeaderBytes
    out.bytes.copyWithin(to, from, from + length)
    writeFrameHeader(out.bytes, to - frameHeaderBytes, length, frameType.continuation, part === more ? flag.endHeaders : 0, streamId)
  }
  writeFrameHeader(out.bytes, start, maxFrameSize, frameType.headers, flags, streamId)
  out.length += more * frameHeaderBytes
}
