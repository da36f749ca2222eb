import { ConnectionFault } from '../frames/faults.ts'
import { errorCode, most31 } from '../frames/protocol.ts'
import { ResetStreams } from './reset-streams.ts'
import type { Stream } from './stream.ts'

/** The open streams by id; and which streams were, and are no more. */
export class OpenStreams {
  /** The next stream's id. */
  nextId: number
  readonly #firstId: number
  readonly #streams = new Map<number, Stream>()
  readonly #resets = new ResetStreams()

  constructor(firstId: number) {
    this.#firstId = firstId
    this.nextId = firstId
  }

  get size(): number {
    return this.#streams.size
  }

  /** No more streams: the ids are used up. */
  get exhausted(): boolean {
    return this.nextId > most31
  }

  has(stream: Stream): boolean {
    return this.#streams.get(stream.id) === stream
  }

  /** One that has the next id. */
  add(stream: Stream): void {
    this.#streams.set(stream.id, stream)
    this.nextId += 2
  }

  /** `reset`: by us, so that frames may still come in on it. */
  remove(stream: Stream, reset: boolean): void {
    this.#streams.delete(stream.id)
    if (reset) this.#resets.add(stream.id)
  }

  values(): Iterable<Stream> {
    return this.#streams.values()
  }

  /** Those above a stream id, newest first: each that goes back goes to the queue's head, and they are to stand in their order. */
  above(id: number): Stream[] {
    return [...this.#streams.values()].filter(stream => stream.id > id).reverse()
  }

  /** As Session.find says. */
  find(id: number, mayBeEnded: boolean): Stream | null {
    const stream = this.#streams.get(id)
    if (stream !== undefined) return stream
    if ((id & 1) === 0 || id >= this.nextId || id < this.#firstId) {
      throw new ConnectionFault(errorCode.protocolError, 'a frame on a stream that was never opened')
    }
    if (mayBeEnded || this.#resets.has(id)) return null
    throw new ConnectionFault(errorCode.streamClosed, 'a frame behind the end of its stream')
  }
}
