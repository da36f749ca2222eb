import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { f, goaway, Harness, ok, reset, settings, settingsAck, windowUpdate } from './harness.fixture.ts'

const codes = new Set(['NO_ERROR', 'PROTOCOL_ERROR', 'FLOW_CONTROL_ERROR', 'STREAM_CLOSED', 'FRAME_SIZE_ERROR', 'COMPRESSION_ERROR', 'ENHANCE_YOUR_CALM', null])

const streamId = fc.constantFrom(0, 1, 2, 3, 5, 7, 9, 2 ** 31 - 1)
const payload = fc.uint8Array({ maxLength: 40 })
const anyFrame = fc.tuple(fc.integer({ min: 0, max: 10 }), fc.nat(255), streamId, payload).map(args => f(...args))
const goodFrame = fc.oneof(
  streamId.map(ok),
  streamId.map(id => f(1, 4, id, '88')),
  streamId.map(id => f(0, 0, id, '6161')),
  streamId.map(id => f(0, 1, id, '61')),
  fc.tuple(streamId, fc.nat(14)).map(args => reset(...args)),
  fc.tuple(streamId, fc.integer({ min: 1, max: 70_000 })).map(args => windowUpdate(...args)),
  fc.tuple(fc.constantFrom(1, 3, 4, 6), fc.nat(70_000)).map(pair => settings(pair)),
  fc.constant(settingsAck),
  fc.constant(f(6, 0, 0, '0000000000000001')),
  fc.tuple(streamId, fc.constantFrom(0, 0xb)).map(args => goaway(...args)),
)
const script = fc.array(fc.oneof({ weight: 4, arbitrary: goodFrame }, { weight: 1, arbitrary: anyFrame }), { maxLength: 25 })

function play(chunks: readonly Buffer[]): Harness {
  const peer = new Harness()
  for (const path of ['/1', '/3', '/5']) peer.send(path)
  for (const chunk of chunks) peer.feed(chunk)
  return peer
}

/** How it stands, as something to compare. (Its last word may differ: one that has retired closes where a piece ends.) */
const state = (peer: Harness) => ({ open: peer.connection.open, active: peer.connection.active, ends: [...peer.ends] })

describe('a connection, whatever the peer sends', () => {
  it('never throws, ends each request at most once, and when it is closed every one of them', () => {
    fc.assert(
      fc.property(script, frames => {
        const peer = play([settings(), ...frames])
        expect(codes).toContain(peer.goodbye)
        if (!peer.connection.open) expect([...peer.ends.keys()].sort()).toEqual(['/1', '/3', '/5'])
        else expect(peer.ends.size + peer.connection.active).toBe(3)
        peer.connection.lost(null)
        expect(peer.ends.size).toBe(3)
      }),
      { numRuns: 2000 },
    )
  })

  it('bytes that are no frames at all: the same', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 10 }), fc.boolean(), (chunks, greet) => {
        const peer = play([...(greet ? [settings()] : []), ...chunks.map(chunk => Buffer.from(chunk))])
        expect(codes).toContain(peer.goodbye)
        peer.connection.lost(null)
        expect(peer.ends.size).toBe(3)
      }),
      { numRuns: 1000 },
    )
  })

  it('it is the same, wherever the input is cut', () => {
    fc.assert(
      fc.property(script, fc.integer({ min: 1, max: 30 }), (frames, size) => {
        const all = Buffer.concat([settings(), ...frames])
        const pieces = Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.subarray(at * size, (at + 1) * size))
        expect(state(play(pieces))).toEqual(state(play([all])))
      }),
      { numRuns: 500 },
    )
  })
})
