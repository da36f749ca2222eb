import { type Json, type Note, type Notification, type Payload, stableInt, wellFormedJson } from '@rouse/core/channel'
import { type BadgeForm, dataText, fixedData, longestBadge, longTextNotes, originOf, roomBeside, sizeOf, type TokenBody, tokenBody } from '../common/index.ts'
import type { HuaweiApp, HuaweiOptions, HuaweiSettings } from './config.ts'
import { classOf, type ResolvedClass } from './internals/class-of.ts'
import { notificationOf } from './internals/notification.ts'
import { pathOf } from './internals/path-of.ts'
import { advisedLengths, payloadBytes } from './limits.ts'

/** A rendered push: its body's bytes with holes for badge and tokens. */
export interface HuaweiPayload extends Payload {
  readonly url: string
  readonly body: TokenBody
}

/** The request of one class of recipients, in the form of v1 and v2. Source: docs/vendors/huawei.md, "v1/v2 body". */
export function render(notification: Notification, app: HuaweiApp, options: HuaweiOptions): HuaweiPayload {
  const settings = notification.vendor as HuaweiSettings
  const notes: Note[] = []
  const isData = settings.passThrough === true
  const addIds = options.addIds === true
  const resolved = classOf(notification, options, isData, notes)
  const android = androidOf(notification, resolved, isData, notes)
  const outer = JSON.stringify(android).slice(0, -1)
  const open = `{${options.validateOnly === true ? '"validate_only":true,' : ''}"message":{"android":${outer}`
  const tail = `}${settings.review === undefined ? '' : `,"review":${wellFormedJson(settings.review)}`}}`
  const badge = isData ? null : badgeOf(notification, app, options, notes)
  const around = () => [open, tail, longestBadge(badge), ',"notification":}},"token":', fixedData(notification, addIds)]
  const data = dataText(notification, { addIds, stated: settings.data, isData, room: () => payloadBytes - sizeOf(...around()) }, 'huawei', notes)
  const after = `${data === undefined ? '' : `,"data":${JSON.stringify(data)}`},"token":`
  const held = isData ? null : notificationOf(notification, app, fixed => roomBeside(payloadBytes, ...around(), JSON.stringify(fixed)), notes)
  const head = held === null ? open : `${open}${outer === '{' ? '' : ','}"notification":${JSON.stringify(held).slice(0, -1)}`
  const between = `${held === null ? '}' : '}}'}${after}`
  if (!isData) notes.push(...longTextNotes(notification, advisedLengths))
  const body = tokenBody(head, badge, between, tail)
  const url = urlOf(app)
  return {
    key: `${url}\n${badge === null ? '' : badge.open + badge.absolute}\n${head}${between}${tail}`,
    size: body.size,
    quotaClass: resolved.quotaClass,
    notes,
    url,
    body,
  }
}

/** `android` but for its notification. */
function androidOf(notification: Notification, { category }: ResolvedClass, isData: boolean, notes: Note[]): { readonly [key: string]: Json } {
  const settings = notification.vendor as HuaweiSettings
  const android: Record<string, Json> = {}
  const collapse = settings.collapseKey ?? (notification.collapseKey === undefined ? undefined : stableInt(notification.collapseKey, 100))
  if (collapse !== undefined) android.collapse_key = collapse
  if (isData && settings.urgency !== undefined) android.urgency = settings.urgency
  else if (settings.urgency !== undefined) notes.push({ code: 'field-dropped', detail: 'vendors.huawei.urgency is for data messages: left out' })
  if (category !== undefined) android.category = category
  if (notification.ttl !== null) android.ttl = `${ttlOf(notification.ttl, category === 'VOIP', notes)}s`
  if (settings.biTag !== undefined) android.bi_tag = settings.biTag.toWellFormed()
  if (settings.receiptId !== undefined) android.receipt_id = settings.receiptId.toWellFormed()
  if (settings.fastAppTarget !== undefined) android.fast_app_target = settings.fastAppTarget
  if (settings.targetUserType !== undefined) android.target_user_type = settings.targetUserType
  return android
}

/** Seconds that a call may wait. Source: docs/vendors/huawei.md, "v1/v2 body", `android.ttl`. */
const voipTtl = 30

/** Seconds: Huawei has no "now or never". */
function ttlOf(ttl: number, call: boolean, notes: Note[]): number {
  const sent = Math.max(call ? Math.min(ttl, voipTtl) : ttl, 1)
  if (sent !== ttl) {
    const why = ttl === 0 ? 'Huawei has no "now or never"' : `a call waits ${voipTtl} s`
    notes.push({ code: 'ttl-adjusted', detail: `${why}: ttl ${ttl} is sent as ${sent} s` })
  }
  return sent
}

function badgeOf({ badge, replaces }: Notification, { app, badgeClass }: HuaweiApp, options: HuaweiOptions, notes: Note[]): BadgeForm | null {
  if (!badge) return null
  if (badgeClass === undefined) {
    notes.push({ code: 'badge-unsupported', detail: `channels.huawei.apps, app "${app}" has no badgeClass: the badge is left alone` })
    return null
  }
  return {
    open: `,"badge":{"class":${JSON.stringify(badgeClass)},`,
    add: 'add_num',
    set: 'set_num',
    absolute: options.badge === 'absolute' || replaces === true,
  }
}

function urlOf(app: HuaweiApp): string {
  const { version, id = '<projectId>' } = pathOf(app)
  return `${originOf('push-api.cloud.huawei.com', app.host, app.port)}/v${version}/${id}/messages:send`
}
