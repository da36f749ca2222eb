import type { Json, Note, Notification, Payload } from '@rouse/core/channel'
import { type BadgeForm, dataText, fixedData, longestBadge, longTextNotes, originOf, roomBeside, sizeOf, type TokenBody, tokenBody } from '../common/index.ts'
import type { HonorApp, HonorOptions, HonorSettings } from './config.ts'
import { classOf } from './internals/class-of.ts'
import { notificationOf } from './internals/notification.ts'
import { advisedLengths, payloadBytes } from './limits.ts'

/** A rendered push: its body's bytes with holes for badge and tokens. */
export interface HonorPayload extends Payload {
  readonly url: string
  readonly body: TokenBody
}

/** The request of one class of recipients. Source: docs/vendors/honor.md, "Body": no `message` around it, and camelCase. */
export function render(notification: Notification, app: HonorApp, options: HonorOptions): HonorPayload {
  const settings = notification.vendor as HonorSettings
  const notes: Note[] = []
  const isData = settings.passThrough === true
  const addIds = options.addIds === true
  const most = options.payloadBytes ?? payloadBytes
  const android = JSON.stringify(androidOf(notification, notes)).slice(0, -1)
  const badge = isData ? null : badgeOf(notification, app, options, notes)
  const around = () => ['{"android":', android, longestBadge(badge), ',"notification":}},"token":}', fixedData(notification, addIds)]
  const data = dataText(notification, { addIds, stated: settings.data, isData, room: () => most - sizeOf(...around()) }, 'honor', notes)
  const resolved = classOf(notification, options)
  const room = (fixed: object) => roomBeside(most, ...around(), JSON.stringify(fixed))
  const held = isData ? null : notificationOf(notification, app, options, resolved, room, notes)
  const shown = held === null ? '' : `${android === '{' ? '' : ','}"notification":${JSON.stringify(held).slice(0, -1)}`
  const head = `{"android":${android}${shown}`
  const between = `${held === null ? '}' : '}}'}${data === undefined ? '' : `,"data":${JSON.stringify(data)}`},"token":`
  if (!isData) notes.push(...longTextNotes(notification, advisedLengths))
  const body = tokenBody(head, badge, between, '}')
  const url = `${originOf('push-api.cloud.honor.com', app.host, app.port)}/api/v1/${app.appId}/sendMessage`
  return {
    key: `${url}\n${badge === null ? '' : badge.open + badge.absolute}\n${head}${between}`,
    size: body.size,
    quotaClass: resolved.quotaClass,
    notes,
    url,
    body,
  }
}

/** `android` but for its notification. */
function androidOf({ ttl, vendor }: Notification, notes: Note[]): { readonly [key: string]: Json } {
  const settings = vendor as HonorSettings
  const android: Record<string, Json> = {}
  if (ttl !== null) android.ttl = `${Math.max(ttl, 1)}s`
  if (ttl === 0) notes.push({ code: 'ttl-adjusted', detail: 'Honor has no "now or never": ttl 0 is sent as 1 s' })
  if (settings.biTag !== undefined) android.biTag = settings.biTag.toWellFormed()
  if (settings.targetUserType !== undefined) android.targetUserType = settings.targetUserType
  return android
}

function badgeOf({ badge, replaces }: Notification, { app, badgeClass }: HonorApp, options: HonorOptions, notes: Note[]): BadgeForm | null {
  if (!badge) return null
  if (badgeClass === undefined) {
    notes.push({ code: 'badge-unsupported', detail: `channels.honor.apps, app "${app}" has no badgeClass: the badge is left alone` })
    return null
  }
  return {
    open: `,"badge":{"badgeClass":${JSON.stringify(badgeClass)},`,
    add: 'addNum',
    set: 'setNum',
    absolute: options.badge === 'absolute' || replaces === true,
  }
}
