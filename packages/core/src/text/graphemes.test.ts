import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shorten } from './fit.ts'
import { createGraphemes, longestGrapheme } from './graphemes.ts'
import { graphemesOf, hostileText, writtenText } from './text.fixture.ts'

const graphemes = createGraphemes()
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

describe('graphemes', () => {
  it('finds the boundary at or before any code point, as walking the whole text would', () => {
    fc.assert(
      fc.property(writtenText, text => {
        const starts = [...segmenter.segment(text)].map(({ index }) => index)
        let index = 0
        for (const point of text) {
          expect(graphemes.boundary(text, index)).toBe(starts.findLast(start => start <= index))
          index += point.length
        }
        expect(graphemes.boundary(text, text.length)).toBe(text.length)
      }),
      { numRuns: 1000 },
    )
  })

  it('ends where the segmenter says, and cuts what is no character into pieces', () => {
    expect(graphemes.ends('a👋🏽e\u0301', 10)).toEqual([1, 5, 7])
    expect(graphemes.ends('a👋🏽e\u0301', 2)).toEqual([1, 5])
    expect(graphemes.ends('', 10)).toEqual([])
    const pile = `e${'\u0301'.repeat(150)}`
    expect(graphemes.ends(`${pile}x`, 10)).toEqual([longestGrapheme, 2 * longestGrapheme, 151, 152])
  })

  it('never parts a surrogate pair', () => {
    fc.assert(
      fc.property(hostileText, fc.nat(20), (text, atMost) => {
        for (const end of graphemes.ends(text.toWellFormed().repeat(3), atMost)) expect(text.toWellFormed().repeat(3).slice(0, end).isWellFormed()).toBe(true)
      }),
      { numRuns: 1000 },
    )
    const tower = `\u0041${'𝅥'.repeat(100)}`
    for (const end of graphemes.ends(tower, 100)) expect(tower.slice(0, end).isWellFormed()).toBe(true)
  })
})

describe('shorten', () => {
  it.each([
    ['hello', 5, 'hello'],
    ['hello', 4, 'hel…'],
    ['hello', 1, '…'],
    ['h', 1, 'h'],
    ['', 1, ''],
    ['👨‍👩‍👧‍👦🇨🇳e\u0301!', 3, '👨‍👩‍👧‍👦🇨🇳…'],
  ])('%j to %i graphemes is %j', (text, length, expected) => expect(shorten(text, length, graphemes)).toBe(expected))

  it('gives at most so many graphemes, the ellipsis among them, and leaves alone what has no more', () => {
    fc.assert(
      fc.property(writtenText, fc.integer({ min: 1, max: 20 }), (text, length) => {
        const short = shorten(text, length, graphemes)
        const all = graphemesOf(text)
        fc.pre(all.every(piece => piece.length <= longestGrapheme))
        expect(short).toBe(all.length <= length ? text : `${all.slice(0, length - 1).join('')}…`)
      }),
      { numRuns: 1000 },
    )
  })

  it('walks no megabyte to keep ten', () => {
    const seen: number[] = []
    const spying = createGraphemes(() => {
      const segment = (text: string) => {
        seen.push(text.length)
        return segmenter.segment(text)
      }
      return { segment, resolvedOptions: () => segmenter.resolvedOptions() }
    })
    expect(shorten('👋'.repeat(500_000), 10, spying)).toBe(`${'👋'.repeat(9)}…`)
    expect(shorten('\u0301'.repeat(1_000_000), 10, spying).length).toBeLessThan(longestGrapheme * 10)
    expect(Math.max(...seen)).toBeLessThanOrEqual(12 * longestGrapheme)
  })
})
