import { ConnectionFault } from '../frames/faults.ts'
import { errorCode } from '../frames/protocol.ts'
import type { FieldList } from './field-list.ts'
import { decodeHuffman, mostDecoded } from './huffman.ts'
import { Cursor, readInteger } from './integer.ts'
import { ReceivedTable } from './received-table.ts'
import { staticTable } from './static-table.ts'
import { StringCache } from './string-cache.ts'

const staticCount = staticTable.length

/** Decodes header blocks (RFC 7541). Throws ConnectionFault COMPRESSION_ERROR, after which it is of no more use. */
export class Decoder {
  readonly #table: ReceivedTable
  readonly #cache = new StringCache()
  readonly #cursor = new Cursor(Buffer.alloc(0), 0, 0)
  #scratch = Buffer.allocUnsafeSlow(1024)
  /** What the peer may make of its table. */
  #limit: number
  /** The limit went down: the next block starts with a size update, or is refused (RFC 9113, section 4.3.1). */
  #updateDue = false

  constructor(tableSize: number) {
    this.#limit = tableSize
    this.#table = new ReceivedTable(tableSize)
  }

  /** The peer has acknowledged our SETTINGS_HEADER_TABLE_SIZE. */
  setLimit(size: number): void {
    this.#limit = size
    if (size < this.#table.max) this.#updateDue = true
  }

  /** Equal bytes decode to equal fields now, whatever came before. */
  get stateless(): boolean {
    return this.#limit === 0 && this.#table.max === 0 && !this.#updateDue
  }

  /** Appends the fields of one whole block. */
  decode(bytes: Buffer, start: number, end: number, to: FieldList): void {
    const cursor = this.#cursor
    cursor.bytes = bytes
    cursor.at = start
    cursor.end = end
    this.#sizeUpdates(cursor)
    while (cursor.at < end) {
      const first = bytes[cursor.at] as number
      if (first >= 0x80) {
        const index = readInteger(cursor, 7)
        to.add(this.#name(index), this.#value(index))
      } else if (first >= 0x40) {
        const name = this.#literalName(cursor, 6)
        const value = this.#string(cursor)
        this.#table.add(name, value)
        to.add(name, value)
      } else if (first >= 0x20) throw wrong('a table size update within a header block')
      else to.add(this.#literalName(cursor, 4), this.#string(cursor))
    }
  }

  #sizeUpdates(cursor: Cursor): void {
    while (cursor.at < cursor.end && ((cursor.bytes[cursor.at] as number) & 0xe0) === 0x20) {
      const size = readInteger(cursor, 5)
      if (size > this.#limit) throw wrong(`a table of ${size} bytes, at most ${this.#limit} were granted`)
      this.#table.resize(size)
      this.#updateDue = false
    }
    if (this.#updateDue) throw wrong('no table size update after the table was made smaller')
  }

  #literalName(cursor: Cursor, prefixBits: number): string {
    const index = readInteger(cursor, prefixBits)
    return index === 0 ? this.#string(cursor) : this.#name(index)
  }

  #name(index: number): string {
    if (index > staticCount) return this.#table.name(this.#dynamic(index))
    return this.#static(index)[0]
  }

  #value(index: number): string {
    if (index > staticCount) return this.#table.value(this.#dynamic(index))
    return this.#static(index)[1]
  }

  #static(index: number): readonly [string, string] {
    const entry = staticTable[index - 1]
    if (entry === undefined) throw wrong('header index 0')
    return entry
  }

  #dynamic(index: number): number {
    const at = index - staticCount - 1
    if (at >= this.#table.length) throw wrong(`header index ${index}, the table ends at ${staticCount + this.#table.length}`)
    return at
  }

  #string(cursor: Cursor): string {
    if (cursor.at >= cursor.end) throw wrong('a header block ends in the middle of a field')
    const { bytes } = cursor
    const huffman = (bytes[cursor.at] as number) >= 0x80
    const length = readInteger(cursor, 7)
    const start = cursor.at
    const end = start + length
    if (end > cursor.end) throw wrong('a string is longer than its header block')
    cursor.at = end
    const slot = this.#cache.slot(bytes, start, length)
    if (slot >= 0) {
      const known = this.#cache.get(slot, bytes, start, length, huffman)
      if (known !== null) return known
    }
    const text = huffman ? this.#huffman(bytes, start, end) : bytes.toString('latin1', start, end)
    if (slot >= 0) this.#cache.set(slot, bytes, start, length, huffman, text)
    return text
  }

  #huffman(bytes: Buffer, start: number, end: number): string {
    const most = mostDecoded(end - start)
    if (most > this.#scratch.length) this.#scratch = Buffer.allocUnsafeSlow(most)
    return this.#scratch.toString('latin1', 0, decodeHuffman(bytes, start, end, this.#scratch))
  }
}

const wrong = (what: string) => new ConnectionFault(errorCode.compressionError, what)
