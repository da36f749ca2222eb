import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Counting, count } from './count.ts'
import { ellipsis, fit, shorten } from './fit.ts'
import { createGraphemes } from './graphemes.ts'
import { units, writtenText } from './text.fixture.ts'

const graphemes = createGraphemes()
const cut = (text: string, max: number, unit: Counting['unit'] = 'utf16') => fit(text, { max, unit }, graphemes)
const family = '👨‍👩‍👧‍👦'

describe('fit', () => {
  it.each<[text: string, max: number, unit: Counting['unit'], expected: string]>([
    ['hello', 5, 'utf16', 'hello'],
    ['hello', 4, 'utf16', 'hel…'],
    ['hello', 1, 'utf16', '…'],
    ['hello', 0, 'utf16', ''],
    ['', 0, 'utf16', ''],
    ['Hello, world', 8, 'utf16', 'Hello, …'],
    ['a👋b', 3, 'utf16', 'a…'],
    ['a👋bc', 4, 'utf16', 'a👋…'],
    ['a👋bc', 3, 'code-point', 'a👋…'],
    ['你好世界', 4, 'code-point', '你好世界'],
    ['你好世界', 7, 'han-double', '你好…'],
    ['你好世界', 5, 'han-double', '你…'],
    ['abcd', 3, 'han-double', 'a…'],
    ['你好世界', 9, 'utf8-byte', '你好…'],
    ['你好世界', 11, 'utf8-byte', '你好…'],
    ['éa'.repeat(3), 6, 'utf8-byte', 'éa…'],
    [`a${family}b`, 12, 'utf16', 'a…'],
    [`a${family}bc`, 13, 'utf16', `a${family}…`],
    ['e\u0301e\u0301', 3, 'utf16', 'e\u0301…'],
    ['🇨🇳🇫🇷x', 8, 'utf16', '🇨🇳…'],
    ['🇨🇳🇫🇷xy', 9, 'utf16', '🇨🇳🇫🇷…'],
    ['a\r\nb', 3, 'utf16', 'a…'],
  ])('fits %j to %i of %s as %j', (text, max, unit, expected) => {
    expect(cut(text, max, unit).text).toBe(expected)
  })

  it('tells the lengths before and after in the unit of the limit', () => {
    expect(cut('你好世界', 7, 'han-double')).toEqual({ text: '你好…', from: 8, to: 6, truncated: true })
    expect(cut('你好', 7, 'han-double')).toEqual({ text: '你好', from: 4, to: 4, truncated: false })
  })

  it('cuts a single grapheme longer than the limit at a code point', () => {
    expect(cut(family, 6).text).toBe('👨‍👩…')
    expect(cut(`${family}${family}`, 6).text).toBe('👨‍👩…')
    expect(cut(`e${'\u0301'.repeat(50)}`, 10).text).toBe(`e${'\u0301'.repeat(8)}…`)
  })

  it('keeps a first grapheme whole or not at all where it has room but for the ellipsis', () => {
    expect(cut('🇨🇳🇫🇷', 4).text).toBe('…')
  })

  it('leaves the ellipsis out where it has no room', () => {
    expect(cut('hello', 2, 'utf8-byte').text).toBe('he')
    expect(cut('hello', 1, 'han-double').text).toBe('h')
    expect(cut('你好', 1, 'han-double').text).toBe('')
  })

  it('segments no more of a megabyte than the limit reaches', () => {
    const seen: number[] = []
    const spying = createGraphemes(() => {
      const real = new Intl.Segmenter('en', { granularity: 'grapheme' })
      const segment = (text: string) => {
        seen.push(text.length)
        return real.segment(text)
      }
      return { segment, resolvedOptions: () => real.resolvedOptions() }
    })
    for (const piece of ['é', family, '\u0301', 'ع', '👋']) fit(piece.repeat(1_000_000 / piece.length), { max: 100, unit: 'utf16' }, spying)
    expect(Math.max(...seen)).toBeLessThanOrEqual(102)
  })

  it('needs no segmenter for ASCII and Han text', () => {
    const none = createGraphemes(() => {
      throw new Error('a segmenter was made')
    })
    expect(fit('x'.repeat(300), { max: 100, unit: 'utf16' }, none).text).toHaveLength(100)
    expect(fit('消息'.repeat(300), { max: 100, unit: 'han-double' }, none).to).toBe(100)
  })
})

describe('fit, at bidirectional controls', () => {
  it('leaves out an isolate or an embedding whose end is cut off, and keeps those that end before the cut', () => {
    expect(cut('\u2068\u05d0\u05d1\u05d2\u05d3\u05d4\u2069: hello', 5)).toMatchObject({ text: '\u05d0\u05d1\u05d2…', to: 4, truncated: true })
    expect(cut('\u2068\u05d0\u2069: hello, world', 8).text).toBe('\u2068\u05d0\u2069: he…')
    expect(cut('\u202b\u05d0\u2068\u05d1\u05d2\u2069\u202c', 5).text).toBe('\u05d0\u05d1…')
    expect(shorten('\u2068\u05d0\u05d1\u05d2\u2069: hello', 3, graphemes)).not.toContain('\u2068')
  })
})

describe('fit, for any text and limit', () => {
  const cases = fc.tuple(writtenText, fc.record({ max: fc.nat(60), unit: units }))

  it('is never longer than the limit, and tells its length truly', () => {
    fc.assert(
      fc.property(cases, ([text, counting]) => {
        const fitted = fit(text, counting, graphemes)
        expect(fitted.to).toBeLessThanOrEqual(counting.max)
        expect(fitted.to).toBe(count(fitted.text, counting.unit))
        expect(fitted.from).toBe(count(text, counting.unit))
        expect(fitted.truncated).toBe(fitted.text !== text)
      }),
      { numRuns: 2000 },
    )
  })

  it('stays well-formed', () => {
    fc.assert(
      fc.property(cases, ([text, counting]) => {
        expect(fit(text, counting, graphemes).text.isWellFormed()).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('changes nothing that fits, and so changes nothing twice', () => {
    fc.assert(
      fc.property(cases, ([text, counting]) => {
        const once = fit(text, counting, graphemes).text
        expect(fit(once, counting, graphemes)).toMatchObject({ text: once, truncated: false })
        if (count(text, counting.unit) <= counting.max) expect(once).toBe(text)
      }),
      { numRuns: 2000 },
    )
  })

  it('is the longest prefix that ends at a grapheme beside the ellipsis', () => {
    const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
    fc.assert(
      fc.property(cases, ([text, counting]) => {
        const { max, unit } = counting
        const fitted = fit(text, counting, graphemes)
        fc.pre(fitted.truncated && count(ellipsis, unit) <= max && !/[\u202a-\u202e\u2066-\u2069]/u.test(text))
        const pieces = [...segmenter.segment(text)].map(({ segment }) => segment)
        fc.pre(count(pieces[0] ?? '', unit) <= max)
        let longest = ''
        for (const piece of pieces) {
          if (count(longest + piece + ellipsis, unit) > max) break
          longest += piece
        }
        expect(fitted.text).toBe(longest + ellipsis)
      }),
      { numRuns: 3000 },
    )
  })
})
