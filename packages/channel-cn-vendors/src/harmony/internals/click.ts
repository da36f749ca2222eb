import { bytes, type Json, type Note, type Notification } from '@rouse/core/channel'
import type { HarmonyApp, HarmonySettings } from '../config.ts'
import { rooms } from '../limits.ts'

type Click = Record<string, Json>

/** `clickAction`, which is always there and always carries `data`, an object. Source: docs/vendors/huawei.md, "v3 body". */
export function clickOf(notification: Notification, app: HarmonyApp, data: Readonly<Record<string, string>>, notes: Note[]): Click {
  const click = targetOf(notification, app, notes)
  if (Object.keys(data).length > 0) click.data = data
  return click
}

function targetOf({ click, notifyMode, vendor }: Notification, app: HarmonyApp, notes: Note[]): Click {
  const { action } = vendor as HarmonySettings
  const checked = (name: 'action' | 'uri', target: string): Click => {
    const blank = target.trim() === ''
    if (!blank && bytes(JSON.stringify(target)).length <= rooms.click) return { actionType: 1, [name]: target }
    const why = blank ? "the click's target is blank" : `the click's target takes more than ${rooms.click} bytes`
    notes.push({ code: 'notify-mode-unsupported', detail: `${why}: a click opens the app` })
    return { actionType: 0 }
  }
  if (action !== undefined) return checked('action', action.toWellFormed())
  if (click.kind === 'url') return checked('uri', click.value.toWellFormed())
  if (notifyMode === 'custom' && app.clickAction !== undefined) return checked('action', app.clickAction)
  if (notifyMode === 'custom' && app.clickUri !== undefined) return checked('uri', app.clickUri)
  return { actionType: 0 }
}
