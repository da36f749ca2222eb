import type { Note, Notification } from '@rouse/core/channel'
import type { VivoApp, VivoSettings } from '../config.ts'
import { fieldLimits } from '../limits.ts'

type Click = { readonly skipType: number; readonly skipContent?: string }

const openApp: Click = { skipType: 1 }

/** What a click opens: 2 a link, 4 a page in the app, by an intent URI. Source: docs/vendors/vivo.md, "`/message/send`", skipType. */
export function clickOf({ click, notifyMode, vendor, templateText }: Notification, app: VivoApp, notes: Note[]): Click {
  const { skipType, skipContent } = vendor as VivoSettings
  const note = (detail: string): Click => {
    notes.push({ code: 'notify-mode-unsupported', detail: `${detail}: a click opens the app` })
    return openApp
  }
  const open = (type: 2 | 3 | 4, value: string): Click => {
    const target = value.toWellFormed()
    const most = type === 2 ? fieldLimits.link : fieldLimits.page
    if (target.trim() === '') return note('a blank target opens nothing')
    return target.length > most ? note(`vivo takes a click's target of ${most} characters at most`) : { skipType: type, skipContent: target }
  }
  // The preview keeps what a click would show from the locked screen, as it keeps a stated URL.
  if (skipType !== undefined && templateText) return skipContent === undefined || skipType === 1 ? openApp : open(skipType, skipContent)
  if (click.kind !== 'app') return open(click.kind === 'url' ? 2 : 4, click.value)
  if (notifyMode === 'normal') return openApp
  if (app.clickIntent !== undefined) return { skipType: 4, skipContent: app.clickIntent }
  return note(`channels.vivo.apps, app "${app.app}" has no clickIntent`)
}
