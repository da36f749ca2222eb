import { ConnectionFault } from '../frames/faults.ts'
import { errorCode } from '../frames/protocol.ts'

/** A header block that comes in several frames. Bounded: a peer that never ends it is cut off with ENHANCE_YOUR_CALM. */
export class HeaderBlock {
  /** Whose block it is; 0: none is open, any frame may come. */
  streamId = 0
  endStream = false
  bytes: Buffer = Buffer.alloc(0)
  length = 0
  readonly #mostBytes: number

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes
  }

  open(streamId: number, endStream: boolean): void {
    this.streamId = streamId
    this.endStream = endStream
    this.length = 0
  }

  append(from: Buffer, start: number, end: number): void {
    const length = this.length + end - start
    if (length > this.#mostBytes) throw new ConnectionFault(errorCode.enhanceYourCalm, `a header block of more than ${this.#mostBytes} bytes`)
    if (length > this.bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.min(this.#mostBytes, Math.max(length, this.bytes.length * 2, 1024)))
      this.bytes.copy(larger, 0, 0, this.length)
      this.bytes = larger
    }
    from.copy(this.bytes, this.length, start, end)
    this.length = length
  }

  /** The block is whole, and was used. */
  close(): void {
    this.streamId = 0
    this.bytes = this.bytes.length > 16_384 ? Buffer.alloc(0) : this.bytes
  }
}
