import { bytes, type Json, type Note, type Notification } from '@rouse/core'
import type { HuaweiApp, HuaweiSettings } from '../config.ts'
import { rooms } from '../limits.ts'

type Click = { readonly [key: string]: Json }

const openApp: Click = { type: 3 }
const fits = (target: string): boolean => bytes(JSON.stringify(target)).length <= rooms.click

/** `click_action`, which is always there. Source: vendors/huawei.md, "v1/v2 body"; domain/semantics, "Extension, click, badge". */
export function clickOf({ click, notifyMode }: Notification, app: HuaweiApp, settings: HuaweiSettings, notes: Note[]): Click {
  if (settings.action !== undefined) return { type: 1, action: settings.action.toWellFormed() }
  if (click.kind === 'app' && notifyMode === 'normal') return openApp
  const note = (detail: string): Click => {
    notes.push({ code: 'notify-mode-unsupported', detail: `${detail}: a click opens the app` })
    return openApp
  }
  if (click.kind !== 'app') {
    const target = click.value.toWellFormed()
    if (!fits(target)) return note(`the click's target takes more than ${rooms.click} bytes`)
    if (click.kind === 'intent') return { type: 1, intent: target }
    return /^https:\/\//i.test(target) ? { type: 2, url: target } : note('Huawei opens https URLs only')
  }
  if (app.clickIntent !== undefined) return { type: 1, intent: app.clickIntent }
  if (app.clickAction !== undefined) return { type: 1, action: app.clickAction }
  return note(`channels.huawei.apps, app "${app.app}" has neither clickIntent nor clickAction`)
}
