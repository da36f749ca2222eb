import { describe, expect, it } from 'vitest'
import { f, goaway, Harness, ok, reset, settings, settingsAck, u32, windowUpdate } from './harness.fixture.ts'

const hello = [settings(), settingsAck]
const d = 0x0
const h = 0x1

/** What a peer may send on a connection with one request under way, and by which code the connection ends. */
const fatal: readonly [what: string, code: string, frames: readonly Buffer[], greet?: boolean][] = [
  ['a first frame that is no SETTINGS', 'PROTOCOL_ERROR', [ok(1)], false],
  ['an acknowledgement as its first frame', 'PROTOCOL_ERROR', [settingsAck], false],
  ['an HTTP/1.1 answer', 'FRAME_SIZE_ERROR', [Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')], false],
  ['a frame over 16,384 bytes', 'FRAME_SIZE_ERROR', [f(d, 0, 1, Buffer.alloc(16_385))]],
  ['a frame over 16,384 bytes of no known type', 'FRAME_SIZE_ERROR', [f(0x42, 0, 1, Buffer.alloc(16_385))]],

  ['DATA on stream 0', 'PROTOCOL_ERROR', [f(d, 0, 0, '00')]],
  ['DATA on a stream that was never opened', 'PROTOCOL_ERROR', [f(d, 0, 3, '00')]],
  ['DATA on a stream of its own', 'PROTOCOL_ERROR', [f(d, 0, 2, '00')]],
  ['DATA behind the end of its stream', 'STREAM_CLOSED', [f(h, 5, 1, '20 88'), f(d, 1, 1, '00')]],
  ['DATA padded by more than there is', 'PROTOCOL_ERROR', [f(d, 8, 1, '05 0000')]],
  ['padded DATA without a length of it', 'FRAME_SIZE_ERROR', [f(d, 8, 1)]],

  ['HEADERS on stream 0', 'PROTOCOL_ERROR', [f(h, 4, 0, '88')]],
  ['HEADERS on a stream that was never opened', 'PROTOCOL_ERROR', [ok(3)]],
  ['HEADERS on a stream of its own', 'PROTOCOL_ERROR', [ok(2)]],
  ['HEADERS behind the end of its stream', 'STREAM_CLOSED', [f(h, 5, 1, '20 88'), ok(1)]],
  ['HEADERS behind a reset of the peer’s own', 'STREAM_CLOSED', [reset(1, 8), f(h, 5, 1, '20 88')]],
  ['DATA behind a reset of the peer’s own', 'STREAM_CLOSED', [f(h, 4, 1, '20 88'), reset(1, 8), f(d, 0, 1, '61')]],
  ['a header block on a stream whose answer has ended', 'STREAM_CLOSED', [f(h, 5, 1, '20 88'), f(h, 0, 1, '88')]],
  ['a header block on a stream that was never opened', 'PROTOCOL_ERROR', [f(h, 0, 3, '88')]],
  ['HEADERS padded by more than there is', 'PROTOCOL_ERROR', [f(h, 0xc, 1, '05 88')]],
  ['padded HEADERS without a length of it', 'FRAME_SIZE_ERROR', [f(h, 0xc, 1)]],
  ['HEADERS too short for their priority', 'FRAME_SIZE_ERROR', [f(h, 0x24, 1, '0000')]],
  ['a header block that cannot be decoded', 'COMPRESSION_ERROR', [f(h, 5, 1, 'be')]],
  ['a header block that cannot be decoded, on a stream that we reset', 'COMPRESSION_ERROR', [f(h, 5, 1, '20 82'), f(h, 5, 1, 'be')]],
  ['a block without a size update after the table was acknowledged away', 'COMPRESSION_ERROR', [f(h, 5, 1, '88')]],

  ['CONTINUATION without HEADERS', 'PROTOCOL_ERROR', [f(0x9, 4, 1, '88')]],
  ['another frame within a header block', 'PROTOCOL_ERROR', [f(h, 0, 1, '20'), f(0x6, 0, 0, '00'.repeat(8))]],
  ['a frame of no known type within a header block', 'PROTOCOL_ERROR', [f(h, 0, 1, '20'), f(0x42, 0, 1)]],
  ['CONTINUATION of another stream', 'PROTOCOL_ERROR', [f(h, 0, 1, '20'), f(0x9, 4, 3, '88')]],
  ['a header block without an end', 'ENHANCE_YOUR_CALM', [f(h, 0, 1, '20'), ...Array.from({ length: 10 }, () => f(0x9, 0, 1, Buffer.alloc(16_000, 0x88)))]],
  ['a header block of empty CONTINUATIONs', 'ENHANCE_YOUR_CALM', [f(h, 0, 1, '20'), ...Array.from({ length: 5000 }, () => f(0x9, 0, 1))]],

  ['PRIORITY on stream 0', 'PROTOCOL_ERROR', [f(0x2, 0, 0, '0000000000')]],
  ['PRIORITY of a wrong length', 'FRAME_SIZE_ERROR', [f(0x2, 0, 1, '00000000')]],
  ['RST_STREAM on stream 0', 'PROTOCOL_ERROR', [reset(0, 0)]],
  ['RST_STREAM on a stream that was never opened', 'PROTOCOL_ERROR', [reset(3, 0)]],
  ['RST_STREAM of a wrong length', 'FRAME_SIZE_ERROR', [f(0x3, 0, 1, '000000')]],

  ['SETTINGS on a stream', 'PROTOCOL_ERROR', [f(0x4, 0, 1)]],
  ['SETTINGS of a wrong length', 'FRAME_SIZE_ERROR', [f(0x4, 0, 0, '0000000000')]],
  ['an acknowledgement with a payload', 'FRAME_SIZE_ERROR', [f(0x4, 1, 0, '000100000000')]],
  ['ENABLE_PUSH', 'PROTOCOL_ERROR', [settings([2, 1])]],
  ['an initial window over 2^31-1', 'FLOW_CONTROL_ERROR', [settings([4, 2 ** 31])]],
  ['an initial window that lifts an open stream over 2^31-1', 'FLOW_CONTROL_ERROR', [windowUpdate(1, 2 ** 31 - 65_536), settings([4, 2 ** 31 - 1])]],
  ['a frame size below 16,384', 'PROTOCOL_ERROR', [settings([5, 16_383])]],
  ['a frame size over 2^24-1', 'PROTOCOL_ERROR', [settings([5, 2 ** 24])]],

  ['a push', 'PROTOCOL_ERROR', [f(0x5, 4, 1, '0000000288')]],
  ['PING on a stream', 'PROTOCOL_ERROR', [f(0x6, 0, 1, '00'.repeat(8))]],
  ['PING of a wrong length', 'FRAME_SIZE_ERROR', [f(0x6, 0, 0, '00'.repeat(7))]],
  ['GOAWAY on a stream', 'PROTOCOL_ERROR', [f(0x7, 0, 1, '00'.repeat(8))]],
  ['GOAWAY of a wrong length', 'FRAME_SIZE_ERROR', [f(0x7, 0, 0, '00'.repeat(7))]],
  ['a GOAWAY that takes back an earlier one', 'PROTOCOL_ERROR', [goaway(1), goaway(3)]],

  ['WINDOW_UPDATE of a wrong length', 'FRAME_SIZE_ERROR', [f(0x8, 0, 0, '000001')]],
  ['a window step of 0 for the connection', 'PROTOCOL_ERROR', [windowUpdate(0, 0)]],
  ['a connection window over 2^31-1', 'FLOW_CONTROL_ERROR', [windowUpdate(0, 2 ** 31 - 1)]],
  ['WINDOW_UPDATE on a stream that was never opened', 'PROTOCOL_ERROR', [windowUpdate(3, 1)]],

  ['a flood of PINGs', 'ENHANCE_YOUR_CALM', Array.from({ length: 10_000 }, () => f(0x6, 0, 0, '00'.repeat(8)))],
  ['a flood of SETTINGS', 'ENHANCE_YOUR_CALM', Array.from({ length: 10_000 }, () => settings())],
  ['a flood of long SETTINGS', 'ENHANCE_YOUR_CALM', Array.from({ length: 500 }, () => f(0x4, 0, 0, '004200000000'.repeat(1000)))],
  ['a flood of PRIORITYs', 'ENHANCE_YOUR_CALM', Array.from({ length: 10_000 }, () => f(0x2, 0, 1, '0000000000'))],
  ['a flood of window updates', 'ENHANCE_YOUR_CALM', Array.from({ length: 10_000 }, () => windowUpdate(0, 1))],
  ['a flood of empty DATA', 'ENHANCE_YOUR_CALM', [f(h, 4, 1, '20 88'), ...Array.from({ length: 10_000 }, () => f(d, 0, 1))]],
  ['a flood of DATA that is padding alone', 'ENHANCE_YOUR_CALM', [f(h, 4, 1, '20 88'), ...Array.from({ length: 10_000 }, () => f(d, 8, 1, '01 00'))]],
  ['a flood of 1xx', 'ENHANCE_YOUR_CALM', [f(h, 4, 1, '20 4803313033'), ...Array.from({ length: 10_000 }, () => f(h, 4, 1, '0803313033'))]],
  ['a flood of unknown frames', 'ENHANCE_YOUR_CALM', Array.from({ length: 10_000 }, () => f(0x42, 0, 0))],
]

/** A head of one field that is longer than the 65,536 bytes which we announce: a value of 70,000 bytes. */
const longHead = [
  f(h, 0, 1, `20 88 00 0161 7f f1a104 ${'61'.repeat(16_000)}`),
  ...Array.from({ length: 3 }, () => f(0x9, 0, 1, '61'.repeat(16_000))),
  f(0x9, 4, 1, '61'.repeat(6000)),
]

/** What makes one answer malformed, and the code by which its stream ends; the connection lives on. */
const malformed: readonly [what: string, code: string, frames: readonly Buffer[]][] = [
  ['no :status', 'PROTOCOL_ERROR', [f(h, 5, 1, '20 5803616263')]],
  ['no field at all', 'PROTOCOL_ERROR', [f(h, 5, 1, '20')]],
  ['a :status of two digits', 'PROTOCOL_ERROR', [f(h, 5, 1, '20 08023230')]],
  ['a :status over 599', 'PROTOCOL_ERROR', [f(h, 5, 1, '20 0803363030')]],
  ['a :status of 999', 'PROTOCOL_ERROR', [f(h, 5, 1, '20 0803393939')]],
  ['a :status under 100', 'PROTOCOL_ERROR', [f(h, 5, 1, '20 0803303939')]],
  ['the field te', 'PROTOCOL_ERROR', [f(h, 5, 1, '20 88 00027465 08747261696c657273')]],
  ['the field te in trailers', 'PROTOCOL_ERROR', [f(h, 4, 1, '20 88'), f(h, 5, 1, '00027465 08747261696c657273')]],
  [':status twice', 'PROTOCOL_ERROR', [f(h, 5, 1, '20 88 88')]],
  ['a pseudo-header field of requests', 'PROTOCOL_ERROR', [f(h, 5, 1, '20 88 84')]],
  ['a pseudo-header field behind a regular one', 'PROTOCOL_ERROR', [f(h, 5, 1, '20 00016101 62 88')]],
  ['a name in upper case', 'PROTOCOL_ERROR', [f(h, 5, 1, '20 88 0001410162')]],
  ['an empty name', 'PROTOCOL_ERROR', [f(h, 5, 1, '20 88 00000162')]],
  ['a name with a space', 'PROTOCOL_ERROR', [f(h, 5, 1, '20 88 000361206101 62')]],
  ['a value with a line break', 'PROTOCOL_ERROR', [f(h, 5, 1, '20 88 0001610361 0d0a')]],
  ['a value with a NUL', 'PROTOCOL_ERROR', [f(h, 5, 1, '20 88 00016103610062')]],
  ['a value that begins with a space', 'PROTOCOL_ERROR', [f(h, 5, 1, '20 88 000161022061')]],
  ['the field connection', 'PROTOCOL_ERROR', [f(h, 5, 1, `20 88 000a${Buffer.from('connection').toString('hex')}0161`)]],
  ['the field transfer-encoding', 'PROTOCOL_ERROR', [f(h, 5, 1, '20 88 0f2a0161')]],
  ['a content-length that is no number', 'PROTOCOL_ERROR', [f(h, 5, 1, '20 88 0f0d0161')]],
  ['two content-lengths that differ', 'PROTOCOL_ERROR', [f(h, 5, 1, '20 88 0f0d0130 0f0d0131')]],
  ['a body shorter than its content-length', 'PROTOCOL_ERROR', [f(h, 4, 1, '20 88 0f0d0133'), f(d, 1, 1, '6162')]],
  ['a body longer than its content-length', 'PROTOCOL_ERROR', [f(h, 4, 1, '20 88 0f0d0131'), f(d, 1, 1, '6162')]],
  ['a content-length and no body', 'PROTOCOL_ERROR', [f(h, 5, 1, '20 88 0f0d0133')]],
  ['DATA before HEADERS', 'PROTOCOL_ERROR', [f(d, 0, 1, '61')]],
  ['its end before HEADERS', 'PROTOCOL_ERROR', [f(d, 1, 1)]],
  ['an end with a 1xx', 'PROTOCOL_ERROR', [f(h, 5, 1, '20 0803313030')]],
  ['a 101', 'PROTOCOL_ERROR', [f(h, 4, 1, '20 0803313031')]],
  ['trailers that do not end it', 'PROTOCOL_ERROR', [f(h, 4, 1, '20 88'), f(h, 4, 1, '0001610162')]],
  ['a pseudo-header field among trailers', 'PROTOCOL_ERROR', [f(h, 4, 1, '20 88'), f(h, 5, 1, '88')]],
  ['more header fields than we announced', 'ENHANCE_YOUR_CALM', longHead],
  ['a window step of 0', 'PROTOCOL_ERROR', [windowUpdate(1, 0)]],
  ['a window over 2^31-1', 'FLOW_CONTROL_ERROR', [windowUpdate(1, 2 ** 31 - 1)]],
]

async function run(frames: readonly Buffer[], greet: boolean, cut: (bytes: Buffer) => readonly Buffer[]): Promise<Harness> {
  const peer = new Harness()
  peer.send('/a')
  await peer.turn()
  for (const piece of cut(Buffer.concat([...(greet ? hello : []), ...frames]))) peer.feed(piece)
  await peer.turn()
  return peer
}

const whole = (bytes: Buffer): readonly Buffer[] => [bytes]
/** Pieces of one byte; of 101 where a test sends very much. */
function pieces(bytes: Buffer): readonly Buffer[] {
  const size = bytes.length > 200_000 ? 101 : 1
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size))
}

describe('a peer that breaks the protocol ends its connection', () => {
  it.each(fatal)('%s: %s', async (...row) => {
    const [, code, frames, greet = true] = row as (typeof fatal)[number]
    for (const cut of [whole, pieces]) {
      const peer = await run(frames, greet, cut)
      expect(peer.goodbye).toBe(code)
      expect(peer.ended).toBe(true)
      expect(peer.connection.open).toBe(false)
      expect(peer.events.filter(event => event === 'closed')).toHaveLength(1)
      // The request has an end: its answer, or an error that says the peer may have acted on it.
      const end = peer.ends.get('/a')
      if (end === undefined || !('answer' in end)) expect(end).toMatchObject({ failed: 'protocol', taken: true })
      if (code === 'ENHANCE_YOUR_CALM') expect(peer.events).toContain('calm')
    }
  })
})

describe('an answer that is malformed ends its stream, and no other', () => {
  it.each(malformed)('%s: %s', async (_, code, frames) => {
    for (const cut of [whole, pieces]) {
      const peer = await run(frames, true, cut)
      expect(peer.goodbye).toBe(null)
      expect(peer.resetOf(1)).toBe(code)
      expect(peer.ends.get('/a')).toMatchObject({ failed: 'protocol', taken: true })
      peer.send('/b')
      peer.feed(f(h, 5, 3, '20 88'))
      expect(peer.ends.get('/b')).toMatchObject({ answer: { status: 200 } })
    }
  })

  it('more DATA than its window, without waiting for more of it: FLOW_CONTROL_ERROR', async () => {
    const peer = await run([f(h, 4, 1, '20 88')], true, whole)
    for (let i = 0; i < 4; i++) peer.feed(f(d, 0, 1, Buffer.alloc(16_000)))
    expect(peer.ends.size).toBe(0)
    peer.feed(f(d, 0, 1, Buffer.alloc(16_000)))
    await peer.turn()
    expect(peer.resetOf(1)).toBe('FLOW_CONTROL_ERROR')
    expect(peer.goodbye).toBe(null)
  })

  it('padding counts, of both windows', async () => {
    const peer = await run([f(h, 4, 1, '20 88')], true, whole)
    const padded = f(d, 8, 1, Buffer.concat([Buffer.of(255), Buffer.alloc(15_999)]))
    for (let i = 0; i < 4; i++) peer.feed(padded)
    expect(peer.ends.size).toBe(0)
    peer.feed(f(d, 8, 1, Buffer.concat([Buffer.of(255), Buffer.alloc(1535)])))
    await peer.turn()
    expect(peer.resetOf(1)).toBe('FLOW_CONTROL_ERROR')
    const all = await run([], true, whole)
    for (let i = 0; i < 64; i++) all.send(`/${i}`)
    const full = (id: number) => f(d, 8, id, Buffer.concat([Buffer.of(255), Buffer.alloc(16_383)]))
    for (let i = 0; i < 64; i++) all.feed(f(h, 4, 2 * i + 3, i === 0 ? '20 88' : '88'), full(2 * i + 3))
    expect(all.goodbye).toBe(null)
    all.feed(f(d, 8, 3, '00'))
    await all.turn()
    expect(all.goodbye).toBe('FLOW_CONTROL_ERROR')
  })

  it('more DATA than the connection’s window: FLOW_CONTROL_ERROR for all', async () => {
    const peer = await run([], true, whole)
    for (let i = 0; i < 64; i++) peer.send(`/${i}`)
    await peer.turn()
    for (let i = 0; i < 64; i++) peer.feed(f(h, 4, 2 * i + 3, i === 0 ? '20 88' : '88'), f(d, 0, 2 * i + 3, Buffer.alloc(16_384)))
    expect(peer.goodbye).toBe(null)
    peer.feed(f(d, 0, 3, Buffer.alloc(16_384)))
    await peer.turn()
    expect(peer.goodbye).toBe('FLOW_CONTROL_ERROR')
  })
})

describe('what a peer may do, and what we bear', () => {
  it.each([
    ['unknown frames', [f(0x42, 0xff, 1, '0102'), f(0xfa, 0, 0)]],
    ['unknown settings', [settings([0x99, 5], [8, 1])]],
    ['PRIORITY, of unknown streams too', [f(0x2, 0, 1, '0000000010'), f(0x2, 0, 99, '0000000010')]],
    ['a PING that answers nothing', [f(0x6, 1, 0, '0102030405060708')]],
    ['acknowledgements that answer nothing', [settingsAck, settingsAck]],
    ['a window update for the stream', [windowUpdate(1, 100)]],
    ['1xx before the answer', [f(h, 4, 1, '20 4803313033')]],
    ['reserved bits', [f(0x8, 0xff, 0x8000_0000, `8000${u32(1).slice(4)}`)]],
  ])('%s', async (_, frames) => {
    const peer = await run([...frames, f(h, 5, 1, '20 88')], true, pieces)
    expect(peer.goodbye).toBe(null)
    expect(peer.ends.get('/a')).toMatchObject({ answer: { status: 200 } })
  })
})
