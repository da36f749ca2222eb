import { appData, type Note, type Notification } from '@rouse/core/channel'

/** What the app gets with a click, as JSON text; undefined: nothing. */
export function carriedText(notification: Notification, addIds: boolean, notes: Note[]): string | undefined {
  const carried = appData(notification, addIds, notes)
  return Object.keys(carried).length === 0 ? undefined : JSON.stringify(carried)
}
