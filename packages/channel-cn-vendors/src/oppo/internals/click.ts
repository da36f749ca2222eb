import type { Note, Notification } from '@rouse/core/channel'
import type { OppoApp, OppoSettings } from '../config.ts'
import { fieldLimits } from '../limits.ts'

type Click = { readonly click_action_type: number; readonly click_action_activity?: string; readonly click_action_url?: string }

const openApp: Click = { click_action_type: 0 }

/**
 * What a click opens: what the message states for OPPO alone, else 2 a web page, 5 an intent, and for notify mode `custom` what config
 * names. The preview keeps a stated target, which may show on a locked screen, as it keeps a URL.
 * Source: docs/vendors/oppo.md, "`notification`", click_action_type.
 */
export function clickOf({ click, notifyMode, vendor, templateText }: Notification, app: OppoApp, notes: Note[]): Click {
  const own = templateText ? statedIn(vendor as OppoSettings) : undefined
  if (own !== undefined) return own
  const note = (detail: string): Click => {
    notes.push({ code: 'notify-mode-unsupported', detail: `${detail}: a click opens the app` })
    return openApp
  }
  if (click.kind !== 'app') {
    const target = click.value.toWellFormed()
    if (target.trim() === '') return note('a blank target opens nothing')
    if (target.length > fieldLimits.url) return note(`OPPO takes a click's target of ${fieldLimits.url} characters at most`)
    return { click_action_type: click.kind === 'url' ? 2 : 5, click_action_url: target }
  }
  if (notifyMode === 'normal') return openApp
  if (app.clickIntent !== undefined) return { click_action_type: 5, click_action_url: app.clickIntent }
  if (app.clickActivity !== undefined) return { click_action_type: 4, click_action_activity: app.clickActivity }
  if (app.clickAction !== undefined) return { click_action_type: 1, click_action_activity: app.clickAction }
  return note(`channels.oppo.apps, app "${app.app}" has neither clickIntent, clickActivity nor clickAction`)
}

/** The message's own; its schema sees to it that type and target go together. */
function statedIn({ clickActionType: type, clickActionActivity: activity, clickActionUrl: url }: OppoSettings): Click | undefined {
  if (type === undefined) return undefined
  if ((type === 1 || type === 4) && activity !== undefined) return { click_action_type: type, click_action_activity: activity.toWellFormed() }
  return (type === 2 || type === 5) && url !== undefined ? { click_action_type: type, click_action_url: url.toWellFormed() } : openApp
}
