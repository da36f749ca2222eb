import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../../model/json.ts'
import { wellFormed, wellFormedJson } from './well-formed.ts'

describe('wellFormed', () => {
  it('repairs texts and keys at any depth and leaves all else', () => {
    expect(wellFormed({ 'a\ud800': ['x\udc00y', 1, null, true, { b: 'ok 😀' }] })).toEqual({ 'a\ufffd': ['x\ufffdy', 1, null, true, { b: 'ok 😀' }] })
  })

  it('gives texts that are well-formed all the way down, and changes nothing else', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), value => {
        const repaired = wellFormed(value as Json)
        expect(JSON.stringify(repaired)).not.toMatch(/\\ud[89a-f]/)
        if (!/\\ud[89a-f]/.test(JSON.stringify(value))) expect(repaired).toEqual(value)
      }),
      { numRuns: 100 },
    )
  })
})

describe('wellFormedJson', () => {
  const broken = fc
    .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0x5c, 0x75, 0x64, 0xd83d, 0xde00)))
    .map(codes => String.fromCharCode(...codes))

  it('is the JSON of what wellFormed gives, also of texts that look like escapes', () => {
    fc.assert(
      fc.property(fc.oneof(broken, fc.dictionary(broken, fc.array(broken)), fc.jsonValue({ noUnicodeString: false })), value => {
        expect(wellFormedJson(value as Json)).toBe(JSON.stringify(wellFormed(value as Json)))
      }),
      { numRuns: 2000 },
    )
    expect(wellFormedJson('\\ud800')).toBe(JSON.stringify('\\ud800'))
  })
})
