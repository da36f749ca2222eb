import { bytes, fitFields, type Json, type Note, type Notification } from '@rouse/core/channel'
import type { ApnsSettings } from '../config.ts'
import { rooms } from '../limits.ts'

/** A localization key with its arguments: they go or stay together. */
export interface LocalizedText {
  readonly key: string
  readonly args?: readonly string[]
}

/** What a message states for Apple alone, as far as it goes out. */
export interface Stated {
  readonly title?: LocalizedText
  readonly subtitle?: LocalizedText
  readonly body?: LocalizedText
  readonly launchImage?: string
  readonly targetContentId?: string
  readonly filterCriteria?: string
  /** Keys beside `aps`. */
  readonly custom: Readonly<Record<string, Json>>
}

const localized = (key: string | undefined, args: readonly string[] | undefined): Json | undefined =>
  key === undefined ? undefined : args === undefined ? { key } : { key, args: [...args] }

/**
 * The settings that fit, in this order, with a note on what does not. Words and data of the message's own go out with preview `full`
 * alone, as its text does.
 */
export function statedOf({ templateText }: Notification, settings: ApnsSettings, notes: Note[]): Stated {
  // Most messages state nothing here.
  if (Object.keys(settings).length === 0) return { custom: {} }
  const words: readonly (readonly [setting: string, wire: string, value: Json | undefined])[] = [
    ['titleLocKey', 'title', localized(settings.titleLocKey, settings.titleLocArgs)],
    ['locKey', 'body', localized(settings.locKey, settings.locArgs)],
    ['subtitleLocKey', 'subtitle', localized(settings.subtitleLocKey, settings.subtitleLocArgs)],
  ]
  const custom = Object.entries(settings.custom ?? {})
  const fixed = [
    ['launchImage', 'launchImage', settings.launchImage],
    ['targetContentId', 'targetContentId', settings.targetContentId],
    ['filterCriteria', 'filterCriteria', settings.filterCriteria],
  ] as const
  const kept = fitFields('apns', rooms.settings, [...fixed, ...(templateText ? words : [])], notes)
  const left = rooms.settings + '{}'.length - bytes(JSON.stringify(kept)).length
  const beside = templateText ? custom.map(([key, value]) => [`custom.${key}`, key, value] as const) : []
  if (!templateText) {
    const held = [...words.flatMap(([setting, , value]) => (value === undefined ? [] : [setting])), ...(custom.length === 0 ? [] : ['custom'])]
    if (held.length > 0) notes.push({ code: 'field-dropped', detail: `the recipient's preview keeps back vendors.apns ${held.join(', ')}` })
  }
  return { ...kept, custom: fitFields('apns', left, beside, notes) } as Stated
}
