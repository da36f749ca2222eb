import type { Note, Notification } from '@rouse/core/channel'
import { carriedText } from './carried-text.ts'
import { sizeOf } from './room.ts'

/** What a body's `data` is made of, where the vendor has data messages. */
export interface DataOptions {
  readonly addIds: boolean
  /** What `push.vendors.<name>` states for it. */
  readonly stated: string | undefined
  /** A data message shows nothing. */
  readonly isData: boolean
  /** Bytes for it in a data message. */
  readonly room: () => number
}

/** Beside a notification it is JSON text of what the app gets, if anything; a data message is nothing without it, and takes what is stated first. */
export function dataText(notification: Notification, { addIds, stated, isData, room }: DataOptions, name: string, notes: Note[]): string | undefined {
  const carried = carriedText(notification, addIds, notes)
  if (!isData) return carried
  const own = notification.templateText ? stated?.toWellFormed() : undefined
  if (own === undefined) return carried ?? '{}'
  const most = room()
  if (sizeOf(',"data":', JSON.stringify(own)) <= most) return own
  notes.push({ code: 'field-dropped', detail: `vendors.${name}.data takes more than the ${most} bytes there are: left out` })
  return carried ?? '{}'
}

/** The member `data` as far as no fitting takes it away: the ids, without ext. */
export function fixedData(notification: Notification, addIds: boolean): string {
  const ids = carriedText({ ...notification, ext: undefined }, addIds, [])
  return ids === undefined ? '' : `,"data":${JSON.stringify(ids)}`
}
