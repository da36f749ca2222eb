import type { Reset } from '../../channel/contract.ts'

const day = 86_400_000

/** UNIX ms at which a quota opens again. A wall-clock time is the next one in its zone that lies after `now`. */
export function resetAt(reset: Reset, now: number): number {
  if ('seconds' in reset) return now + Math.max(0, Number.isFinite(reset.seconds) ? reset.seconds : 3600) * 1000
  const [hour = 0, minute = 0] = reset.at.split(':').map(part => Number.parseInt(part, 10) || 0)
  const offset = zoneOffset(reset.zone, now)
  const local = now + offset
  const midnight = Math.floor(local / day) * day
  let wall = midnight + (hour * 60 + minute) * 60_000
  if (wall <= local) wall += day
  // Daylight saving may change the offset before then.
  return wall - zoneOffset(reset.zone, wall - offset)
}

/** Milliseconds that a zone's wall clock is ahead of UTC; 0 for a zone that the platform does not know. */
function zoneOffset(zone: string, at: number): number {
  let format: Intl.DateTimeFormat
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch (error) {
    if (error instanceof RangeError) return 0
    throw error
  }
  const part: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(at)) part[type] = Number(value)
  const { year = 1970, month = 1, day: date = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, date, hour, minute, second) - Math.floor(at / 1000) * 1000
}
