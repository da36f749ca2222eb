import { ConnectionFault } from '../frames/faults.ts'
import type { OutBuffer } from '../frames/out-buffer.ts'
import { errorCode } from '../frames/protocol.ts'
import { codeLengths, codes, eos } from './huffman-code.ts'

// The decoder walks the code's tree four bits a step. An entry: the next state, whether a symbol came out, which, and whether it is an error.
const symbolBit = 0x100
const failBit = 0x200
const stateShift = 10

interface Tree {
  readonly steps: Uint32Array
  /** 1: the input may end in this state: fewer than eight bits since the last symbol, all ones. */
  readonly mayEnd: Uint8Array
}

const { steps, mayEnd } = buildTree()

function buildTree(): Tree {
  const children: number[] = [-1, -1]
  const padding: boolean[] = [true]
  // A leaf is written as ~symbol, below -1.
  for (let symbol = 0; symbol <= eos; symbol++) {
    const length = codeLengths[symbol] as number
    let node = 0
    for (let bit = length - 1; bit >= 0; bit--) {
      const side = ((codes[symbol] as number) >>> bit) & 1
      const edge = node * 2 + side
      if (bit === 0) {
        children[edge] = ~symbol - 1
      } else if (children[edge] === -1) {
        children[edge] = padding.length
        padding.push((padding[node] as boolean) && side === 1 && length - bit < 8)
        children.push(-1, -1)
        node = padding.length - 1
      } else node = children[edge] as number
    }
  }
  const table = new Uint32Array(padding.length * 16)
  for (let state = 0; state < padding.length; state++) {
    for (let nibble = 0; nibble < 16; nibble++) table[state * 16 + nibble] = step(children, state, nibble)
  }
  return { steps: table, mayEnd: Uint8Array.from(padding, Number) }
}

function step(children: readonly number[], state: number, nibble: number): number {
  let node = state
  let entry = 0
  for (let bit = 3; bit >= 0; bit--) {
    const next = children[node * 2 + ((nibble >>> bit) & 1)] as number
    if (next >= 0) {
      node = next
      continue
    }
    const symbol = ~(next + 1)
    if (symbol === eos) return failBit
    entry = symbolBit | symbol
    node = 0
  }
  return entry | (node << stateShift)
}

/** The most bytes that so many coded ones can say: the shortest code has five bits. */
export const mostDecoded = (length: number): number => Math.floor((length * 8) / 5)

/** Decodes `from[start, end)` into `to` at 0 and answers how many bytes came out. Throws COMPRESSION_ERROR for EOS or wrong padding. */
export function decodeHuffman(from: Buffer, start: number, end: number, to: Buffer): number {
  let state = 0
  let length = 0
  for (let at = start; at < end; at++) {
    const byte = from[at] as number
    const high = steps[(state << 4) | (byte >>> 4)] as number
    if ((high & symbolBit) !== 0) to[length++] = high
    const low = steps[((high >>> stateShift) << 4) | (byte & 0xf)] as number
    if ((low & symbolBit) !== 0) to[length++] = low
    if (((high | low) & failBit) !== 0) throw wrong()
    state = low >>> stateShift
  }
  if (mayEnd[state] !== 1) throw wrong()
  return length
}

const wrong = () => new ConnectionFault(errorCode.compressionError, 'a Huffman-coded string is malformed')

/** Bytes of a text (one byte a character) when coded. */
export function huffmanLength(text: string): number {
  let bits = 0
  for (let i = 0; i < text.length; i++) bits += codeLengths[text.charCodeAt(i)] as number
  return (bits + 7) >>> 3
}

/** Writes a text (one byte a character), padded with ones. */
export function writeHuffman(out: OutBuffer, text: string): void {
  // At most 7 bits wait when a code of at most 30 comes: too many for 32 bits, so codes go in two pieces.
  let waiting = 0
  let bits = 0
  const push = (code: number, length: number) => {
    waiting = (waiting << length) | code
    bits += length
    while (bits >= 8) {
      bits -= 8
      out.byte((waiting >>> bits) & 0xff)
    }
    waiting &= 0xff
  }
  for (let i = 0; i < text.length; i++) {
    const symbol = text.charCodeAt(i)
    const code = codes[symbol] as number
    const length = codeLengths[symbol] as number
    if (length > 16) push(code >>> 16, length - 16)
    push(code & 0xffff, Math.min(length, 16))
  }
  if (bits > 0) push((1 << (8 - bits)) - 1, 8 - bits)
}
