import type { Issue } from '../model/mistake.ts'
import { isBase64 } from './base64.ts'
import { formats } from './expected.ts'
import { showValue } from './show-value.ts'
import { isTime } from './times.ts'

type Fields = Readonly<Record<string, unknown>>

/** Mistakes that are found at most, before the rest of an input is left alone. */
const mostMistakes = 128

const none: Fields = Object.freeze({})

// Input that broke the schema comes here too, so that every mistake is told at once: nothing is taken for granted.
const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : none)
const items = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

function tell(found: Issue[], pointer: string, message: string, value: unknown): void {
  const shown = showValue(pointer, value)
  found.push({ pointer, message, ...(shown === undefined ? {} : { value: shown }) })
}

const wrongTime = (value: unknown): boolean => typeof value === 'string' && !isTime(value)
const expectedTime = `expected ${formats['date-time']}`

/** What the schema of push settings cannot say: the alphabet of base64. */
export function pushSettingsSemantics(input: unknown, base: string, found: Issue[]): void {
  const { ext } = fields(input)
  const { base64 } = fields(ext)
  if (typeof base64 === 'string' && !isBase64(base64)) tell(found, `${base}/ext/base64`, 'expected standard base64 with padding', base64)
}

/** What the schema of messages cannot say. */
export function messageSemantics(input: unknown, found: Issue[]): void {
  const { sentAt, push } = fields(input)
  if (wrongTime(sentAt)) tell(found, '/sentAt', expectedTime, sentAt)
  pushSettingsSemantics(push, '/push', found)
}

/** What the schema of recipients cannot say: real times, and locales that can be read. `readLocale`: null for what is none. */
export function recipientSemantics(input: unknown, readLocale: (name: string) => string | null, found: Issue[]): void {
  const { conversation, locale, devices } = fields(input)
  const { mutedUntil } = fields(conversation)
  if (wrongTime(mutedUntil)) tell(found, '/conversation/mutedUntil', expectedTime, mutedUntil)
  if (typeof locale === 'string' && readLocale(locale) === null) tell(found, '/locale', 'unknown locale: expected a BCP 47 tag', locale)
  const list = items(devices)
  for (let d = 0; d < list.length && found.length < mostMistakes; d++) {
    const { lastSeenAt, registrations } = fields(list[d])
    if (wrongTime(lastSeenAt)) tell(found, `/devices/${d}/lastSeenAt`, expectedTime, lastSeenAt)
    const owned = items(registrations)
    for (let r = 0; r < owned.length; r++) {
      const { registeredAt } = fields(owned[r])
      if (wrongTime(registeredAt)) tell(found, `/devices/${d}/registrations/${r}/registeredAt`, expectedTime, registeredAt)
    }
  }
}
