import http2 from 'node:http2'
import type { Socket } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { settings, settingsAck } from '../connection/harness.fixture.ts'
import { FrameReader } from '../frames/frame-reader.ts'
import { frame } from '../frames/protocol.ts'
import { type Peer, rawPeer } from '../testing.fixture.ts'
import { Decoder } from './decoder.ts'
import { FieldList } from './field-list.ts'

type Fields = readonly (readonly [name: string, value: string])[]

/** A peer that decodes with this decoder what node:http2 encoded, and answers nothing. */
class Ear {
  readonly #decoder = new Decoder(4096)
  readonly #reader: FrameReader
  #block = Buffer.alloc(0)
  #limits: number[] = []
  #socket: Socket
  #skip = 24
  heard: (fields: Fields) => void = () => undefined

  constructor(socket: Socket) {
    this.#socket = socket
    this.#reader = new FrameReader((type, flags, _, bytes, start, end) => this.#frame(type, flags, bytes, start, end))
    socket.write(settings())
    this.#limits.push(4096)
    socket.on('data', (chunk: Buffer) => {
      const from = Math.min(this.#skip, chunk.length)
      this.#skip -= from
      this.#reader.push(chunk.subarray(from), () => true)
    })
  }

  tableSize(size: number): void {
    this.#limits.push(size)
    this.#socket.write(settings([1, size]))
  }

  #frame(type: number, flags: number, bytes: Buffer, start: number, end: number): void {
    if (type === frame.settings) {
      if ((flags & 1) === 1) this.#decoder.setLimit(this.#limits.shift() as number)
      else this.#socket.write(settingsAck)
      return
    }
    if (type !== frame.headers && type !== frame.continuation) return
    const from = type === frame.headers && (flags & 0x20) !== 0 ? start + 5 : start
    this.#block = Buffer.concat([this.#block, bytes.subarray(from, end)])
    if ((flags & 4) === 0) return
    const fields = new FieldList(1_000_000)
    this.#decoder.decode(this.#block, 0, this.#block.length, fields)
    this.#block = Buffer.alloc(0)
    this.heard(fields.names.slice(0, fields.count).map((name, at) => [name, fields.values[at] as string] as const))
  }
}

let peer: Peer
let ear: Ear
let session: http2.ClientHttp2Session

beforeAll(async () => {
  let opened = (_: Ear): void => undefined
  const ready = new Promise<Ear>(resolve => {
    opened = resolve
  })
  peer = await rawPeer(socket => opened(new Ear(socket)))
  session = http2.connect(peer.origin)
  session.on('error', () => undefined)
  ear = await ready
})

afterAll(async () => {
  session.destroy()
  await peer.stop()
})

const name = fc.oneof(
  fc.constantFrom('authorization', 'apns-topic', 'apns-id', 'content-type', 'x-a', 'x-b', 'accept'),
  fc.string({ unit: fc.constantFrom(...'abcdefghijklmnop-_0123456789'), minLength: 1, maxLength: 20 }).map(text => `x${text}`),
)
const char = fc.integer({ min: 0x21, max: 0xff }).filter(code => code !== 0x7f)
const value = fc.oneof(
  fc.constantFrom('a', 'b', '', '10', 'com.example.chat', 'application/json'),
  fc.string({ unit: char.map(code => String.fromCharCode(code)), maxLength: 40 }),
  fc.integer({ min: 1, max: 5000 }).map(length => 'v'.repeat(length)),
)
const headers = fc.uniqueArray(fc.tuple(name, value, fc.boolean()), { selector: ([text]) => text, maxLength: 10 })

describe('what node:http2 encodes', () => {
  it('decodes to the same fields: with its table, its Huffman coding, its sizes as we change them, and fields that it never indexes', async () => {
    await fc.assert(
      fc.asyncProperty(headers, fc.option(fc.nat(5000), { freq: 4 }), async (fields, size) => {
        if (size !== null) {
          const acknowledged = new Promise(resolve => session.once('remoteSettings', resolve))
          ear.tableSize(Math.min(size, 4096))
          await acknowledged
        }
        const heard = new Promise<Fields>(resolve => {
          ear.heard = resolve
        })
        const sensitive = fields.filter(([, , hidden]) => hidden).map(([text]) => text)
        const stream = session.request({
          ':path': '/',
          ...Object.fromEntries(fields.map(([text, content]) => [text, content])),
          [http2.sensitiveHeaders]: sensitive,
        })
        stream.on('error', () => undefined)
        const found = await heard
        stream.close(http2.constants.NGHTTP2_CANCEL)
        const own = found.filter(([text]) => !text.startsWith(':'))
        expect([...own].sort()).toEqual(fields.map(([text, content]) => [text, content] as const).sort())
        expect(found.filter(([text]) => text === ':path')).toEqual([[':path', '/']])
      }),
      { numRuns: 1000 },
    )
  }, 60_000)
})
