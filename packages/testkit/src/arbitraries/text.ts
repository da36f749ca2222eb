import fc from 'fast-check'

/** What texts are spoilt by: joiners, marks, both directions, halves of pairs, controls, and what formats quote. */
const pieces = [
  'a',
  'Bob',
  ' ',
  '\n',
  '\t',
  '中',
  '消息',
  'é',
  'e\u0301',
  '😀',
  '👨‍👩‍👧‍👦',
  '🇩🇪',
  '👍🏽',
  '\u200d',
  '\ufe0f',
  'مرحبا',
  'שלום',
  '\u202e',
  '\u2066',
  '\ufeff',
  '\u2028',
  '\ud83d',
  '\ude00',
  '\u0000',
  '\u0007',
  '\u001b[31m',
  '\u007f',
  '\u0085',
  '\ufffd',
  '\uffff',
  '"',
  '\\',
  '/',
  '%',
  '&',
  '+',
  '=',
  '<b>',
  '$&',
  '{{x}}',
  '__proto__',
]

/** Texts that break naive code: emoji sequences, right-to-left, lone surrogates, control characters, quotes. `maxLength`: pieces, default 20. */
export const nastyText = ({ minLength = 0, maxLength = 20 }: { readonly minLength?: number; readonly maxLength?: number } = {}): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...pieces), { minLength, maxLength }).map(parts => parts.join(''))

/** Texts of 4 kB to 100 kB: longer than any vendor takes. */
export const longText = (): fc.Arbitrary<string> =>
  fc
    .tuple(nastyText({ minLength: 1, maxLength: 4 }), fc.constantFrom(4_000, 20_000, 100_000))
    .map(([text, units]) => text.repeat(Math.ceil(units / text.length)))

/** Any text a chat may hold: mostly plain, often nasty, seldom long. */
export const text = (): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 5, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
    { weight: 4, arbitrary: nastyText() },
    { weight: 1, arbitrary: longText() },
  )

/** Ids of 1…256 characters. */
export const id = (): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('alice', 'bob', 'carol', 'team', 'msg-1', 'msg-2') },
    { weight: 2, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 64 }) },
    { weight: 1, arbitrary: nastyText({ minLength: 1, maxLength: 10 }) },
    { weight: 1, arbitrary: fc.constantFrom('i'.repeat(256), '消'.repeat(256)) },
  )

/** RFC 3339 times of 2000 to 2099, with and without fractions and offsets. */
export const time = (): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2099-12-30T00:00:00Z'), noInvalidDate: true }),
      fc.constantFrom('Z', '+08:00', '-05:30', '+00:00'),
      fc.boolean(),
    )
    .map(([date, zone, fraction]) => date.toISOString().slice(0, fraction ? 23 : 19) + zone)
