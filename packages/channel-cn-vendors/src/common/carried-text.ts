import { bytes, type Note, type Notification } from '@rouse/core'
import { extObject } from './ext-object.ts'

/** Bytes of JSON that the ids may take beside `ext`: they cannot be shortened, and must leave room for the message. */
const roomForIds = 640

/** What the app gets with a click, as an object; its ids are left out where they are too long, with a note. Empty: nothing. */
export function carriedObject(notification: Notification, addIds: boolean, notes: Note[]): Readonly<Record<string, string>> {
  const plain = extObject(notification, false)
  if (!addIds) return plain
  const withIds = extObject(notification, true)
  const { ext: _, extEncoding: __, ...ids } = withIds
  if (bytes(JSON.stringify(JSON.stringify(ids))).length <= roomForIds) return wellFormedValues(withIds)
  notes.push({ code: 'field-dropped', detail: `messageId and conversationId take more than ${roomForIds} bytes: left out beside ext` })
  return plain
}

/** The same as JSON text; undefined: nothing. */
export function carriedText(notification: Notification, addIds: boolean, notes: Note[]): string | undefined {
  const carried = carriedObject(notification, addIds, notes)
  return Object.keys(carried).length === 0 ? undefined : JSON.stringify(carried)
}

const wellFormedValues = (values: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.toWellFormed()]))
