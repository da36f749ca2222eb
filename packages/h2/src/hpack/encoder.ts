import type { OutBuffer } from '../frames/out-buffer.ts'
import { initial } from '../frames/protocol.ts'
import { huffmanLength, writeHuffman } from './huffman.ts'
import { writeInteger } from './integer.ts'
import { type SentEntry, SentName } from './sent-names.ts'
import { entryOverhead, staticTable } from './static-table.ts'

const mostNames = 256
/** Values of one name that are looked through; older ones are sent again when they come again. */
const mostValues = 16
/** RFC 9110: tokens; HTTP/2 wants them in lower case. */
const token = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/
/** A part of a path that is as long as a device token is taken for one. */
const tokenInPath = /[^/?&=]{32}/

/** Fields that are the client's own to state. */
export type OwnName = ':method' | ':path' | ':authority' | 'content-length'

/** A field that no request may carry; nothing of it was sent, but the block it stands in is to be thrown away and the encoder reset. */
export class InvalidField extends Error {
  override readonly name = 'InvalidField'
}

/**
 * Encodes header blocks (RFC 7541). A value goes into the peer's table the first time its name is used, and any other value when it is
 * seen again; from then on it costs a byte. A value that never comes again costs its length and never pushes others out. A path goes in
 * when it comes again, as a route does, and never where it holds what may be a device token.
 */
export class Encoder {
  readonly #names = new Map<string, SentName>()
  readonly #own: Readonly<Record<OwnName, SentName>> = {
    ':method': new SentName(':method'),
    ':path': new SentName(':path'),
    ':authority': new SentName(':authority'),
    'content-length': new SentName('content-length'),
  }
  /** Sizes of what the peer's table holds, oldest first; `#evicted` of all that were ever put in are gone. */
  #sizes: number[] = []
  #inserted = 0
  #evicted = 0
  #size = 0
  #max: number = initial.headerTableSize
  /** Size updates that the next block starts with. */
  #updates: number[] = []

  /** The peer's SETTINGS_HEADER_TABLE_SIZE: takes effect with the next block. */
  setPeerLimit(size: number): void {
    const max = Math.min(size, initial.headerTableSize)
    if (max === this.#max) return
    this.#max = max
    this.#evict(max)
    // The smallest in between has to be told too, and no other (RFC 7541, section 4.2).
    const least = Math.min(max, ...this.#updates)
    this.#updates = least < max ? [least, max] : [max]
  }

  /** Forgets the table, ours and with the next block the peer's: after a block that was begun and not sent. */
  reset(): void {
    const max = this.#max
    this.#evict(0)
    this.#updates = max === 0 ? [0] : [0, max]
  }

  /** Starts a block. */
  begin(out: OutBuffer): void {
    if (this.#updates.length === 0) return
    for (const size of this.#updates) writeInteger(out, size, 5, 0x20)
    this.#updates = []
  }

  /** A field that the static table holds whole. */
  fixed(out: OutBuffer, index: number): void {
    out.byte(0x80 | index)
  }

  /** A field that the request states; a name that HTTP/2 forbids is left out. Throws InvalidField. */
  field(out: OutBuffer, rawName: string, value: string): void {
    const name = this.#names.get(rawName) ?? this.#addName(rawName)
    if (!name.skipped) this.#write(out, name, value, 0)
  }

  /** A field of the client's own. What is written is the value's text from `from` on: a path is told apart by its whole URL. Throws InvalidField. */
  own(out: OutBuffer, name: OwnName, value: string, from = 0): void {
    this.#write(out, this.#own[name], value, from)
  }

  #write(out: OutBuffer, name: SentName, value: string, from: number): void {
    let entry = name.last
    if (entry === null || entry.at < this.#evicted || entry.value !== value) entry = this.#find(name, value)
    if (entry !== null) {
      name.last = entry
      writeInteger(out, staticTable.length + this.#inserted - entry.at, 7, 0x80)
      return
    }
    const isNew = name.entries.length === 0
    const index = isNew ? name.staticIndex : this.#newestIndex(name)
    if (this.#isKept(name, value, from, isNew)) {
      const text = from === 0 ? value : value.slice(from)
      if (!isFieldValue(text)) throw new InvalidField('a header value has a character that it must not have')
      this.#literal(out, name, index, 6, 0x40)
      writeCompact(out, text)
      this.#insert(name, value, text.length)
      return
    }
    this.#literal(out, name, index, 4, name.literal)
    writeRaw(out, value, from)
  }

  #addName(rawName: string): SentName {
    const wire = rawName.toLowerCase()
    if (!token.test(wire)) throw new InvalidField('a header name has a character that it must not have')
    const known = wire === rawName ? undefined : this.#names.get(wire)
    // One that cannot be remembered would be put into the table with every request.
    const name = known ?? new SentName(wire, this.#names.size < mostNames)
    if (this.#names.size < mostNames) this.#names.set(rawName, name)
    return name
  }

  #isKept(name: SentName, value: string, from: number, isNew: boolean): boolean {
    const repeats = name.seen(value)
    const isPath = name.wire === ':path'
    if (!name.keeps || !(repeats || (isNew && !isPath))) return false
    if ((name.wire.length + value.length - from + entryOverhead) * 2 > this.#max) return false
    return !isPath || !tokenInPath.test(value.slice(from))
  }

  #find(name: SentName, value: string): SentEntry | null {
    const { entries } = name
    if (entries.length === 0) return null
    if ((entries[0] as SentEntry).at < this.#evicted) name.entries = entries.filter(entry => entry.at >= this.#evicted)
    const { length } = name.entries
    for (let i = 0; i < length; i++) if (name.entries[i]?.value === value) return name.entries[i] as SentEntry
    return null
  }

  #newestIndex(name: SentName): number {
    return name.staticIndex > 0 ? name.staticIndex : staticTable.length + this.#inserted - (name.entries.at(-1) as SentEntry).at
  }

  #literal(out: OutBuffer, name: SentName, index: number, prefixBits: number, pattern: number): void {
    writeInteger(out, index, prefixBits, pattern)
    if (index === 0) writeCompact(out, name.wire)
  }

  #insert(name: SentName, value: string, length: number): void {
    const size = name.wire.length + length + entryOverhead
    this.#evict(this.#max - size)
    const entry: SentEntry = { value, at: this.#inserted++ }
    this.#sizes.push(size)
    this.#size += size
    if (name.entries.length === mostValues) name.entries.shift()
    name.entries.push(entry)
    name.last = entry
  }

  #evict(room: number): void {
    while (this.#size > room) {
      this.#size -= this.#sizes.shift() as number
      this.#evicted++
    }
  }
}

/** Tab and what can be seen; one byte a character; no white space around it. */
export function isFieldValue(text: string): boolean {
  return !/[^\t\x20-\x7e\x80-\xff]|^[\t ]|[\t ]$/.test(text)
}

/** Huffman-coded where that is shorter: for what is written once. */
function writeCompact(out: OutBuffer, text: string): void {
  const coded = huffmanLength(text)
  if (coded >= text.length) writeRaw(out, text, 0)
  else {
    writeInteger(out, coded, 7, 0x80)
    writeHuffman(out, text)
  }
}

/** As it is: for what is written with every request, where coding would cost more than its bytes. */
function writeRaw(out: OutBuffer, text: string, from: number): void {
  const end = text.length
  writeInteger(out, end - from, 7, 0)
  const { bytes } = out
  let to = out.length
  let odd = 0
  for (let i = from; i < end; i++) {
    const char = text.charCodeAt(i)
    // 0 for 0x20…0x7e alone.
    odd |= (char - 0x20) | (0x7e - char)
    bytes[to++] = char
  }
  out.length = to
  if ((odd < 0 || end === from || text.charCodeAt(from) === 0x20 || text.charCodeAt(end - 1) === 0x20) && !isFieldValue(from === 0 ? text : text.slice(from))) {
    throw new InvalidField('a header value has a character that it must not have')
  }
}
