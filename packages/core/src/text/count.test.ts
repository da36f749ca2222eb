import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { count } from './count.ts'
import { hostileText } from './text.fixture.ts'

describe('count', () => {
  it.each([
    ['', 0, 0, 0, 0],
    ['abc', 3, 3, 3, 3],
    ['é', 1, 1, 1, 2],
    ['你好', 2, 2, 4, 6],
    ['，。', 2, 2, 4, 6],
    ['…', 1, 1, 2, 3],
    ['“”', 2, 2, 4, 6],
    ['ＡＢ', 2, 2, 4, 6],
    ['カナ', 2, 2, 2, 6],
    ['한글', 2, 2, 2, 6],
    ['𠮷', 2, 1, 2, 4],
    ['👋', 2, 1, 2, 4],
    ['㐀', 1, 1, 2, 3],
    ['豈', 1, 1, 2, 3],
    ['\ud83d', 1, 1, 1, 3],
    ['\udc4b\ud83d', 2, 2, 2, 6],
  ])('counts %j as %i UTF-16 units, %i code points, %i with Han as two, %i bytes', (text, utf16, codePoints, hanDouble, bytes) => {
    expect(count(text, 'utf16')).toBe(utf16)
    expect(count(text, 'code-point')).toBe(codePoints)
    expect(count(text, 'han-double')).toBe(hanDouble)
    expect(count(text, 'utf8-byte')).toBe(bytes)
  })

  it('agrees with the platform on code points and bytes', () => {
    fc.assert(
      fc.property(hostileText, text => {
        expect(count(text, 'code-point')).toBe([...text].length)
        expect(count(text, 'utf8-byte')).toBe(new TextEncoder().encode(text).length)
      }),
      { numRuns: 1000 },
    )
  })

  it("never counts a vendor's Han rule below UTF-16 units nor above twice as many", () => {
    fc.assert(
      fc.property(hostileText, text => {
        expect(count(text, 'han-double')).toBeGreaterThanOrEqual(text.length)
        expect(count(text, 'han-double')).toBeLessThanOrEqual(2 * text.length)
      }),
      { numRuns: 1000 },
    )
  })
})
