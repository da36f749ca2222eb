import type { Note, Notification } from '@rouse/core/channel'
import { appData } from '../../common/index.ts'
import type { VivoSettings } from '../config.ts'
import { fieldLimits } from '../limits.ts'

type Pairs = Readonly<Record<string, string>>

/** Characters of keys and values together, as vivo's SDK counts them: UTF-16 units. Source: docs/vendors/vivo.md, "`/message/send`", clientCustomMap. */
export const charactersOf = (pairs: Pairs): number => Object.entries(pairs).reduce((sum, [key, value]) => sum + key.length + value.length, 0)

/** `ext`, the ids, and the host's own keys as long as there is room beside the ids; what does not fit is left out and told. */
export function customMap(notification: Notification, addIds: boolean, notes: Note[]): Pairs {
  const carried = appData(notification, addIds, notes)
  const { ext: _, extEncoding: __, ...ids } = carried
  let room: number = fieldLimits.map - charactersOf(ids)
  let pairs: number = fieldLimits.pairs - Object.keys(carried).length
  const kept: (readonly [key: string, value: string])[] = []
  const dropped: string[] = []
  for (const [key, value] of Object.entries((notification.vendor as VivoSettings).clientCustomMap ?? {})) {
    if (pairs === 0 || key.length + value.length > room) {
      dropped.push(key)
      continue
    }
    pairs -= 1
    room -= key.length + value.length
    kept.push([key.toWellFormed(), value.toWellFormed()])
  }
  if (dropped.length > 0) {
    const detail = `vendors.vivo.clientCustomMap is over ${fieldLimits.pairs} pairs or ${fieldLimits.map} characters: left out ${dropped.join(', ')}`
    notes.push({ code: 'field-dropped', detail: detail.toWellFormed() })
  }
  return { ...carried, ...Object.fromEntries(kept) }
}
