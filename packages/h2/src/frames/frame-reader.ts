import { ConnectionFault } from './faults.ts'
import { errorCode, frameHeaderBytes, initial } from './protocol.ts'

/** Takes one frame; the payload is `bytes[start, end)` and valid during the call only. */
export type OnFrame = (type: number, flags: number, streamId: number, bytes: Buffer, start: number, end: number) => void

/**
 * Cuts a byte stream into frames, however it is split. A frame that lies whole in a chunk is not copied.
 * Throws ConnectionFault FRAME_SIZE_ERROR for a frame over `maxFrameSize`, and whatever `onFrame` throws.
 */
export class FrameReader {
  readonly #onFrame: OnFrame
  readonly #maxFrameSize: number
  /** Start of a frame that is not whole yet. */
  readonly #partial: Buffer
  #partialLength = 0

  constructor(onFrame: OnFrame, maxFrameSize: number = initial.maxFrameSize) {
    this.#onFrame = onFrame
    this.#maxFrameSize = maxFrameSize
    this.#partial = Buffer.allocUnsafeSlow(frameHeaderBytes + maxFrameSize)
  }

  /** `goOn` is asked between frames; false drops the rest. */
  push(chunk: Buffer, goOn: () => boolean): void {
    let at = this.#partialLength === 0 ? 0 : this.#complete(chunk)
    const last = chunk.length
    while (last - at >= frameHeaderBytes && goOn()) {
      const end = at + frameHeaderBytes + this.#length(chunk, at)
      if (end > last) break
      this.#emit(chunk, at, end)
      at = end
    }
    if (at < last && goOn()) {
      chunk.copy(this.#partial, this.#partialLength, at, last)
      this.#partialLength += last - at
    }
  }

  /** Ends the frame that an earlier chunk began; answers how much of this one it took. */
  #complete(chunk: Buffer): number {
    let at = 0
    if (this.#partialLength < frameHeaderBytes) {
      at = chunk.copy(this.#partial, this.#partialLength, 0, frameHeaderBytes - this.#partialLength)
      this.#partialLength += at
      if (this.#partialLength < frameHeaderBytes) return at
    }
    const whole = frameHeaderBytes + this.#length(this.#partial, 0)
    const taken = chunk.copy(this.#partial, this.#partialLength, at, at + whole - this.#partialLength)
    this.#partialLength += taken
    if (this.#partialLength === whole) {
      this.#partialLength = 0
      this.#emit(this.#partial, 0, whole)
    }
    return at + taken
  }

  #length(bytes: Buffer, at: number): number {
    const length = ((bytes[at] as number) << 16) | ((bytes[at + 1] as number) << 8) | (bytes[at + 2] as number)
    if (length > this.#maxFrameSize) throw new ConnectionFault(errorCode.frameSizeError, `a frame of ${length} bytes, at most ${this.#maxFrameSize} are taken`)
    return length
  }

  #emit(bytes: Buffer, at: number, end: number): void {
    const streamId =
      (((bytes[at + 5] as number) & 0x7f) << 24) | ((bytes[at + 6] as number) << 16) | ((bytes[at + 7] as number) << 8) | (bytes[at + 8] as number)
    this.#onFrame(bytes[at + 3] as number, bytes[at + 4] as number, streamId, bytes, at + frameHeaderBytes, end)
  }
}
