import { StreamFault } from '../frames/faults.ts'
import { errorCode } from '../frames/protocol.ts'
import { Decoder } from '../hpack/decoder.ts'
import { FieldList } from '../hpack/field-list.ts'
import { checkTrailers, type ResponseHead, responseHead } from './response-head.ts'

/** Blocks over this are not remembered whole. */
const mostRemembered = 512

/** Header blocks of one connection, as heads of responses. A block that equals the last one gives the same head again, not decoded twice. */
export class ResponseHeads {
  readonly decoder: Decoder
  readonly #fields: FieldList
  readonly #lastBlock = Buffer.allocUnsafeSlow(mostRemembered)
  #lastLength = -1
  #lastHead: ResponseHead | null = null

  constructor(tableSize: number, mostBytes: number) {
    this.decoder = new Decoder(tableSize)
    this.#fields = new FieldList(mostBytes)
  }

  /** Throws StreamFault for a malformed head, ConnectionFault for a block that cannot be decoded. */
  read(bytes: Buffer, start: number, end: number): ResponseHead {
    const length = end - start
    const remembers = length <= mostRemembered && this.decoder.stateless
    if (remembers && this.#lastHead !== null && length === this.#lastLength && this.#isLast(bytes, start, length)) return this.#lastHead
    this.#decode(bytes, start, end)
    const head = responseHead(this.#fields)
    if (remembers) {
      bytes.copy(this.#lastBlock, 0, start, end)
      this.#lastLength = length
      this.#lastHead = head
      // Many answers will have it.
      Object.freeze(head.headers)
    }
    return head
  }

  #isLast(bytes: Buffer, start: number, length: number): boolean {
    const last = this.#lastBlock
    for (let i = 0; i < length; i++) if (last[i] !== bytes[start + i]) return false
    return true
  }

  /** A block behind a body. */
  readTrailers(bytes: Buffer, start: number, end: number): void {
    this.#decode(bytes, start, end)
    checkTrailers(this.#fields)
  }

  /** A block that is of no interest: only the table has to follow. */
  skip(bytes: Buffer, start: number, end: number): void {
    this.#fields.clear()
    this.decoder.decode(bytes, start, end, this.#fields)
  }

  #decode(bytes: Buffer, start: number, end: number): void {
    this.skip(bytes, start, end)
    if (this.#fields.tooLarge) throw new StreamFault(errorCode.enhanceYourCalm, 'the answer has too many header fields')
  }
}
