import { describe, expect, it } from 'vitest'
import { callbackProof } from './callback-proof.ts'

describe('proof of an unsigned callback', () => {
  it('accepts the configured parameter only', () => {
    const { accepts } = callbackProof('S3CRET')
    expect(accepts('S3CRET')).toBe(true)
    for (const given of [undefined, null, '', 's3cret', 'S3CRET ', 'S3CRE', 7, ['S3CRET'], { param: 'S3CRET' }]) expect(accepts(given)).toBe(false)
  })

  it('lets a proven receipt end a registration, and an unproven one not', () => {
    expect(callbackProof('S3CRET').kind('gone')).toBe('gone')
    const { accepts, kind } = callbackProof(undefined)
    expect([accepts(undefined), accepts('anything')]).toEqual([true, true])
    expect(kind('gone')).toBe('unreachable')
    for (const other of ['delivered', 'clicked', 'unreachable', 'exhausted', 'expired'] as const) expect(kind(other)).toBe(other)
  })
})
