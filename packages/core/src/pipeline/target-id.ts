const hex: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Murmur3's finalizer: spreads every input bit over the whole word. */
function mix(word: number): number {
  let h = word
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

const word = (h: number): string => `${hex[h >>> 24]}${hex[(h >>> 16) & 255]}${hex[(h >>> 8) & 255]}${hex[h & 255]}`

/** Four lanes of 32 bits: the state of a hash that is fed text after text. */
interface Lanes {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number
  readonly length: number
}

const start: Lanes = { a: 0x811c9dc5, b: 0x9e3779b9, c: 0x85ebca77, d: 0xc2b2ae3d, length: 0 }

function feed(lanes: Lanes, text: string): Lanes {
  let { a, b, c, d } = lanes
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 0x01000193)
    b = (Math.imul(b ^ code, 0x01000197) + a) | 0
    c = (Math.imul(c ^ code, 0x0100019d) + b) | 0
    d = (Math.imul(d ^ code, 0x010001a5) + c) | 0
  }
  return { a, b, c, d, length: lanes.length + text.length }
}

function uuid({ a, b, c, d, length }: Lanes): string {
  const first = mix(a ^ length)
  const second = ((mix(b ^ first) & 0xffff0fff) | 0x8000) >>> 0
  const third = ((mix(c ^ second) & 0x3fffffff) | 0x80000000) >>> 0
  const s = word(second)
  const t = word(third)
  return `${word(first)}-${s.slice(0, 4)}-${s.slice(4)}-${t.slice(0, 4)}-${t.slice(4)}${word(mix(d ^ third))}`
}

/**
 * A UUID (version 8) that is the same in every attempt at this text: a vendor's dedupe id must not change
 * between attempts, nor over a restart. Not for security: whoever chooses the text can choose the id.
 */
export const stableUuid = (text: string): string => uuid(feed(start, text))

/** The ids of one message (and revision) on devices: the message is hashed once. */
export function targetIds(message: string, revision: number): (recipient: string, device: string) => string {
  const base = feed(start, `${message}\n${revision}\n`)
  return (recipient, device) => uuid(feed(base, `${recipient}\n${device}`))
}

/** The id of one message (and revision) on one device. */
export const targetId = (message: string, revision: number, recipient: string, device: string): string => targetIds(message, revision)(recipient, device)
