import { describe, expect, it } from 'vitest'
import { OutBuffer } from '../frames/out-buffer.ts'
import { Decoder } from './decoder.ts'
import { Encoder } from './encoder.ts'
import { FieldList } from './field-list.ts'
import { staticTable } from './static-table.ts'
import { rfc7541 } from './vectors.fixture.ts'

type Fields = readonly (readonly [name: string, value: string])[]

function encode(encoder: Encoder, fields: Fields): Buffer {
  const out = new OutBuffer(65_536)
  encoder.begin(out)
  for (const [name, value] of fields) {
    const fixed = staticTable.findIndex(([known, text]) => known === name && text === value && text !== '')
    if (fixed >= 0) encoder.fixed(out, fixed + 1)
    else if (name === ':authority' || name === ':path') encoder.own(out, name, value)
    else encoder.field(out, name, value)
  }
  return Buffer.from(out.bytes.subarray(0, out.length))
}

function decode(decoder: Decoder, bytes: Buffer): Fields {
  const fields = new FieldList(65_536)
  decoder.decode(bytes, 0, bytes.length, fields)
  return fields.names.slice(0, fields.count).map((name, at): [string, string] => [name, fields.values[at] as string])
}

const push = (id: string, more: Fields = []): Fields => [
  ['authorization', `bearer ${'j'.repeat(200)}`],
  ['apns-topic', 'com.example.chat'],
  ['apns-id', id],
  ...more,
]

describe('the encoder', () => {
  it('writes the requests of RFC 7541, appendix C.4, byte for byte', () => {
    const encoder = new Encoder()
    const { blocks } = rfc7541.find(({ name }) => name.startsWith('C.4')) as (typeof rfc7541)[number]
    for (const { hex, fields } of blocks) expect(encode(encoder, fields).toString('hex')).toBe(hex)
  })

  it('writes a field that repeats once, and then a byte', () => {
    const encoder = new Encoder()
    encode(encoder, push('a'))
    // Two indexed fields; the changing one: its name's index, its length, its text.
    expect(encode(encoder, push('b'))).toHaveLength(2 + 1 + 2 + 1)
    expect(encode(encoder, push('c')).length).toBeLessThan(8)
  })

  it('keeps a new value from the second time on, as a token that was renewed', () => {
    const encoder = new Encoder()
    const decoder = new Decoder(4096)
    const sizes = ['one', 'two', 'two', 'two', 'one'].map(value => {
      const block = encode(encoder, [['authorization', `bearer ${value.repeat(40)}`]])
      expect(decode(decoder, block)).toEqual([['authorization', `bearer ${value.repeat(40)}`]])
      return block.length
    })
    expect(sizes.map(size => size > 1)).toEqual([true, true, true, false, false])
  })

  it('never lets values that do not repeat push out those that do', () => {
    const encoder = new Encoder()
    for (let i = 0; i < 1000; i++) encode(encoder, push(`id-${i}`))
    expect(encode(encoder, push('last')).length).toBeLessThan(12)
  })

  it('goes on keeping values of a name of which many came before, such as a time or a credential', () => {
    const encoder = new Encoder()
    const decoder = new Decoder(4096)
    for (let second = 0; second < 100; second++) {
      const fields: Fields = [['apns-expiration', String(1_790_000_000 + second)]]
      const sizes = Array.from({ length: 4 }, () => {
        const block = encode(encoder, fields)
        expect(decode(decoder, block)).toEqual(fields)
        return block.length
      })
      expect(sizes.slice(2)).toEqual([1, 1])
    }
  })

  describe('a path', () => {
    const origin = 'https://push.example'
    const blocks = (path: string, times: number) => {
      const encoder = new Encoder()
      const decoder = new Decoder(4096)
      return Array.from({ length: times }, () => {
        const out = new OutBuffer(256)
        encoder.own(out, ':path', origin + path, origin.length)
        const block = Buffer.from(out.bytes.subarray(0, out.length))
        expect(decode(decoder, block)).toEqual([[':path', path]])
        return block
      })
    }

    it('is told apart by its URL, and written alone: once as it is, once into the table, and then as a byte', () => {
      expect(blocks('/send', 3).map(({ length }) => length)).toEqual([7, 6, 1])
    })

    it('that may hold a device token never goes into a table, ours or that of anybody on the way (RFC 7541, section 7.1.3)', () => {
      const found = blocks(`/3/device/${'0f'.repeat(16)}`, 5)
      for (const block of found) expect(block[0]).toBe(0x14)
      expect(new Set(found.map(({ length }) => length))).toEqual(new Set([44]))
      expect(blocks(`/3/device/${'0f'.repeat(15)}0`, 3).at(-1)).toHaveLength(1)
    })
  })

  it.each(['authorization', 'cookie', 'proxy-authorization'])('%s that is too long for the table is in nobody’s (RFC 7541, section 7.1.3)', name => {
    const [first = 0, second = 0] = encode(new Encoder(), [[name, 'x'.repeat(3000)]])
    expect(first & 0xf0).toBe(0x10)
    expect((first & 0x0f) + second).toBe(staticTable.findIndex(([known]) => known === name) + 1)
    expect(encode(new Encoder(), [['x-long', 'x'.repeat(3000)]])[0]).toBe(0)
  })

  it('does not fill the table with names that it cannot remember', () => {
    const encoder = new Encoder()
    const many: Fields = Array.from({ length: 300 }, (_, i) => [`x-${i}`, 'v'])
    encode(encoder, many)
    const decoder = new Decoder(4096)
    const other = new Encoder()
    for (let i = 0; i < 3; i++) expect(decode(decoder, encode(other, many))).toEqual(many)
    encode(encoder, push('a'))
    for (let i = 0; i < 20; i++) encode(encoder, many.slice(256))
    expect(encode(encoder, many.slice(250, 251))).toHaveLength(1)
  })

  it('writes names in lower case, and leaves out what HTTP/2 forbids, and the length, which is its own to tell', () => {
    const fields: Fields = [
      ['APNS-Topic', 't'],
      ['apns-topic', 't'],
      ['Connection', 'close'],
      ['Host', 'evil.example'],
      ['te', 'gzip'],
      ['Transfer-Encoding', 'chunked'],
      ['Content-Length', '7'],
    ]
    expect(decode(new Decoder(4096), encode(new Encoder(), fields))).toEqual([
      ['apns-topic', 't'],
      ['apns-topic', 't'],
    ])
  })

  it('keeps to the size that the peer sets, and tells it first, the smallest too', () => {
    const encoder = new Encoder()
    const decoder = new Decoder(4096)
    expect(decode(decoder, encode(encoder, push('a')))).toEqual(push('a'))
    encoder.setPeerLimit(0)
    encoder.setPeerLimit(1000)
    const block = encode(encoder, push('b'))
    expect(block.subarray(0, 4).toString('hex')).toBe('203fc907')
    expect(decode(decoder, block)).toEqual(push('b'))
    encoder.setPeerLimit(0)
    for (let i = 0; i < 5; i++) expect(decode(decoder, encode(encoder, push('c')))).toEqual(push('c'))
  })

  it('tells at most two sizes, however often the peer changes its mind: the smallest and the last (RFC 7541, section 4.2)', () => {
    const encoder = new Encoder()
    for (const size of [100, 50, 70, 200, 300, 250]) encoder.setPeerLimit(size)
    const sizes = '3f13' + '3fdb01'
    expect(encode(encoder, [['a', 'b']]).toString('hex', 0, 5)).toBe(sizes)
    expect(encode(encoder, [['a', 'b']])[0]).toBeGreaterThan(0x7f)
    for (let size = 0; size < 4096; size++) encoder.setPeerLimit(size)
    expect(encode(encoder, [['a', 'b']]).toString('hex', 0, 4)).toBe('203fe01f')
  })

  it('asks for no more than 4,096 bytes, whatever the peer offers', () => {
    const encoder = new Encoder()
    encoder.setPeerLimit(1_000_000)
    expect(encode(encoder, [['a', 'b']])[0]).toBe(0x40)
  })

  it('is in step again after a block that was thrown away', () => {
    const encoder = new Encoder()
    const decoder = new Decoder(4096)
    decode(decoder, encode(encoder, push('a')))
    expect(() =>
      encode(
        encoder,
        push('b', [
          ['new', 'kept'],
          ['bad', 'a\nb'],
        ]),
      ),
    ).toThrow('character')
    encoder.reset()
    for (const id of ['c', 'd']) expect(decode(decoder, encode(encoder, push(id, [['new', 'kept']])))).toEqual(push(id, [['new', 'kept']]))
  })

  it.each([
    ['a line break in a value', 'x', 'a\r\nevil: 1'],
    ['a NUL', 'x', 'a\0'],
    ['a character beyond one byte', 'x', 'ключ'],
    ['white space before a value', 'x', ' a'],
    ['white space behind it', 'x', 'a\t'],
    ['a space in a name', 'x y', 'a'],
    ['a name that is empty', '', 'a'],
    ['a colon in a name', 'a:b', 'a'],
    ['a pseudo-header field, which is not the request’s to state', ':x', 'a'],
  ])('refuses %s, new or not', (_, name, value) => {
    const encoder = new Encoder()
    expect(() => encode(encoder, [[name, value]])).toThrow('character')
    const other = new Encoder()
    expect(() =>
      encode(other, [
        ['x', 'first'],
        [name, value],
      ]),
    ).toThrow('character')
  })

  it('takes tabs, empty values, and bytes above 127 as they are', () => {
    const fields: Fields = [
      ['a', 'x\ty'],
      ['b', ''],
      ['c', 'caf\xe9'],
    ]
    const decoder = new Decoder(4096)
    const encoder = new Encoder()
    for (let i = 0; i < 3; i++) expect(decode(decoder, encode(encoder, fields))).toEqual(fields)
  })
})
