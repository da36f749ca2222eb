import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isBase64 } from './base64.ts'

describe('isBase64', () => {
  it('takes what any bytes encode to', () => {
    fc.assert(fc.property(fc.uint8Array(), value => isBase64(Buffer.from(value).toString('base64'))))
  })

  it.each(['A', 'AA', 'AAA', 'A===', '====', 'AA=A', 'A=AA', '-_8=', 'AA ==', 'AAA\n', 'é===', 'AAAA='])('refuses %j', text => {
    expect(isBase64(text)).toBe(false)
  })

  it('is linear: a megabyte is no trouble', () => {
    expect(isBase64('A'.repeat(4_000_000))).toBe(true)
    expect(isBase64(`${'A'.repeat(3_999_999)}*`)).toBe(false)
  })
})
