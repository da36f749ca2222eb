import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanBody, cleanName, cleanTitle, isBlank, isolateName } from './clean.ts'
import { hostileText, writtenText } from './text.fixture.ts'

describe('cleaning', () => {
  it.each([
    ['plain text', 'plain text'],
    ['two\nlines\tand a tab', 'two\nlines\tand a tab'],
    ['a\r\nb', 'a\nb'],
    ['a\u0000b\u001bc\u001f', 'abc'],
    ['a\u007fb', 'ab'],
    ['a\u0080b\u0085c\u009f', 'abc'],
    ['a\u00a0b', 'a\u00a0b'],
    ['a\ud83d', 'a\ufffd'],
    ['\udc4ba', '\ufffda'],
    ['👋', '👋'],
    ['\ud83d\u0000\udc4b', '\ufffd\ufffd'],
  ])('makes a body of %j: %j', (text, expected) => {
    expect(cleanBody(text)).toBe(expected)
  })

  it.each([
    ['two\nlines', 'two lines'],
    ['a\r\n\nb', 'a  b'],
    ['a\tb', 'a\tb'],
    ['\u0007Bob', 'Bob'],
  ])('makes a title of %j: %j', (text, expected) => {
    expect(cleanTitle(text)).toBe(expected)
  })

  it.each([
    [undefined, true],
    ['', true],
    [' \n\t\u3000', true],
    ['\u0000\u001b', true],
    [' \u0085 ', true],
    ['x', false],
    ['\ud83d', false],
    ['\u200b\u200d\u2060\ufeff', true],
    ['\u00ad\u034f\u061c\u180e', true],
    ['\u3164\u115f\u1160\uffa0', true],
    ['\u2800 \u{1d159}\u{16fe4}', true],
    ['\u{e0020}\u{e0001}\ufe0f\u{e0100}', true],
    ['\u202e\u2066\u2069\u202c', true],
    ['\u17b4\u17b5\ufff9', true],
    ['\u200b.', false],
    ['👨\u200d👩', false],
    ['\u0600', false],
    ['\u0301', false],
  ])('takes %j for blank: %s', (text, expected) => {
    expect(isBlank(text)).toBe(expected)
  })

  it.each([
    ['Bob\u202e', 'Bob'],
    ['\u2066Bob', 'Bob'],
    ['\u202eBob\u202c', '\u202eBob\u202c'],
    ['\u2067a\u202eb\u2069', 'ab'],
    ['Bob\u2069\u2066', 'Bob'],
    ['\u202a\u2066a\u202c\u2069', 'a'],
  ])('lets no bidirectional control of the title %j reach over its end: %j', (text, expected) => {
    expect(cleanTitle(text)).toBe(expected)
  })

  it('takes every bidirectional control out of a name', () => {
    expect(cleanName('\u2068Bob\u2069\u202e\n')).toBe('Bob ')
  })

  it.each([
    ['Bob', 'Bob'],
    ['李雷 👋', '李雷 👋'],
    ['Bob\u202e', '\u2068Bob\u2069'],
    ['\u2069Bob', '\u2068Bob\u2069'],
    ['\u05d3\u05d5\u05d3', '\u2068\u05d3\u05d5\u05d3\u2069'],
    ['Bob \u0639', '\u2068Bob \u0639\u2069'],
    ['\u200fBob', '\u2068\u200fBob\u2069'],
    ['\u{1e900}', '\u2068\u{1e900}\u2069'],
  ])('isolates the name %j where it could turn what stands beside it: %j', (name, expected) => {
    expect(isolateName(name)).toBe(expected)
  })

  it('always gives well-formed text without control characters, and leaves what is clean alone', () => {
    fc.assert(
      fc.property(hostileText, text => {
        const body = cleanBody(text)
        expect(body.isWellFormed()).toBe(true)
        expect([...body].filter(each => each !== '\n' && each !== '\t' && /\p{Cc}/u.test(each))).toEqual([])
        expect(cleanBody(body)).toBe(body)
        expect(cleanTitle(text)).not.toContain('\n')
        expect(cleanTitle(cleanTitle(text))).toBe(cleanTitle(text))
      }),
      { numRuns: 1000 },
    )
  })

  it('only ever takes away, and takes nothing but controls from well-formed text', () => {
    fc.assert(
      fc.property(writtenText, text => {
        expect(cleanBody(text)).toBe([...text].filter(each => each === '\n' || each === '\t' || !/\p{Cc}/u.test(each)).join(''))
      }),
      { numRuns: 1000 },
    )
  })
})
