const hex: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Murmur3's finalizer: spreads every input bit over the whole word. */
function mix(word: number): number {
  let h = word
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

const word = (h: number): string => `${hex[h >>> 24]}${hex[(h >>> 16) & 255]}${hex[(h >>> 8) & 255]}${hex[h & 255]}`

/**
 * A UUID (version 8) that is the same in every attempt at this text: a vendor's dedupe id must not change
 * between attempts, nor over a restart. Not for security: whoever chooses the text can choose the id.
 */
export function stableUuid(text: string): string {
  let a = 0x811c9dc5
  let b = 0x9e3779b9
  let c = 0x85ebca77
  let d = 0xc2b2ae3d
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(b ^ code, 0x01000197) + a
    c = Math.imul(c ^ code, 0x0100019d) + b
    d = Math.imul(d ^ code, 0x010001a5) + c
  }
  const first = mix(a ^ text.length)
  const second = ((mix(b ^ first) & 0xffff0fff) | 0x8000) >>> 0
  const third = ((mix(c ^ second) & 0x3fffffff) | 0x80000000) >>> 0
  const fourth = mix(d ^ third)
  const s = word(second)
  const t = word(third)
  return `${word(first)}-${s.slice(0, 4)}-${s.slice(4)}-${t.slice(0, 4)}-${t.slice(4)}${word(fourth)}`
}

/** The id of one message (and revision) on one device. */
export function targetId(message: string, revision: number, recipient: string, device: string): string {
  return stableUuid(`${message}\n${revision}\n${recipient}\n${device}`)
}
