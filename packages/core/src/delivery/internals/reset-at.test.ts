import { describe, expect, it } from 'vitest'
import { resetAt } from './reset-at.ts'

const at = (iso: string): number => Date.parse(iso)

describe('when a quota opens again', () => {
  it.each([
    ['the next midnight in China', '00:00', 'Asia/Shanghai', '2026-11-23T10:00:00Z', '2026-11-23T16:00:00Z'],
    ['a second before it', '00:00', 'Asia/Shanghai', '2026-11-23T15:59:59Z', '2026-11-23T16:00:00Z'],
    ['at midnight sharp it is the next one', '00:00', 'Asia/Shanghai', '2026-11-23T16:00:00Z', '2026-11-24T16:00:00Z'],
    ['later today', '12:30', 'UTC', '2026-11-23T10:00:00.500Z', '2026-11-23T12:30:00Z'],
    ['across the end of daylight saving', '00:00', 'Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-25T23:00:00Z'],
    ['across its start', '00:00', 'America/New_York', '2026-03-08T06:30:00Z', '2026-03-09T04:00:00Z'],
    ['an unknown zone is UTC', '00:00', 'Mars/Base', '2026-11-23T10:00:00Z', '2026-11-24T00:00:00Z'],
  ])('%s', (_, clock, zone, now, expected) => {
    expect(new Date(resetAt({ at: clock, zone }, at(now))).toISOString()).toBe(new Date(at(expected)).toISOString())
  })

  it('in so many seconds', () => {
    expect(resetAt({ seconds: 90 }, 1000)).toBe(91_000)
    expect(resetAt({ seconds: -1 }, 1000)).toBe(1000)
    expect(resetAt({ seconds: Number.NaN }, 0)).toBe(3_600_000)
  })
})
