import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConnectionFault } from '../frames/faults.ts'
import { OutBuffer } from '../frames/out-buffer.ts'
import { decodeHuffman, huffmanLength, mostDecoded, writeHuffman } from './huffman.ts'
import { codeLengths, codes } from './huffman-code.ts'

function encode(text: string): Buffer {
  const out = new OutBuffer(text.length * 4 + 4)
  writeHuffman(out, text)
  expect(out.length).toBe(huffmanLength(text))
  return Buffer.from(out.bytes.subarray(0, out.length))
}

function decode(bytes: Buffer): string {
  const to = Buffer.alloc(mostDecoded(bytes.length))
  return to.toString('latin1', 0, decodeHuffman(bytes, 0, bytes.length, to))
}

describe('the Huffman code of RFC 7541, appendix B', () => {
  it.each([
    ['0', 0x0, 5],
    [' ', 0x14, 6],
    ['&', 0xf8, 8],
    ['X', 0xfc, 8],
    ['\\', 0x7fff0, 19],
    ['z', 0x7b, 7],
    ['\n', 0x3ffffffc, 30],
    ['\x00', 0x1ff8, 13],
    ['\xff', 0x3ffffee, 26],
  ])('%j is %i in %i bits', (char, code, length) => {
    expect(codes[char.charCodeAt(0)]).toBe(code)
    expect(codeLengths[char.charCodeAt(0)]).toBe(length)
  })

  it('ends with EOS, thirty ones', () => {
    expect([codes[256], codeLengths[256]]).toEqual([0x3fffffff, 30])
  })

  it('is complete: no bits are left without a meaning', () => {
    expect(codeLengths.reduce((sum, length) => sum + 2 ** -length, 0)).toBe(1)
  })

  it.each([
    ['www.example.com', 'f1e3c2e5f23a6ba0ab90f4ff'],
    ['no-cache', 'a8eb10649cbf'],
    ['Mon, 21 Oct 2013 20:13:21 GMT', 'd07abe941054d444a8200595040b8166e082a62d1bff'],
    ['', ''],
  ])('%j is %s', (text, hex) => {
    expect(encode(text).toString('hex')).toBe(hex)
    expect(decode(Buffer.from(hex, 'hex'))).toBe(text)
  })

  it('brings back every text of one byte a character', () => {
    const text = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map(code => String.fromCharCode(code)), maxLength: 200 })
    fc.assert(
      fc.property(text, value => {
        expect(decode(encode(value))).toBe(value)
      }),
      { numRuns: 1000 },
    )
  })

  it('meets any bytes with a text or a ConnectionFault, and what it takes is what it would write', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), bytes => {
        let text: string
        try {
          text = decode(Buffer.from(bytes))
        } catch (error) {
          expect(error).toBeInstanceOf(ConnectionFault)
          return
        }
        expect(encode(text).equals(bytes)).toBe(true)
      }),
      { numRuns: 3000 },
    )
  })
})
