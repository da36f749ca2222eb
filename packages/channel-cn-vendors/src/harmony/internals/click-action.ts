import { bytes, type Json, type Note, type Notification } from '@rouse/core'
import type { HarmonyApp, HarmonySettings } from '../config.ts'
import { rooms } from '../limits.ts'

type Click = Record<string, Json>

/** `clickAction`, which is always there and always carries `data`, an object. Source: vendors/huawei.md, "v3 body". */
export function clickActionOf(notification: Notification, app: HarmonyApp, data: Readonly<Record<string, string>>, notes: Note[]): Click {
  const click = targetOf(notification, app, notes)
  if (Object.keys(data).length > 0) click.data = data
  return click
}

function targetOf({ click, notifyMode, vendor }: Notification, app: HarmonyApp, notes: Note[]): Click {
  const { action } = vendor as HarmonySettings
  if (action !== undefined) return { actionType: 1, action: action.toWellFormed() }
  if (click.kind === 'url') {
    const uri = click.value.toWellFormed()
    if (bytes(JSON.stringify(uri)).length <= rooms.click) return { actionType: 1, uri }
    notes.push({ code: 'notify-mode-unsupported', detail: `the click's target takes more than ${rooms.click} bytes: a click opens the app` })
  } else if (notifyMode === 'custom') {
    if (app.clickAction !== undefined) return { actionType: 1, action: app.clickAction }
    if (app.clickUri !== undefined) return { actionType: 1, uri: app.clickUri }
  }
  return { actionType: 0 }
}
