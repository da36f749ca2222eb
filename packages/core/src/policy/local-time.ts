import type { QuietHours } from '../model/recipient.ts'
import { canonicalTimeZone, createNames } from '../validation/names.ts'
import type { NowFact } from './facts.ts'

/** Clock and calendar of recipients' time zones; remembers what it worked out, within bounds. */
export interface LocalTime {
  /** The canonical name of a time zone (`PRC` is `Asia/Shanghai`); undefined for none, and for one that Intl does not know: it counts as UTC. */
  zoneName(timeZone: string | undefined): string | undefined
  /** The `now` fact; `nowMs` in UNIX ms, no time zone (or one that Intl does not know): UTC. */
  nowFact(nowMs: number, timeZone: string | undefined): NowFact
  /**
   * Whether `[from, to)` holds at `nowMs` on the clock of this time zone. May cross midnight; equal bounds: never. As it is the
   * clock on the wall that is asked, a bound inside the hour that daylight saving skips moves forward to the hour's end, and in
   * the hour that comes twice both count.
   */
  inQuietHours(quietHours: QuietHours, nowMs: number, timeZone: string | undefined): boolean
}

interface Minute {
  readonly hour: number
  readonly minute: number
  readonly weekday: number
}

interface Zone {
  readonly format: Intl.DateTimeFormat
  /** The minute that `local` speaks of: UNIX ms / 60,000. */
  at: number
  local: Minute
  fact: NowFact
  factAt: number
}

/** There are some 600 time zones, all of which may be in use; names beyond that are spellings. */
const mostZones = 1000
const weekdays: Readonly<Record<string, number>> = { Mon: 1, Tue: 2, Wed: 3, Thu: 4, Fri: 5, Sat: 6, Sun: 7 }
const midnight: NowFact = { iso: '', hour: 0, minute: 0, weekday: 1 }

/** One formatter a zone, and the last minute of each: a page of recipients asks the same few again and again. */
export function createLocalTime(): LocalTime {
  const zones = new Map<string, Zone>()
  const nameOf = createNames(canonicalTimeZone, mostZones)

  const zoneOf = (given: string): Zone => {
    const timeZone = nameOf(given) ?? 'UTC'
    const known = zones.get(timeZone)
    if (known !== undefined) return known
    if (zones.size >= mostZones) zones.clear()
    const zone: Zone = { format: formatFor(timeZone), at: Number.NaN, local: midnight, fact: midnight, factAt: Number.NaN }
    zones.set(timeZone, zone)
    return zone
  }

  const localMinute = (zone: Zone, nowMs: number): Minute => {
    const minute = Math.floor(nowMs / 60_000)
    if (zone.at !== minute) {
      zone.local = minuteOf(zone.format, nowMs)
      zone.at = minute
    }
    return zone.local
  }

  return {
    zoneName: timeZone => (timeZone === undefined ? undefined : (nameOf(timeZone) ?? undefined)),
    nowFact(nowMs, timeZone = 'UTC') {
      const zone = zoneOf(timeZone)
      if (zone.factAt !== nowMs) {
        const { hour, minute, weekday } = localMinute(zone, nowMs)
        zone.fact = Object.freeze({ iso: new Date(nowMs).toISOString(), hour, minute, weekday })
        zone.factAt = nowMs
      }
      return zone.fact
    },
    inQuietHours(quietHours, nowMs, timeZone = 'UTC') {
      const from = minutesOf(quietHours.from)
      const to = minutesOf(quietHours.to)
      if (from === to) return false
      const { hour, minute } = localMinute(zoneOf(timeZone), nowMs)
      const here = hour * 60 + minute
      return from < to ? from <= here && here < to : here >= from || here < to
    },
  }
}

function formatFor(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', { hour: '2-digit', minute: '2-digit', weekday: 'short', hourCycle: 'h23', calendar: 'gregory', timeZone })
}

function minuteOf(format: Intl.DateTimeFormat, nowMs: number): Minute {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {}
  for (const { type, value } of format.formatToParts(nowMs)) parts[type] = value
  return { hour: Number(parts.hour), minute: Number(parts.minute), weekday: weekdays[parts.weekday ?? ''] ?? 1 }
}

/** `HH:MM` as minutes since midnight. */
function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}
