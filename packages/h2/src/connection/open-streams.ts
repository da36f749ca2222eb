import { ConnectionFault } from '../frames/faults.ts'
import { errorCode, most31 } from '../frames/protocol.ts'
import type { Stream } from './call.ts'
import { ResetStreams } from './reset-streams.ts'

/** A power of two, and more than are open at once as a rule. */
const slotCount = 1024
const slotOf = (id: number): number => (id >>> 1) & (slotCount - 1)

/** The open streams by id; and which streams were, and are no more. */
export class OpenStreams {
  /** The next stream's id. */
  nextId: number
  size = 0
  readonly #firstId: number
  /** By the low bits of their ids, which come one after the other. */
  readonly #slots: (Stream | null)[] = new Array<Stream | null>(slotCount).fill(null)
  /** Those that are open for so long that a newer one has their slot. */
  readonly #old = new Map<number, Stream>()
  readonly #resets = new ResetStreams()

  constructor(firstId: number) {
    this.#firstId = firstId
    this.nextId = firstId
  }

  /** No more streams: the ids are used up. */
  get exhausted(): boolean {
    return this.nextId > most31
  }

  has(stream: Stream): boolean {
    return this.#get(stream.id) === stream
  }

  /** One that has the next id. */
  add(stream: Stream): void {
    const slot = slotOf(this.nextId)
    const older = this.#slots[slot] as Stream | null
    if (older !== null) this.#old.set(older.id, older)
    this.#slots[slot] = stream
    this.nextId += 2
    this.size++
  }

  /** `reset`: by us, so that frames may still come in on it. */
  remove(stream: Stream, reset: boolean): void {
    const slot = slotOf(stream.id)
    if (this.#slots[slot] === stream) this.#slots[slot] = null
    else this.#old.delete(stream.id)
    if (reset) this.#resets.add(stream.id)
    this.size--
  }

  values(): Stream[] {
    return [...this.#old.values(), ...this.#slots.filter(stream => stream !== null)]
  }

  /** Those above a stream id, newest first: each that goes back goes to the queue's head, and they are to stand in their order. */
  above(id: number): Stream[] {
    return this.values()
      .filter(stream => stream.id > id)
      .sort((a, b) => b.id - a.id)
  }

  #get(id: number): Stream | undefined {
    const stream = this.#slots[slotOf(id)] as Stream | null
    return stream?.id === id ? stream : this.#old.get(id)
  }

  /** As Session.find says. */
  find(id: number, mayBeEnded: boolean): Stream | null {
    const stream = this.#get(id)
    if (stream !== undefined) return stream
    if ((id & 1) === 0 || id >= this.nextId || id < this.#firstId) {
      throw new ConnectionFault(errorCode.protocolError, 'a frame on a stream that was never opened')
    }
    if (mayBeEnded || this.#resets.has(id)) return null
    throw new ConnectionFault(errorCode.streamClosed, 'a frame behind the end of its stream')
  }
}
