import { ConnectionFault } from '../frames/faults.ts'
import type { OutBuffer } from '../frames/out-buffer.ts'
import { errorCode } from '../frames/protocol.ts'

/** Writes an integer with a prefix of so many bits (RFC 7541, section 5.1); `pattern` holds the bits before it. */
export function writeInteger(out: OutBuffer, value: number, prefixBits: number, pattern: number): void {
  const most = (1 << prefixBits) - 1
  if (value < most) {
    out.byte(pattern | value)
    return
  }
  out.byte(pattern | most)
  let rest = value - most
  while (rest >= 0x80) {
    out.byte((rest & 0x7f) | 0x80)
    rest >>>= 7
  }
  out.byte(rest)
}

/** Walks over a header block. `end` is where the block ends, not the buffer. */
export class Cursor {
  bytes: Buffer
  at: number
  end: number

  constructor(bytes: Buffer, at: number, end: number) {
    this.bytes = bytes
    this.at = at
    this.end = end
  }
}

/** Reads an integer below 2^28; a longer one, or one cut short, is a COMPRESSION_ERROR. */
export function readInteger(cursor: Cursor, prefixBits: number): number {
  const { bytes, end } = cursor
  if (cursor.at >= end) throw cut()
  const most = (1 << prefixBits) - 1
  let value = (bytes[cursor.at++] as number) & most
  if (value < most) return value
  for (let shift = 0; shift <= 21; shift += 7) {
    if (cursor.at >= end) throw cut()
    const byte = bytes[cursor.at++] as number
    value += (byte & 0x7f) << shift
    if (byte < 0x80) return value
  }
  throw new ConnectionFault(errorCode.compressionError, 'an integer in a header block is out of bounds')
}

const cut = () => new ConnectionFault(errorCode.compressionError, 'a header block ends in the middle of a field')
