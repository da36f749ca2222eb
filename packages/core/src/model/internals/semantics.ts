import type { Mistake } from '../mistake.ts'
import { nearest } from '../nearest.ts'
import { isBase64 } from './base64.ts'
import { formats } from './expected.ts'
import { showValue } from './show-value.ts'
import { isTime } from './times.ts'

type Fields = Readonly<Record<string, unknown>>

const none: Fields = Object.freeze({})

// Input that broke the schema comes here too, so that every mistake is told at once: nothing is taken for granted.
const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : none)
const items = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** Which time zones and locales are known; remembered by the checker that owns it. */
export interface KnownNames {
  isTimeZone(name: string): boolean
  isLocale(name: string): boolean
}

function tell(found: Mistake[], pointer: string, message: string, value: unknown, near?: string): void {
  const shown = showValue(pointer, value)
  found.push({ pointer, message, ...(near === undefined ? {} : { nearest: near }), ...(shown === undefined ? {} : { value: shown }) })
}

const wrongTime = (value: unknown): boolean => typeof value === 'string' && !isTime(value)
const expectedTime = `expected ${formats['date-time']}`

function isHttps(text: string): boolean {
  return /^https:\/\//i.test(text) && URL.canParse(text)
}

/** What the schema of push settings cannot say: the image's scheme, the alphabet of base64. */
export function pushSettingsSemantics(input: unknown, base: string, found: Mistake[]): void {
  const { image, ext } = fields(input)
  if (typeof image === 'string' && !isHttps(image)) tell(found, `${base}/image`, 'expected an https URL or null', image)
  const { base64 } = fields(ext)
  if (typeof base64 === 'string' && !isBase64(base64)) tell(found, `${base}/ext/base64`, 'expected standard base64 with padding', base64)
}

/** What the schema of messages cannot say. */
export function messageSemantics(input: unknown, found: Mistake[]): void {
  const { sentAt, push } = fields(input)
  if (wrongTime(sentAt)) tell(found, '/sentAt', expectedTime, sentAt)
  pushSettingsSemantics(push, '/push', found)
}

/** What the schema of recipients cannot say: real times, known time zones and locales. */
export function recipientSemantics(input: unknown, known: KnownNames, found: Mistake[]): void {
  const { conversation, timeZone, locale, devices } = fields(input)
  const { mutedUntil } = fields(conversation)
  if (wrongTime(mutedUntil)) tell(found, '/conversation/mutedUntil', expectedTime, mutedUntil)
  if (typeof timeZone === 'string' && !known.isTimeZone(timeZone)) {
    tell(found, '/timeZone', 'unknown time zone: expected an IANA name', timeZone, nearest(timeZone, Intl.supportedValuesOf('timeZone')))
  }
  if (typeof locale === 'string' && !known.isLocale(locale)) {
    const dashed = locale.replaceAll('_', '-')
    tell(found, '/locale', 'unknown locale: expected a BCP 47 tag', locale, dashed !== locale && known.isLocale(dashed) ? dashed : undefined)
  }
  const list = items(devices)
  for (let d = 0; d < list.length; d++) {
    const { lastSeenAt, registrations } = fields(list[d])
    if (wrongTime(lastSeenAt)) tell(found, `/devices/${d}/lastSeenAt`, expectedTime, lastSeenAt)
    const owned = items(registrations)
    for (let r = 0; r < owned.length; r++) {
      const { registeredAt } = fields(owned[r])
      if (wrongTime(registeredAt)) tell(found, `/devices/${d}/registrations/${r}/registeredAt`, expectedTime, registeredAt)
    }
  }
}
