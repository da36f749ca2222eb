import type { Note } from '../../model/decision.ts'
import type { Notification } from '../contract.ts'
import { bytes } from '../wire.ts'

/** Bytes of JSON that the ids may take beside `ext`: they cannot be shortened, and must leave room for the message. */
const roomForIds = 640

/**
 * What the app gets with a push, text to text: `ext` and `extEncoding`, and with `addIds` `messageId`, `conversationId` and
 * `conversationType`, which are left out, with the note `field-dropped`, where they are too long. Empty: nothing.
 */
export function appData(notification: Notification, addIds: boolean, notes: Note[]): Readonly<Record<string, string>> {
  const { ext, messageId, conversation } = notification
  const plain: Readonly<Record<string, string>> =
    ext === undefined ? {} : ext.encoding === undefined ? { ext: ext.text } : { ext: ext.text, extEncoding: ext.encoding }
  if (!addIds) return plain
  const ids = { messageId, conversationId: conversation.id, conversationType: conversation.type }
  // Some vendors want it as JSON text within JSON.
  if (bytes(JSON.stringify(JSON.stringify(ids))).length <= roomForIds) return wellFormedValues({ ...plain, ...ids })
  notes.push({ code: 'field-dropped', detail: `messageId and conversationId take more than ${roomForIds} bytes: left out beside ext` })
  return plain
}

const wellFormedValues = (values: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.toWellFormed()]))
