import type { Device, Json, Recipient } from '@rouse/core'
import { bucketOf } from '@rouse/core/policy'
import { sampleApp, sampleDevices } from '../samples/devices.ts'
import { registeredPath, type Values } from './assignment.ts'
import { splitPlace } from './message-of.ts'
import { type Plain, put, stepsOf } from './steps.ts'

const day = 86_400_000
const mostDevices = 64
const registeredAt = '2026-11-01T00:00:00Z'
const isTime = (value: Json | undefined): value is string => typeof value === 'string' && !Number.isNaN(Date.parse(value))
const rfc3339 = (at: number): string => new Date(Math.min(Math.max(at, 0), 4e12)).toISOString()

/** An id as it is assigned, or one that lies in the assigned bucket. */
export function recipientIdOf(values: Values): string {
  const stated = values.get('recipient $.id')
  const bucket = values.get('recipient $.bucket')
  if (typeof stated === 'string' && stated !== '') return stated
  if (typeof bucket !== 'number') return 'alice'
  for (let i = 0; i < 5000; i++) if (bucketOf(`user-${i}`) === bucket) return `user-${i}`
  return 'alice'
}

/**
 * The recipient that has what is assigned, with devices registered with these channels, or with those of them that are assigned; the rest is
 * plain. `now` in UNIX ms.
 */
export function recipientOf(values: Values, now: number, id: string, channels: readonly string[]): Recipient {
  const recipient: Plain = { id }
  const device: Plain = { platform: [...values.keys()].some(place => /^effective \$\.(from\.)?ios\./.test(place)) ? 'ios' : 'android' }
  for (const [place, value] of values) {
    const [fact, path] = splitPlace(place)
    if (fact === 'device' && path !== '$.lastSeenAge' && path !== registeredPath) put(device, stepsOf(path), value)
    if (fact === 'conversation') put(recipient, ['conversation', ...stepsOf(path)], value)
    if (fact === 'recipient' && !/^\$\.(id|mentioned|inQuietHours|bucket|deviceCount|quietHours.*)$/.test(path)) put(recipient, stepsOf(path), value)
  }
  const conversation = recipient.conversation as Plain | undefined
  if (conversation !== undefined) {
    if (conversation.muted === true && !isTime(conversation.mutedUntil)) conversation.mutedUntil = rfc3339(now + day)
    delete conversation.muted
  }
  const quietHours = quietHoursOf(values)
  if (quietHours !== null) recipient.quietHours = quietHours
  const settings = settingsOf(values)
  if (Object.keys(settings).length > 0) recipient.settings = settings as Json
  const seen = values.get('device $.lastSeenAge')
  if (typeof seen === 'number') device.lastSeenAt = rfc3339(now - seen * 1000)
  const wanted = values.get('recipient $.deviceCount') ?? 1
  const count = typeof wanted === 'number' ? Math.min(Math.max(0, Math.round(wanted)), mostDevices) : 0
  const registrations = registrationsFor(channels, values.get(`device ${registeredPath}`))
  recipient.devices = Array.from({ length: count }, (_, i) => ({
    ...device,
    id: i === 0 ? (device.id ?? 'd1') : `d${i + 1}`,
    registrations,
  })) as unknown as Json
  return recipient as unknown as Recipient
}

/** Both bounds, where any is asked for: all the day but a minute where one is free to choose, none of it where it must not be quiet. */
function quietHoursOf(values: Values): Json | null {
  const quiet = values.get('recipient $.inQuietHours')
  const from = values.get('recipient $.quietHours.from')
  const to = values.get('recipient $.quietHours.to')
  if (from === undefined && to === undefined) return quiet === true ? { from: '00:00', to: '23:59' } : null
  // From and to alike: never quiet.
  if (quiet === false) return { from: from ?? to ?? null, to: to ?? from ?? null }
  return { from: from ?? shifted(to, 1), to: to ?? shifted(from, -1) }
}

/** `HH:MM`, some minutes later. */
function shifted(time: Json | undefined, minutes: number): string {
  const at = Date.parse(`2026-11-23T${String(time)}:00Z`)
  return Number.isNaN(at) ? '12:00' : new Date(at + minutes * 60_000).toISOString().slice(11, 16)
}

/** What the recipient states globally, so that it comes out as stated there. */
function settingsOf(values: Values): Plain {
  const settings: Plain = {}
  if (values.get('effective $.from.enabled') === 'global') settings.enabled = values.get('effective $.enabled') !== false
  for (const platform of ['ios', 'android']) {
    if (values.get(`effective $.from.${platform}.sound`) !== 'global') continue
    const sound = values.get(`effective $.${platform}.sound`)
    const silent = values.get(`effective $.${platform}.sound.silent`) === true
    settings.c2cSound = settings.groupSound = silent ? { silent: true } : sound === undefined ? 'global.caf' : sound
  }
  return settings
}

/** With all of these channels at one time; or with the assigned ones alone, each an hour older than the one before it. */
function registrationsFor(channels: readonly string[], assigned: Json | undefined): Device['registrations'] {
  const samples: Readonly<Record<string, Device>> = sampleDevices
  const ordered = typeof assigned === 'string' ? assigned.split(',').filter(name => channels.includes(name)) : null
  return (ordered ?? channels).map((channel, i) => ({
    channel,
    token: samples[channel]?.registrations[0]?.token ?? 'token0123456789abcdef',
    app: sampleApp,
    registeredAt: ordered === null ? registeredAt : rfc3339(Date.parse(registeredAt) - i * 3_600_000),
  }))
}
