import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../model/json.ts'
import { wellFormed } from './well-formed.ts'

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
