import { type Counting, fit, type Graphemes, type Notification } from '@rouse/core/channel'

/** A title that is never blank, within its limit: as it came, else the sender's name, the sender's id, the app. */
export function shownTitle({ title, sender }: Notification, app: string, limit: Counting, graphemes: Graphemes): string {
  const shown = [title, sender.name, sender.id].find(text => text !== undefined && text.trim() !== '') ?? app
  return fit(shown.toWellFormed(), limit, graphemes).text
}
