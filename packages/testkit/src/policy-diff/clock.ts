import type { Values } from './assignment.ts'

/** A Monday. */
const monday = Date.parse('2026-11-23T10:00:00Z')
const day = 86_400_000

/** The instant at which the recipient's clock shows what is asked of `now`, in UNIX ms. */
export function clockOf(values: Values): number {
  const iso = values.get('now $.iso')
  if (typeof iso === 'string' && !Number.isNaN(Date.parse(iso))) return Date.parse(iso)
  const [hour, minute, weekday] = asked(values)
  const local = new Date(monday)
  if (typeof hour === 'number') local.setUTCHours(hour)
  if (typeof minute === 'number') local.setUTCMinutes(minute)
  const wanted = local.getTime() + (typeof weekday === 'number' ? (weekday - 1) * day : 0)
  const zone = values.get('recipient $.timeZone')
  return typeof zone === 'string' && [hour, minute, weekday].some(value => value !== undefined) ? wanted - offsetOf(zone, wanted) : wanted
}

function asked(values: Values): readonly unknown[] {
  const [hour, minute, weekday] = (['hour', 'minute', 'weekday'] as const).map(name => values.get(`now $.${name}`))
  const from = values.get('recipient $.quietHours.from')
  const [, quietHour, quietMinute] = (typeof from === 'string' ? /^(\d\d):(\d\d)$/.exec(from) : null) ?? []
  // Stated hours are quiet from their beginning on.
  if (hour !== undefined || quietHour === undefined || values.get('recipient $.inQuietHours') !== true) return [hour, minute, weekday]
  return [Number(quietHour), Number(quietMinute), weekday]
}

function offsetOf(timeZone: string, at: number): number {
  try {
    const local = new Date(at).toLocaleString('sv', { timeZone })
    return Date.parse(`${local.replace(' ', 'T')}Z`) - at
  } catch (error) {
    // No zone that anyone knows: it will be refused as such.
    if (error instanceof RangeError) return 0
    throw error
  }
}
