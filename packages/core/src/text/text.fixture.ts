import fc from 'fast-check'
import type { Counting } from './count.ts'

/** What people and machines write: letters of many scripts, joined emoji, flags, marks, controls; well-formed. */
export const writtenText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) },
      { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
      {
        weight: 4,
        arbitrary: fc.constantFrom(
          'hello ',
          '你好，',
          '👨‍👩‍👧‍👦',
          '🇨🇳',
          '🇨🇳🇫🇷',
          'e\u0301',
          '👋🏽',
          '\u0301',
          '\u200d',
          'ع',
          'नमस्ते',
          'ก็',
          '한국',
          '\r\n',
          '\n',
          '…',
          '！',
          '𠮷',
          '🏴\u{e0067}\u{e0062}\u{e007f}',
        ),
      },
    ),
    { maxLength: 12 },
  )
  .map(parts => parts.join('').toWellFormed())

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** A text's graphemes, found by walking all of it. */
export const graphemesOf = (text: string): readonly string[] => [...segmenter.segment(text)].map(({ segment }) => segment)

/** As writtenText, with lone surrogates and control characters among it. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      writtenText,
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom('\ud83d', '\udc4b', '\u0000', '\u001b', '\u007f', '\u0085', '\u009f', '\r', '\t', '\n'),
    ),
    {
      maxLength: 8,
    },
  )
  .map(parts => parts.join(''))

export const units: fc.Arbitrary<Counting['unit']> = fc.constantFrom('utf16', 'code-point', 'han-double', 'utf8-byte')
