import { bytes, type Note, type Notification } from '@rouse/core/channel'
import type { MeizuApp, MeizuSettings } from '../config.ts'
import { clickBytes } from '../limits.ts'

type Click = { readonly clickType: number; readonly activity?: string; readonly url?: string }

const openApp: Click = { clickType: 0 }

/**
 * What a click opens: what the message states for Meizu alone, else 2 a URI, the app's own intents too; 1 config's activity, for notify
 * mode `custom`. The preview keeps a stated target as it keeps a URL. Source: docs/vendors/meizu.md, "messageJson", clickTypeInfo.
 */
export function clickOf({ click, notifyMode, vendor, templateText }: Notification, app: MeizuApp, notes: Note[]): Click {
  const own = templateText ? statedIn(vendor as MeizuSettings) : undefined
  if (own !== undefined) return own
  const note = (detail: string): Click => {
    notes.push({ code: 'notify-mode-unsupported', detail: `${detail}: a click opens the app` })
    return openApp
  }
  if (click.kind !== 'app') {
    const url = click.value.toWellFormed()
    if (url.trim() === '') return note('a blank target opens nothing')
    return bytes(url).length > clickBytes ? note(`Meizu takes a click's target of ${clickBytes} bytes at most`) : { clickType: 2, url }
  }
  if (notifyMode === 'normal') return openApp
  if (app.clickActivity !== undefined) return { clickType: 1, activity: app.clickActivity }
  return note(`channels.meizu.apps, app "${app.app}" has no clickActivity`)
}

/** The message's own; its schema sees to it that type and target go together. */
function statedIn({ clickType, activity, url }: MeizuSettings): Click | undefined {
  if (clickType === undefined) return undefined
  if (clickType === 1 && activity !== undefined) return { clickType, activity }
  return clickType === 2 && url !== undefined ? { clickType, url } : openApp
}
