import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLocalTime } from './local-time.ts'

const at = (iso: string) => Date.parse(iso)
const night = { from: '22:00', to: '08:00' }

describe('local time', () => {
  const facts: readonly (readonly [string, string | undefined, number, number, number])[] = [
    ['2026-11-23T10:05:00Z', undefined, 10, 5, 1],
    ['2026-11-23T10:05:00Z', 'Asia/Shanghai', 18, 5, 1],
    ['2026-11-22T23:30:00Z', 'Asia/Shanghai', 7, 30, 1],
    ['2026-11-22T23:30:00Z', 'America/New_York', 18, 30, 7],
    ['2026-11-23T00:00:00Z', 'UTC', 0, 0, 1],
    ['2026-11-23T18:15:00Z', 'Asia/Kathmandu', 0, 0, 2],
  ]
  it.each(facts)('at %s in %s it is %i:%i on weekday %i', (iso, zone, hour, minute, weekday) => {
    expect(createLocalTime().nowFact(at(iso), zone)).toEqual({ iso: new Date(at(iso)).toISOString(), hour, minute, weekday })
  })

  it('takes UTC for a zone that Intl does not know', () => {
    expect(createLocalTime().nowFact(at('2026-11-23T10:05:00Z'), 'Mars/Olympus').hour).toBe(10)
  })

  it('does not mix zones or minutes up', () => {
    const shared = createLocalTime()
    const zones = ['UTC', 'Asia/Shanghai', 'America/New_York', 'Europe/Berlin', undefined]
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 4e12 }), (zone, now) => {
        expect(shared.nowFact(now, zone)).toEqual(createLocalTime().nowFact(now, zone))
      }),
      { numRuns: 1000 },
    )
  })

  it('makes two formatters a zone, however many recipients, minutes and questions', () => {
    const made = formattersMadeBy(() => {
      const shared = createLocalTime()
      for (let i = 0; i < 3000; i++) {
        const zone = ['Asia/Shanghai', 'Europe/Berlin', undefined][i % 3]
        shared.nowFact(i * 61_000, zone)
        shared.inQuietHours(night, i * 61_000, zone)
      }
    })
    // One to learn its name, one for its clock.
    expect(made.sort()).toEqual(['Asia/Shanghai', 'Asia/Shanghai', 'Europe/Berlin', 'Europe/Berlin', 'UTC', 'UTC'])
  })

  it('makes no clock for a zone that is unknown, and serves the others as before', () => {
    const shared = createLocalTime()
    for (let i = 0; i < 2500; i++) shared.nowFact(0, `Zone/Number${i}`)
    expect(formattersMadeBy(() => shared.nowFact(0, 'Zone/Number2499'))).toEqual([])
    expect(shared.nowFact(at('2026-11-23T10:05:00Z'), 'Asia/Shanghai').hour).toBe(18)
  })
})

/** The zones of the formatters that are made while it runs. */
function formattersMadeBy(run: () => void): unknown[] {
  const original = Intl.DateTimeFormat
  const made: unknown[] = []
  class Counting extends original {
    constructor(locale: string, options: Intl.DateTimeFormatOptions) {
      super(locale, options)
      made.push(options.timeZone)
    }
  }
  try {
    Intl.DateTimeFormat = Counting as never
    run()
  } finally {
    Intl.DateTimeFormat = original
  }
  return made
}

describe('quiet hours', () => {
  const rows: readonly (readonly [string, { from: string; to: string }, string, string | undefined, boolean])[] = [
    ['before they begin', night, '2026-11-23T21:59:59Z', undefined, false],
    ['from the first minute', night, '2026-11-23T22:00:00Z', undefined, true],
    ['past midnight', night, '2026-11-24T03:00:00Z', undefined, true],
    ['to the last second', night, '2026-11-24T07:59:59Z', undefined, true],
    ['not at the end itself', night, '2026-11-24T08:00:00Z', undefined, false],
    ['in the recipient’s zone', night, '2026-11-23T14:00:00Z', 'Asia/Shanghai', true],
    ['not in another’s', night, '2026-11-23T14:00:00Z', 'Europe/Berlin', false],
    ['within one day', { from: '12:00', to: '14:00' }, '2026-11-23T13:00:00Z', undefined, true],
    ['from its first minute', { from: '12:00', to: '14:00' }, '2026-11-23T12:00:00Z', undefined, true],
    ['not before it', { from: '12:00', to: '14:00' }, '2026-11-23T11:59:59Z', undefined, false],
    ['not at its end', { from: '12:00', to: '14:00' }, '2026-11-23T14:00:00Z', undefined, false],
    ['equal bounds mean never', { from: '08:00', to: '08:00' }, '2026-11-23T08:00:00Z', undefined, false],
    ['until midnight', { from: '22:00', to: '00:00' }, '2026-11-23T23:59:00Z', undefined, true],
    ['not past midnight then', { from: '22:00', to: '00:00' }, '2026-11-24T00:00:00Z', undefined, false],
    ['from midnight', { from: '00:00', to: '06:00' }, '2026-11-24T00:00:00Z', undefined, true],
    // New York skips 02:00–03:00 on 8 March 2026: 02:30 is not there, and 03:00 comes right after 01:59.
    ['a start in the skipped hour: not a minute before', { from: '02:30', to: '06:00' }, '2026-03-08T06:59:00Z', 'America/New_York', false],
    ['a start in the skipped hour moves forward', { from: '02:30', to: '06:00' }, '2026-03-08T07:00:00Z', 'America/New_York', true],
    ['an end in the skipped hour: until it', { from: '22:00', to: '02:30' }, '2026-03-08T06:59:00Z', 'America/New_York', true],
    ['an end in the skipped hour: not after it', { from: '22:00', to: '02:30' }, '2026-03-08T07:00:00Z', 'America/New_York', false],
    ['both in the skipped hour: not that day', { from: '02:10', to: '02:50' }, '2026-03-08T07:00:00Z', 'America/New_York', false],
    // It sets the clock back from 02:00 to 01:00 on 1 November 2026: 01:30 comes twice.
    ['the first of the hour that comes twice', { from: '01:00', to: '02:00' }, '2026-11-01T05:30:00Z', 'America/New_York', true],
    ['the second of the hour that comes twice', { from: '01:00', to: '02:00' }, '2026-11-01T06:30:00Z', 'America/New_York', true],
    // Santiago skips midnight itself: 23:59 on 5 September 2026 is followed by 01:00.
    ['an end in a skipped hour past midnight: until it', { from: '23:00', to: '00:30' }, '2026-09-06T03:59:00Z', 'America/Santiago', true],
    ['an end in a skipped hour past midnight: not after it', { from: '23:00', to: '00:30' }, '2026-09-06T04:00:00Z', 'America/Santiago', false],
    ['a start in a skipped hour past midnight', { from: '00:30', to: '06:00' }, '2026-09-06T04:00:00Z', 'America/Santiago', true],
    // Lord Howe Island moves by half an hour: 01:59 on 4 October 2026 is followed by 02:30.
    ['a start in the skipped half hour', { from: '02:15', to: '06:00' }, '2026-10-03T15:30:00Z', 'Australia/Lord_Howe', true],
    ['an end in the skipped half hour', { from: '22:00', to: '02:15' }, '2026-10-03T15:30:00Z', 'Australia/Lord_Howe', false],
    ['the hour before comes once', { from: '01:00', to: '02:00' }, '2026-11-01T04:30:00Z', 'America/New_York', false],
  ]
  it.each(rows)('%s', (_, hours, iso, zone, expected) => {
    expect(createLocalTime().inQuietHours(hours, at(iso), zone)).toBe(expected)
  })
})
