import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConnectionFault } from './faults.ts'
import { FrameReader } from './frame-reader.ts'
import { finishHeaders, OutBuffer } from './out-buffer.ts'

interface Frame {
  readonly type: number
  readonly flags: number
  readonly streamId: number
  readonly payload: string
}

const always = () => true

function reader(maxFrameSize?: number): { readonly frames: Frame[]; readonly reader: FrameReader } {
  const frames: Frame[] = []
  return {
    frames,
    reader: new FrameReader(
      (type, flags, streamId, bytes, start, end) => frames.push({ type, flags, streamId, payload: bytes.toString('hex', start, end) }),
      maxFrameSize,
    ),
  }
}

function write(frames: readonly Frame[]): Buffer {
  const out = new OutBuffer(1_000_000)
  for (const { type, flags, streamId, payload } of frames) {
    const bytes = Buffer.from(payload, 'hex')
    out.frameHeader(bytes.length, type, flags, streamId)
    out.copy(bytes)
  }
  return Buffer.from(out.bytes.subarray(0, out.length))
}

const some: readonly Frame[] = [
  { type: 4, flags: 0, streamId: 0, payload: '' },
  { type: 1, flags: 5, streamId: 1, payload: '88' },
  { type: 0, flags: 1, streamId: 2 ** 31 - 1, payload: 'aa'.repeat(300) },
  { type: 0xfe, flags: 0xff, streamId: 3, payload: '00' },
]

describe('the frame reader', () => {
  it('reads the same frames, whichever byte the input is split at', () => {
    const bytes = write(some)
    for (let at = 0; at <= bytes.length; at++) {
      const { frames, reader: it } = reader()
      it.push(bytes.subarray(0, at), always)
      it.push(bytes.subarray(at), always)
      expect(frames).toEqual(some)
    }
  })

  it('reads the same frames byte by byte', () => {
    const { frames, reader: it } = reader()
    for (const byte of write(some)) it.push(Buffer.of(byte), always)
    expect(frames).toEqual(some)
  })

  it('reads what was written, however it is cut', () => {
    const frame = fc.record({
      type: fc.nat(255),
      flags: fc.nat(255),
      streamId: fc.nat(2 ** 31 - 1),
      payload: fc.uint8Array({ maxLength: 100 }).map(bytes => Buffer.from(bytes).toString('hex')),
    })
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 8 }), fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }), (expected, cuts) => {
        const bytes = write(expected)
        const { frames, reader: it } = reader()
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const next = at + (cuts[turn % cuts.length] as number)
          it.push(bytes.subarray(at, next), always)
          at = next
        }
        expect(frames).toEqual(expected)
      }),
      { numRuns: 1000 },
    )
  })

  it('ignores the reserved bit of a stream id', () => {
    const { frames, reader: it } = reader()
    it.push(Buffer.from('000000060080000001', 'hex'), always)
    expect(frames).toEqual([{ type: 6, flags: 0, streamId: 1, payload: '' }])
  })

  it('refuses a frame over its limit by its header alone, split or not', () => {
    const header = Buffer.from('004001000000000001', 'hex')
    expect(() => reader().reader.push(header, always)).toThrow('FRAME_SIZE_ERROR')
    const { reader: it } = reader()
    it.push(header.subarray(0, 4), always)
    expect(() => it.push(header.subarray(4), always)).toThrow(ConnectionFault)
    expect(() => reader().reader.push(Buffer.from('004000000000000001', 'hex'), always)).not.toThrow()
  })

  it('stops in the middle of a chunk when it is told to', () => {
    const { frames, reader: it } = reader()
    it.push(write(some), () => frames.length < 2)
    expect(frames).toHaveLength(2)
  })
})

describe('a header block', () => {
  it.each([
    [1, 10],
    [10, 10],
    [11, 10],
    [20, 10],
    [25, 10],
  ])('of %i bytes goes out in frames of at most %i, one after the other', (length, maxFrameSize) => {
    const out = new OutBuffer(200)
    out.frameHeader(0, 6, 0, 0)
    const start = out.length
    out.length += 9
    for (let i = 0; i < length; i++) out.byte(i)
    finishHeaders(out, start, 7, true, maxFrameSize)
    const { frames, reader: it } = reader()
    it.push(Buffer.from(out.bytes.subarray(0, out.length)), always)
    const parts = frames.slice(1)
    expect(parts.map(({ payload }) => payload).join('')).toBe(Array.from({ length }, (_, i) => i.toString(16).padStart(2, '0')).join(''))
    expect(parts.map(({ type }) => type)).toEqual([1, ...Array.from({ length: Math.ceil(length / maxFrameSize) - 1 }, () => 9)])
    expect(parts.map(({ flags }) => flags & 4)).toEqual(parts.map((_, at) => (at === parts.length - 1 ? 4 : 0)))
    expect((parts[0]?.flags ?? 0) & 1).toBe(1)
    expect(parts.every(({ streamId, payload }) => streamId === 7 && payload.length <= maxFrameSize * 2)).toBe(true)
  })
})
