import { bytes, type Json, type Note, type Notification } from '@rouse/core'
import { httpsUrl } from '../../common/index.ts'
import type { HuaweiApp, HuaweiSettings } from '../config.ts'
import { rooms } from '../limits.ts'

type Click = { readonly [key: string]: Json }

const openApp: Click = { type: 3 }

/** `click_action`, which is always there. Source: vendors/huawei.md, "v1/v2 body"; domain/semantics, "Extension, click, badge". */
export function clickOf({ click, notifyMode, vendor }: Notification, app: HuaweiApp, notes: Note[]): Click {
  const { action } = vendor as HuaweiSettings
  const note = (detail: string): Click => {
    notes.push({ code: 'notify-mode-unsupported', detail: `${detail}: a click opens the app` })
    return openApp
  }
  const checked = (name: 'intent' | 'action' | 'url', type: number, target: string): Click =>
    bytes(JSON.stringify(target)).length <= rooms.click ? { type, [name]: target } : note(`the click's target takes more than ${rooms.click} bytes`)
  if (action !== undefined) return checked('action', 1, action.toWellFormed())
  if (click.kind === 'intent') return click.value.trim() === '' ? note('the stated intent is blank') : checked('intent', 1, click.value.toWellFormed())
  if (click.kind === 'url') {
    const url = httpsUrl(click.value)
    return url === null ? note('Huawei opens https URLs only') : checked('url', 2, url)
  }
  if (notifyMode === 'normal') return openApp
  if (app.clickIntent !== undefined) return checked('intent', 1, app.clickIntent)
  if (app.clickAction !== undefined) return checked('action', 1, app.clickAction)
  return note(`channels.huawei.apps, app "${app.app}" has neither clickIntent nor clickAction`)
}
