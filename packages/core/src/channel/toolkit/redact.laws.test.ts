import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { secret } from '../secret.ts'
import { redact } from './redact.ts'

const target = (token: string) => ({ token: secret(token), badge: null, id: '00000000-0000-4000-8000-000000000000' })
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const token = fc.oneof(
  fc.string({ unit: fc.constantFrom(...letters, ...'-_:+/='), minLength: 24, maxLength: 200 }),
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 }),
)
const percent = (text: string, upper: boolean) =>
  [...text]
    .map(unit => (/[A-Za-z0-9]/.test(unit) ? unit : `%${unit.charCodeAt(0).toString(16).padStart(2, '0')}`))
    .join('')
    [upper ? 'toUpperCase' : 'toString']()
const html = (text: string) => [...text].map(unit => (/[A-Za-z0-9]/.test(unit) ? unit : `&#${unit.charCodeAt(0)};`)).join('')

/** Each form in which a vendor may echo a token. */
const forms: Readonly<Record<string, (token: string) => string>> = {
  'as it is': value => value,
  'in upper case': value => value.toUpperCase(),
  'in lower case': value => value.toLowerCase(),
  'percent-encoded': value => percent(value, false),
  'percent-encoded in upper case': value => percent(value, true),
  'percent-encoded twice': value => percent(percent(value, false), false),
  'as a form': value => new URLSearchParams({ value }).toString().slice('value='.length),
  'as base64': value => Buffer.from(value).toString('base64'),
  'as base64url': value => Buffer.from(value).toString('base64url'),
  'as base64 of something that holds it': value => Buffer.from(`{"token":"${value}"}`).toString('base64'),
  'escaped for JSON': value => value.replaceAll('/', '\\/').replaceAll('=', '\\u003d'),
  'escaped for HTML': html,
  'with a line break in it': value => `${value.slice(0, 7)}\r\n${value.slice(7)}`,
}
const found = (clean: string, value: string): boolean => {
  for (let at = 0; at + 8 <= value.length; at++) if (clean.includes(value.slice(at, at + 8))) return true
  return false
}

describe('redact', () => {
  it.each(Object.entries(forms))('leaves no part of a token that is echoed %s', (_, form) => {
    fc.assert(
      fc.property(token, fc.integer({ min: 0, max: 20 }), (value, other) => {
        const words = `bad ${form(value)} of request ${other}`
        const clean = redact(words, [target('another-token-of-the-batch-0001'), target(value)], 2000)
        // What stands around the token in base64 may stay.
        expect(found(clean, form(value).slice(form === forms['as base64 of something that holds it'] ? 16 : 0))).toBe(false)
        expect(found(clean.toLowerCase(), value.toLowerCase())).toBe(false)
      }),
      { numRuns: 200 },
    )
  })

  it('leaves no head and no tail of 10 characters', () => {
    fc.assert(
      fc.property(token, fc.integer({ min: 10, max: 24 }), (value, length) => {
        for (const part of [value.slice(0, length), value.slice(-length)]) expect(redact(`bad ${part}…`, [target(value)])).not.toContain(part)
      }),
    )
  })

  it('leaves no token that goes through the end of what is read', () => {
    fc.assert(
      fc.property(token, fc.integer({ min: 900, max: 1040 }), (value, before) => {
        expect(found(redact('x y '.repeat(300).slice(0, before) + value, [target(value)], 5000), value)).toBe(false)
      }),
    )
  })

  it('keeps words that a token and a text share', () => {
    const words = 'The registration token is not a valid FCM registration token'
    expect(redact(words, [target('my-registration-token-1')])).toBe(words)
    expect(redact('Requested entity was not found.', [target('00ff'.repeat(16))])).toBe('Requested entity was not found.')
  })

  it('takes control characters out, and makes spaces of line breaks', () => {
    expect(redact('a\r\nb\u001b[31mc\u0000d\u0085e\u007ff\u202eg\u2066h\u2028i', [])).toBe('a b[31mcd efgh i')
  })

  it('withholds the long words of a text that is made to be slow', () => {
    const value = 'ab'.repeat(100)
    const many = Array.from({ length: 1000 }, (_, at) => target(`abcd${'efgh'.repeat(30)}${at}`))
    expect(redact('abcx'.repeat(256), many, 5000)).not.toContain('abcdefgh')
    expect(redact(`see ${'ab'.repeat(500)}`, [target(value)])).toBe('see [withheld]')
  })
})
