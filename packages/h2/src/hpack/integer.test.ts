import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OutBuffer } from '../frames/out-buffer.ts'
import { Cursor, readInteger, writeInteger } from './integer.ts'

function write(value: number, prefixBits: number, pattern = 0): string {
  const out = new OutBuffer(16)
  writeInteger(out, value, prefixBits, pattern)
  return out.bytes.toString('hex', 0, out.length)
}

const read = (hex: string, prefixBits: number): number => {
  const bytes = Buffer.from(hex, 'hex')
  return readInteger(new Cursor(bytes, 0, bytes.length), prefixBits)
}

describe('an HPACK integer', () => {
  it.each([
    [10, 5, '0a'],
    [1337, 5, '1f9a0a'],
    [42, 8, '2a'],
    [30, 5, '1e'],
    [31, 5, '1f00'],
    [127 + 31, 5, '1f7f'],
    [128 + 31, 5, '1f8001'],
  ])('%i with a prefix of %i bits is %s (RFC 7541, appendix C.1, and the bounds)', (value, bits, hex) => {
    expect(write(value, bits)).toBe(hex)
    expect(read(hex, bits)).toBe(value)
  })

  it('keeps the bits before its prefix', () => {
    expect(write(3, 6, 0x40)).toBe('43')
  })

  it('is read as it was written', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 28 - 1), fc.integer({ min: 4, max: 7 }), (value, bits) => {
        expect(read(write(value, bits), bits)).toBe(value)
      }),
      { numRuns: 2000 },
    )
  })

  it('may have more bytes than it needs, up to a bound', () => {
    expect(read('1f80808000', 5)).toBe(31)
    expect(() => read('1f8080808000', 5)).toThrow('COMPRESSION_ERROR')
  })
})
