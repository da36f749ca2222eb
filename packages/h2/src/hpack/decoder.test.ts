import { describe, expect, it } from 'vitest'
import { ConnectionFault } from '../frames/faults.ts'
import { Decoder } from './decoder.ts'
import { FieldList } from './field-list.ts'
import { rfc7541 } from './vectors.fixture.ts'

function decode(decoder: Decoder, hex: string, mostBytes = 65_536): [string, string][] {
  const fields = new FieldList(mostBytes)
  const bytes = Buffer.from(hex.replaceAll(' ', ''), 'hex')
  decoder.decode(bytes, 0, bytes.length, fields)
  return fields.names.slice(0, fields.count).map((name, at): [string, string] => [name, fields.values[at] as string])
}

const fault = (hex: string, decoder = new Decoder(4096)): unknown => {
  try {
    decode(decoder, hex)
    return null
  } catch (error) {
    return error
  }
}

describe('the examples of RFC 7541, appendix C', () => {
  it.each(rfc7541)('$name', ({ tableSize, blocks }) => {
    const decoder = new Decoder(tableSize)
    for (const { hex, fields } of blocks) expect(decode(decoder, hex)).toEqual(fields)
  })

  it('decode the same when a text comes again', () => {
    const { tableSize, blocks } = rfc7541.find(({ name }) => name.startsWith('C.6')) as (typeof rfc7541)[number]
    const decoder = new Decoder(tableSize)
    for (let round = 0; round < 3; round++)
      for (const { hex, fields } of blocks) if (round === 0 || hex === blocks[0]?.hex) expect(decode(decoder, hex)).toEqual(fields)
  })
})

describe('a table that is made smaller', () => {
  it('holds on until the peer acknowledges it, and from then on wants a size update first (RFC 9113, section 4.3.1)', () => {
    const decoder = new Decoder(4096)
    expect(decode(decoder, '4003 666f 6f03 6261 72')).toEqual([['foo', 'bar']])
    expect(decode(decoder, 'be')).toEqual([['foo', 'bar']])
    decoder.setLimit(0)
    expect(decoder.stateless).toBe(false)
    expect(fault('88', decoder)).toBeInstanceOf(ConnectionFault)
  })

  it('is empty behind the size update, and takes nothing more in', () => {
    const decoder = new Decoder(4096)
    decode(decoder, '4003 666f 6f03 6261 72')
    decoder.setLimit(0)
    expect(decode(decoder, '20 88')).toEqual([[':status', '200']])
    expect(decoder.stateless).toBe(true)
    // With a table of size 0 an entry that is to be kept is larger than the table: no error.
    expect(decode(decoder, '4003 666f 6f03 6261 72')).toEqual([['foo', 'bar']])
    expect(fault('be', decoder)).toBeInstanceOf(ConnectionFault)
  })

  it('may be told of before the acknowledgement', () => {
    const decoder = new Decoder(4096)
    expect(decode(decoder, '20 88')).toEqual([[':status', '200']])
    decoder.setLimit(0)
    expect(decode(decoder, '88')).toEqual([[':status', '200']])
  })

  it('takes the smallest size and then the final one', () => {
    const decoder = new Decoder(4096)
    decode(decoder, '4003 666f 6f03 6261 72')
    expect(decode(decoder, '20 3f e11f 88')).toEqual([[':status', '200']])
    expect(fault('be', decoder)).toBeInstanceOf(ConnectionFault)
  })
})

describe('a block that is wrong is a COMPRESSION_ERROR', () => {
  it.each([
    ['index 0', '80'],
    ['an index beyond both tables', 'be'],
    ['a name index beyond both tables', '7f 80 01 01 61'],
    ['an index cut short', 'ff'],
    ['an index without an end', 'ff ff ff ff ff ff ff ff 01'],
    ['a name that is longer than the block', '40 0a 61'],
    ['a value that is longer than the block', '04 0a 61'],
    ['a name without a value', '40 01 61'],
    ['a literal without a name', '40'],
    ['a length cut short', '04 7f'],
    ['a size update beyond what was granted', '3f e2 1f'],
    ['a size update within the block', '88 20'],
    ['Huffman padding of zeros', '04 81 00'],
    ['Huffman padding of eight bits', '04 82 1f ff'],
    ['EOS in a string', '04 84 ff ff ff ff'],
    ['a Huffman code cut short', '04 81 fe'],
  ])('%s', (_, hex) => {
    expect(fault(hex)).toMatchObject({ name: 'ConnectionFault', code: 0x9 })
  })
})

describe('a header list over its limit', () => {
  it('is decoded to the end, so that the table follows, and cut', () => {
    const decoder = new Decoder(4096)
    const fields = new FieldList(100)
    const bytes = Buffer.from('400366 6f6f 03 626172 be be be be'.replaceAll(' ', ''), 'hex')
    decoder.decode(bytes, 0, bytes.length, fields)
    expect(fields.tooLarge).toBe(true)
    expect(fields.count).toBe(2)
    expect(decode(decoder, 'be')).toEqual([['foo', 'bar']])
  })
})
