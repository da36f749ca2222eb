import { bytes, type Note, type Notification } from '@rouse/core'
import type { MeizuApp } from '../config.ts'
import { clickBytes } from '../limits.ts'

type Click = { readonly clickType: number; readonly activity?: string; readonly url?: string }

const openApp: Click = { clickType: 0 }

/** What a click opens: 2 a URI, the app's own intents too; 1 config's activity, for notify mode `custom`. Source: vendors/meizu.md, "messageJson", clickTypeInfo. */
export function clickOf({ click, notifyMode }: Notification, app: MeizuApp, notes: Note[]): Click {
  const note = (detail: string): Click => {
    notes.push({ code: 'notify-mode-unsupported', detail: `${detail}: a click opens the app` })
    return openApp
  }
  if (click.kind !== 'app') {
    const url = click.value.toWellFormed()
    return bytes(url).length > clickBytes ? note(`Meizu takes a click's target of ${clickBytes} bytes at most`) : { clickType: 2, url }
  }
  if (notifyMode === 'normal') return openApp
  if (app.clickActivity !== undefined) return { clickType: 1, activity: app.clickActivity }
  return note(`channels.meizu.apps, app "${app.app}" has no clickActivity`)
}
