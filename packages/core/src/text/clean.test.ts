import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanBody, cleanTitle, isBlank } from './clean.ts'
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
  ])('takes %j for blank: %s', (text, expected) => {
    expect(isBlank(text)).toBe(expected)
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
