import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stableUuid, targetId } from './target-id.ts'

describe('targetId', () => {
  it('is a UUID in lower case, and the same every time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        expect(stableUuid(text)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
        expect(stableUuid(text)).toBe(stableUuid(text))
      }),
      { numRuns: 1000 },
    )
  })

  it('does not collide over a hundred thousand neighbouring devices', () => {
    const seen = new Set<string>()
    for (let i = 0; i < 100_000; i++) seen.add(targetId('msg-1', 0, `user-${i}`, 'd1'))
    expect(seen.size).toBe(100_000)
  })

  it('changes with message, revision, recipient and device', () => {
    const ids = [targetId('m', 0, 'r', 'd'), targetId('m2', 0, 'r', 'd'), targetId('m', 1, 'r', 'd'), targetId('m', 0, 'r2', 'd'), targetId('m', 0, 'r', 'd2')]
    expect(new Set(ids).size).toBe(5)
  })
})
