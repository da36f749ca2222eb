import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Stream } from './call.ts'
import type { Connection } from './connection.ts'
import { OpenStreams } from './open-streams.ts'

function open(streams: OpenStreams): Stream {
  const stream = new Stream(null as unknown as Connection)
  stream.id = streams.nextId
  streams.add(stream)
  return stream
}

const caught = (use: () => unknown): string => {
  try {
    return String(use())
  } catch (error) {
    return (error as Error).message
  }
}

describe('the open streams', () => {
  it('are found by id, whichever of them stay open for how long', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('open', 'open', 'many', 'close', 'reset'), fc.nat()), { maxLength: 60 }), steps => {
        const streams = new OpenStreams(1)
        const model = new Map<number, Stream>()
        const gone: number[] = []
        for (const [what, place] of steps) {
          if (what === 'open') {
            const stream = open(streams)
            model.set(stream.id, stream)
          } else if (what === 'many') {
            // As they come and go while others stay.
            for (let i = 0; i < 700; i++) streams.remove(open(streams), false)
          } else if (model.size > 0) {
            const [id, stream] = [...model][place % model.size] as [number, Stream]
            streams.remove(stream, what === 'reset')
            model.delete(id)
            gone.push(id)
            if (what === 'reset') expect(streams.find(id, false)).toBe(null)
          }
          expect(streams.size).toBe(model.size)
          for (const [id, stream] of model) {
            expect(streams.find(id, false)).toBe(stream)
            expect(streams.has(stream)).toBe(true)
          }
        }
        for (const id of gone) expect(streams.find(id, true)).toBe(null)
        expect(new Set(streams.values())).toEqual(new Set(model.values()))
        expect(streams.above(0).map(({ id }) => id)).toEqual([...model.keys()].sort((a, b) => b - a))
      }),
      { numRuns: 200 },
    )
  })

  it('above an id are those that have a larger one, newest first', () => {
    const streams = new OpenStreams(1)
    for (let i = 0; i < 5; i++) open(streams)
    expect(streams.above(3).map(({ id }) => id)).toEqual([9, 7, 5])
  })

  it('tell a stream that never was from one that has ended', () => {
    const streams = new OpenStreams(5)
    streams.remove(open(streams), false)
    for (const id of [1, 3, 6, 7, 0]) expect(caught(() => streams.find(id, true))).toContain('PROTOCOL_ERROR')
    expect(caught(() => streams.find(5, false))).toContain('STREAM_CLOSED')
    expect(streams.find(5, true)).toBe(null)
  })

  it('remember a thousand that we reset one by one, and all older ones by their age', () => {
    const streams = new OpenStreams(1)
    streams.remove(open(streams), false)
    for (let i = 0; i < 1024; i++) streams.remove(open(streams), true)
    expect(caught(() => streams.find(1, false))).toContain('STREAM_CLOSED')
    streams.remove(open(streams), true)
    expect(streams.find(1, false)).toBe(null)
    expect(streams.find(3, false)).toBe(null)
    streams.remove(open(streams), false)
    expect(caught(() => streams.find(streams.nextId - 2, false))).toContain('STREAM_CLOSED')
  })

  it('end with the last id of 31 bits', () => {
    const streams = new OpenStreams(2 ** 31 - 3)
    open(streams)
    expect(streams.exhausted).toBe(false)
    const last = open(streams)
    expect([last.id, streams.exhausted]).toEqual([2 ** 31 - 1, true])
    expect(streams.find(2 ** 31 - 1, false)).toBe(last)
  })
})
