import type { Note, Notification } from '@rouse/core/channel'
import type { XiaomiApp } from '../config.ts'

/** Names after `extra.`, with their values. */
type Click = readonly (readonly [name: string, value: string])[]

const openApp: Click = [['notify_effect', '1']]

/**
 * What a click opens: 2 an intent, the message's or for notify mode `custom` config's, 3 a web page. Always 1, 2 or 3: without it a tap
 * loses the payload since September 2024. Source: docs/vendors/xiaomi.md, "Form fields", extra.notify_effect.
 */
export function clickOf({ click, notifyMode }: Notification, app: XiaomiApp, notes: Note[]): Click {
  const note = (detail: string): Click => {
    notes.push({ code: 'notify-mode-unsupported', detail: `${detail}: a click opens the app` })
    return openApp
  }
  if (click.kind === 'intent') return open('2', 'intent_uri', click.value)
  if (click.kind === 'url') {
    return /^https?:\/\//i.test(click.value) ? open('3', 'web_uri', click.value) : note('Xiaomi opens http and https URLs only')
  }
  if (notifyMode === 'normal') return openApp
  if (app.clickIntent !== undefined) return open('2', 'intent_uri', app.clickIntent)
  return note(`channels.xiaomi.apps, app "${app.app}" has no clickIntent`)
}

const open = (effect: '2' | '3', name: string, target: string): Click => [
  ['notify_effect', effect],
  [name, target],
]
