import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTime } from './times.ts'

describe('isTime', () => {
  it.each([
    '2026-11-23T10:00:00Z',
    '2026-11-23T10:00:00.1Z',
    '2026-11-23T10:00:00.123456789012345678901234567890Z',
    '2026-11-23T23:59:59+23:59',
    '2026-11-23T00:00:00-00:00',
    '2024-02-29T00:00:00Z',
    '2000-02-29T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
  ])('%s is one', text => {
    expect(isTime(text)).toBe(true)
    expect(Date.parse(text)).not.toBeNaN()
  })

  it.each([
    '',
    '2026-11-23',
    '2026-11-23T10:00:00',
    '2026-11-23 10:00:00Z',
    '2026-11-23t10:00:00z',
    '2026-11-23T10:00Z',
    '2026-11-23T10:00:00.Z',
    '2026-11-23T10:00:00,5Z',
    '2026-11-23T10:00:00+0800',
    '2026-11-23T10:00:00+08',
    '2026-11-23T10:00:00+24:00',
    '2026-11-23T10:00:00+08:60',
    '2026-11-23T10:00:00ZZ',
    '2026-11-23T10:00:00Z ',
    ' 2026-11-23T10:00:00Z',
    '2026-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-11-23T24:00:00Z',
    '2026-11-23T10:60:00Z',
    '2026-11-23T10:00:60Z',
    '+02026-11-23T10:00:0Z',
    '２026-11-23T10:00:00Z',
    `2026-11-23T10:00:00.${'1'.repeat(100)}Z`,
  ])('%j is none', text => {
    expect(isTime(text)).toBe(false)
  })

  it('takes every time that Date writes, and nothing that Date cannot read', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true }),
        fc.nat({ max: 19 }),
        fc.constantFrom(...'0123456789T:-Z'),
        (date, at, char) => {
          const text = date.toISOString()
          expect(isTime(text)).toBe(true)
          const spoilt = text.slice(0, at) + char + text.slice(at + 1)
          if (isTime(spoilt)) expect(Date.parse(spoilt)).not.toBeNaN()
        },
      ),
    )
  })
})
