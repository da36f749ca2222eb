import { bytes, type Json, type Note, type Notification } from '@rouse/core'
import { httpsUrl } from '../../common/index.ts'
import type { HonorApp, HonorSettings } from '../config.ts'
import { rooms } from '../limits.ts'

type Click = { readonly [key: string]: Json }

const openApp: Click = { type: 3 }

/** `clickAction`, which is always there. Source: vendors/honor.md, "Body"; domain/semantics, "Extension, click, badge". */
export function clickOf({ click, notifyMode, vendor }: Notification, app: HonorApp, notes: Note[]): Click {
  const { action } = vendor as HonorSettings
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
    return url === null ? note('Honor opens https URLs only') : checked('url', 2, url)
  }
  if (notifyMode === 'normal') return openApp
  if (app.clickIntent !== undefined) return checked('intent', 1, app.clickIntent)
  if (app.clickAction !== undefined) return checked('action', 1, app.clickAction)
  return note(`channels.honor.apps, app "${app.app}" has neither clickIntent nor clickAction`)
}
