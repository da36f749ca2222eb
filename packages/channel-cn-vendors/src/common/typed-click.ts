import { bytes, type Json, type Note, type Notification } from '@rouse/core/channel'
import { httpsUrl } from './https-url.ts'

/** A click as Huawei's v1/v2 and Honor write it: see `typedClick` of schema-parts.ts. */
export type TypedClick = { readonly [key: string]: Json }

/** Whose click it is. */
export interface Clicked {
  /** As notes call it. */
  readonly vendor: string
  readonly channel: string
  readonly app: { readonly app: string; readonly clickIntent?: string; readonly clickAction?: string }
  /** What the message states for this vendor alone. */
  readonly action: string | undefined
  /** Bytes of a target at most. */
  readonly room: number
}

const openApp: TypedClick = { type: 3 }

/** What a click opens: what the message states, else what config names for notify mode `custom`, else the app. Source: docs/semantics.md, "Extension, click, badge". */
export function typedClickOf({ click, notifyMode }: Notification, { vendor, channel, app, action, room }: Clicked, notes: Note[]): TypedClick {
  const note = (detail: string): TypedClick => {
    notes.push({ code: 'notify-mode-unsupported', detail: `${detail}: a click opens the app` })
    return openApp
  }
  const checked = (name: 'intent' | 'action' | 'url', type: number, target: string): TypedClick =>
    bytes(JSON.stringify(target)).length <= room ? { type, [name]: target } : note(`the click's target takes more than ${room} bytes`)
  if (action !== undefined) return checked('action', 1, action.toWellFormed())
  if (click.kind === 'intent') return click.value.trim() === '' ? note('the stated intent is blank') : checked('intent', 1, click.value.toWellFormed())
  if (click.kind === 'url') {
    const url = httpsUrl(click.value)
    return url === null ? note(`${vendor} opens https URLs only`) : checked('url', 2, url)
  }
  if (notifyMode === 'normal') return openApp
  if (app.clickIntent !== undefined) return checked('intent', 1, app.clickIntent)
  if (app.clickAction !== undefined) return checked('action', 1, app.clickAction)
  return note(`channels.${channel}.apps, app "${app.app}" has neither clickIntent nor clickAction`)
}
