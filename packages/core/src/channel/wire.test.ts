import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytes, concatBytes, encode, text } from './wire.ts'

const anyText = fc.string({ unit: 'binary', maxLength: 60 })
// Surrogates on their own, too.
const brokenText = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 30 }).map(codes => String.fromCharCode(...codes))
const texts = fc.oneof(anyText, brokenText, fc.string({ maxLength: 60 }))

describe('encode', () => {
  it('writes forms as URLSearchParams does, whatever is in them', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(texts, texts), { maxLength: 5 }), form => {
        expect(text(encode({ form }))).toBe(new URLSearchParams(form).toString())
      }),
      { numRuns: 2000 },
    )
  })

  it('gives JSON back as it is, and nothing for an empty body', () => {
    const json = bytes('{}')
    expect(encode({ json })).toBe(json)
    expect(encode({ empty: true })).toHaveLength(0)
  })
})

describe('spliced', () => {
  it('joins head, the UTF-8 of the middle, and tail', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), texts, fc.uint8Array({ maxLength: 50 }), (head, middle, tail) => {
        expect([...concatBytes(head, middle, tail)]).toEqual([...head, ...bytes(middle), ...tail])
        expect([...concatBytes(head, [middle, '', 'é', middle], tail)]).toEqual([...head, ...bytes(middle), ...bytes('é'), ...bytes(middle), ...tail])
        expect([...concatBytes(head, [], tail)]).toEqual([...head, ...tail])
      }),
      { numRuns: 2000 },
    )
  })

  it('keeps bodies of any size apart from each other', () => {
    const made = [10, 5000, 100_000, 10].map(size => concatBytes(bytes('<'), 'é'.repeat(size), bytes('>')))
    for (const [at, size] of [10, 5000, 100_000, 10].entries()) expect(text(made[at] as Uint8Array)).toBe(`<${'é'.repeat(size)}>`)
  })
})
