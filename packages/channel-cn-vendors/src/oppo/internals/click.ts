import type { Note, Notification } from '@rouse/core'
import type { OppoApp } from '../config.ts'
import { fieldLimits } from '../limits.ts'

type Click = { readonly click_action_type: number; readonly click_action_activity?: string; readonly click_action_url?: string }

const openApp: Click = { click_action_type: 0 }

/** What a click opens: 2 a web page, 5 an intent, and for notify mode `custom` what config names. Source: vendors/oppo.md, "`notification`", click_action_type. */
export function clickOf({ click, notifyMode }: Notification, app: OppoApp, notes: Note[]): Click {
  const note = (detail: string): Click => {
    notes.push({ code: 'notify-mode-unsupported', detail: `${detail}: a click opens the app` })
    return openApp
  }
  if (click.kind !== 'app') {
    const target = click.value.toWellFormed()
    if (target.length > fieldLimits.url) return note(`OPPO takes a click's target of ${fieldLimits.url} characters at most`)
    return { click_action_type: click.kind === 'url' ? 2 : 5, click_action_url: target }
  }
  if (notifyMode === 'normal') return openApp
  if (app.clickIntent !== undefined) return { click_action_type: 5, click_action_url: app.clickIntent }
  if (app.clickActivity !== undefined) return { click_action_type: 4, click_action_activity: app.clickActivity }
  if (app.clickAction !== undefined) return { click_action_type: 1, click_action_activity: app.clickAction }
  return note(`channels.oppo.apps, app "${app.app}" has neither clickIntent, clickActivity nor clickAction`)
}
