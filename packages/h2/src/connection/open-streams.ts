import { ConnectionFault } from '../frames/faults.ts'
import { errorCode, most31 } from '../frames/protocol.ts'
import type { Call } from './call.ts'
import { ResetStreams } from './reset-streams.ts'

/** The calls that have a stream, by its id; and which streams were, and are no more. */
export class OpenStreams {
  /** The next stream's id. */
  nextId: number
  readonly #firstId: number
  readonly #calls = new Map<number, Call>()
  readonly #resets = new ResetStreams()

  constructor(firstId: number) {
    this.#firstId = firstId
    this.nextId = firstId
  }

  get size(): number {
    return this.#calls.size
  }

  /** No more streams: the ids are used up. */
  get exhausted(): boolean {
    return this.nextId > most31
  }

  has(call: Call): boolean {
    return this.#calls.get(call.id) === call
  }

  /** Puts a call, which has its id already, on the next stream. */
  add(call: Call): void {
    this.#calls.set(call.id, call)
    this.nextId += 2
  }

  /** `reset`: by us, so that frames may still come in on it. */
  remove(call: Call, reset: boolean): void {
    this.#calls.delete(call.id)
    if (reset) this.#resets.add(call.id)
  }

  values(): Iterable<Call> {
    return this.#calls.values()
  }

  /** Those above a stream id, newest first: each that goes back goes to the queue's head, and they are to stand in their order. */
  above(id: number): Call[] {
    return [...this.#calls.values()].filter(call => call.id > id).reverse()
  }

  /** As Session.find says. */
  find(id: number, mayBeEnded: boolean): Call | null {
    const call = this.#calls.get(id)
    if (call !== undefined) return call
    if ((id & 1) === 0 || id >= this.nextId || id < this.#firstId) {
      throw new ConnectionFault(errorCode.protocolError, 'a frame on a stream that was never opened')
    }
    if (mayBeEnded || this.#resets.has(id)) return null
    throw new ConnectionFault(errorCode.streamClosed, 'a frame behind the end of its stream')
  }
}
