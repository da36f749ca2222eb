const slots = 256
const mostBytes = 64

/** Texts that came before, found by their coded bytes: servers say the same few over and over. Fixed in size; a new text takes the old one's slot. */
export class StringCache {
  readonly #bytes = new Uint8Array(slots * mostBytes)
  /** Coded length times two, plus one where it is Huffman-coded; 0: free. */
  readonly #kinds = new Uint8Array(slots)
  readonly #texts: string[] = new Array<string>(slots).fill('')

  /** The slot of a coded string, or -1 for one that is not kept (empty or long). */
  slot(from: Uint8Array, at: number, length: number): number {
    if (length === 0 || length > mostBytes) return -1
    let hash = length
    for (let i = at, end = at + length; i < end; i++) hash = (Math.imul(hash, 31) + (from[i] as number)) | 0
    return (hash ^ (hash >>> 15)) & (slots - 1)
  }

  get(slot: number, from: Uint8Array, at: number, length: number, huffman: boolean): string | null {
    if (this.#kinds[slot] !== length * 2 + (huffman ? 1 : 0)) return null
    const kept = this.#bytes
    for (let i = 0, base = slot * mostBytes; i < length; i++) if (kept[base + i] !== from[at + i]) return null
    return this.#texts[slot] as string
  }

  set(slot: number, from: Uint8Array, at: number, length: number, huffman: boolean, text: string): void {
    const kept = this.#bytes
    for (let i = 0, base = slot * mostBytes; i < length; i++) kept[base + i] = from[at + i] as number
    this.#kinds[slot] = length * 2 + (huffman ? 1 : 0)
    this.#texts[slot] = text
  }
}
