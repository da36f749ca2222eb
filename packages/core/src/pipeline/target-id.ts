/** Murmur3's finalizer: spreads every input bit over the whole word. */
function mix(word: number): number {
  let h = word
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** Four lanes of 32 bits side by side: the state of a hash that is fed text after text. */
class Lanes {
  a = 0x811c9dc5
  b = 0x9e3779b9
  c = 0x85ebca77
  d = 0xc2b2ae3d
  length = 0

  feed(text: string): this {
    let { a, b, c, d } = this
    // No lane waits for another: a processor runs the four at once.
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      a = Math.imul(a ^ code, 0x01000193)
      b = Math.imul(b ^ code, 0x01000197)
      c = Math.imul(c + code, 0x0100019d)
      d = Math.imul(d + code, 0x010001a5)
    }
    this.a = a
    this.b = b
    this.c = c
    this.d = d
    this.length += text.length
    return this
  }

  /** Goes on from where another stands. */
  after({ a, b, c, d, length }: Lanes): this {
    this.a = a
    this.b = b
    this.c = c
    this.d = d
    this.length = length
    return this
  }
}

const digits: readonly number[] = Array.from('0123456789abcdef', digit => digit.charCodeAt(0))
const dash = 45

/** Writes half a word as four digits. */
function half(characters: Uint8Array, at: number, bits: number): void {
  characters[at] = digits[(bits >>> 12) & 15] as number
  characters[at + 1] = digits[(bits >>> 8) & 15] as number
  characters[at + 2] = digits[(bits >>> 4) & 15] as number
  characters[at + 3] = digits[bits & 15] as number
}

/** The lanes as a UUID (version 8), by way of 36 bytes that hold its dashes. */
function uuid({ a, b, c, d, length }: Lanes, characters: Buffer): string {
  const first = mix(a ^ length)
  const second = ((mix(b ^ first) & 0xffff0fff) | 0x8000) >>> 0
  const third = ((mix(c ^ second) & 0x3fffffff) | 0x80000000) >>> 0
  const fourth = mix(d ^ third)
  half(characters, 0, first >>> 16)
  half(characters, 4, first)
  half(characters, 9, second >>> 16)
  half(characters, 14, second)
  half(characters, 19, third >>> 16)
  half(characters, 24, third)
  half(characters, 28, fourth >>> 16)
  half(characters, 32, fourth)
  return characters.toString('latin1')
}

const blank = (): Buffer => Buffer.allocUnsafe(36).fill(dash)

/**
 * A UUID (version 8) that is the same in every attempt at this text: a vendor's dedupe id must not change
 * between attempts, nor over a restart. Not for security: whoever chooses the text can choose the id.
 */
export const stableUuid = (text: string): string => uuid(new Lanes().feed(text), blank())

/** The ids of one message (and revision) on devices: the message is hashed once. */
export function targetIds(message: string, revision: number): (recipient: string, device: string) => string {
  const base = new Lanes().feed(`${message}\n${revision}\n`)
  const lanes = new Lanes()
  const characters = blank()
  return (recipient, device) => uuid(lanes.after(base).feed(recipient).feed('\n').feed(device), characters)
}

/** The id of one message (and revision) on one device. */
export const targetId = (message: string, revision: number, recipient: string, device: string): string => targetIds(message, revision)(recipient, device)
