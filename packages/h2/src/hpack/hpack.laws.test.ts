import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConnectionFault } from '../frames/faults.ts'
import { OutBuffer } from '../frames/out-buffer.ts'
import { Decoder } from './decoder.ts'
import { Encoder } from './encoder.ts'
import { FieldList } from './field-list.ts'

type Fields = [name: string, value: string][]

function list(fields: FieldList): Fields {
  return fields.names.slice(0, fields.count).map((name, at): [string, string] => [name, fields.values[at] as string])
}

const name = fc.constantFrom('authorization', 'apns-topic', 'apns-id', 'apns-expiration', 'content-type', 'x-long', 'x-0', 'x-1', 'x-2')
const char = fc.integer({ min: 0x21, max: 0xff }).filter(code => code !== 0x7f)
const value = fc.oneof(
  fc.constantFrom('a', 'b', 'c', 'com.example', '10', ''),
  fc.string({ unit: char.map(code => String.fromCharCode(code)), maxLength: 30 }),
  fc.integer({ min: 1, max: 3000 }).map(length => 'x'.repeat(length)),
)
const block = fc.array(fc.tuple(name, value), { maxLength: 8 })
const step = fc.oneof({ weight: 6, arbitrary: block }, { weight: 1, arbitrary: fc.nat(6000) })

describe('HPACK, whatever is sent', () => {
  it('what is encoded decodes to the same fields, however the table’s size changes on the way', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), steps => {
        const encoder = new Encoder()
        const decoder = new Decoder(4096)
        for (const each of steps) {
          if (typeof each === 'number') {
            encoder.setPeerLimit(each)
            decoder.setLimit(Math.min(each, 4096))
            continue
          }
          const out = new OutBuffer(65_536)
          encoder.begin(out)
          for (const [field, text] of each) encoder.field(out, field, text)
          const fields = new FieldList(1_000_000)
          decoder.decode(out.bytes, 0, out.length, fields)
          expect(list(fields)).toEqual(each)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('any bytes decode, or are a COMPRESSION_ERROR; never anything else, never without an end', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 6 }), blocks => {
        const decoder = new Decoder(4096)
        try {
          for (const bytes of blocks) decoder.decode(Buffer.from(bytes), 0, bytes.length, new FieldList(65_536))
        } catch (error) {
          expect(error).toBeInstanceOf(ConnectionFault)
          expect((error as ConnectionFault).code).toBe(0x9)
        }
      }),
      { numRuns: 3000 },
    )
  })

  it('a block with one byte changed decodes, or is a COMPRESSION_ERROR', () => {
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 4 }), fc.nat(), fc.nat(255), (blocks, place, byte) => {
        const encoder = new Encoder()
        const decoder = new Decoder(4096)
        for (const [at, fields] of blocks.entries()) {
          const out = new OutBuffer(65_536)
          for (const [field, text] of fields) encoder.field(out, field, text)
          if (at === blocks.length - 1 && out.length > 0) out.bytes[place % out.length] = byte
          try {
            decoder.decode(out.bytes, 0, out.length, new FieldList(65_536))
          } catch (error) {
            expect(error).toBeInstanceOf(ConnectionFault)
          }
        }
      }),
      { numRuns: 1000 },
    )
  })
})
