import { bytes, type Json, type Note, type Notification } from '@rouse/core'
import type { HonorApp, HonorSettings } from '../config.ts'
import { rooms } from '../limits.ts'

type Click = { readonly [key: string]: Json }

const openApp: Click = { type: 3 }

/** `clickAction`, which is always there. Source: vendors/honor.md, "Body"; domain/semantics, "Extension, click, badge". */
export function clickOf({ click, notifyMode, vendor }: Notification, app: HonorApp, notes: Note[]): Click {
  const { action } = vendor as HonorSettings
  if (action !== undefined) return { type: 1, action: action.toWellFormed() }
  if (click.kind === 'app' && notifyMode === 'normal') return openApp
  const note = (detail: string): Click => {
    notes.push({ code: 'notify-mode-unsupported', detail: `${detail}: a click opens the app` })
    return openApp
  }
  if (click.kind !== 'app') {
    const target = click.value.toWellFormed()
    if (bytes(JSON.stringify(target)).length > rooms.click) return note(`the click's target takes more than ${rooms.click} bytes`)
    if (click.kind === 'intent') return { type: 1, intent: target }
    return /^https:\/\//i.test(target) ? { type: 2, url: target } : note('Honor opens https URLs only')
  }
  if (app.clickIntent !== undefined) return { type: 1, intent: app.clickIntent }
  if (app.clickAction !== undefined) return { type: 1, action: app.clickAction }
  return note(`channels.honor.apps, app "${app.app}" has neither clickIntent nor clickAction`)
}
