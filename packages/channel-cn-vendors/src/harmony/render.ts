import { bytes, type Json, type Note, type Notification, type Payload, stableInt, wellFormed } from '@rouse/core/channel'
import { appData, type BadgeForm, longestBadge, longTextNotes, originOf, roomBeside, type TokenBody, tokenBody } from '../common/index.ts'
import { advisedLengths, payloadBytes } from '../huawei/limits.ts'
import { accountOf } from '../huawei-shared/service-account.ts'
import type { HarmonyApp, HarmonyOptions, HarmonySettings } from './config.ts'
import { classOf } from './internals/class-of.ts'
import { messageIdOf } from './internals/message-id.ts'
import { notificationOf } from './internals/notification.ts'
import { mostTokens, rooms, voipTtl } from './limits.ts'

/** A rendered push: its body's bytes with holes for badge and tokens. */
export interface HarmonyPayload extends Payload {
  readonly url: string
  /** The header `push-type`. */
  readonly pushType: string
  /** Maximum number of tokens a request. */
  readonly tokens: number
  /** What a recall names, or why there is none: the push is no alert, or the app entry has no client id. */
  readonly recall: { readonly url: string; readonly notifyId: number } | 'no-alert' | 'no-client-id'
  readonly body: TokenBody
  /** The same without its image, for one that Huawei has not reviewed; null where there is none. */
  readonly plain: TokenBody | null
}

type Members = { readonly [key: string]: Json }

/** The request of one class of recipients, in the form of v3. Source: docs/vendors/huawei.md, "v3 body". */
export function render(notification: Notification, app: HarmonyApp, options: HarmonyOptions): HarmonyPayload {
  const settings = notification.vendor as HarmonySettings
  const notes: Note[] = []
  const { pushType, own } = typeOf(notification, options, notes)
  const badge = own === null ? badgeOf(notification, options) : null
  const resolved = own === null ? classOf(notification, options, notes) : null
  const pushOptions = pushOptionsOf(notification, pushType, resolved?.category, notes)
  const after = Object.keys(pushOptions).length === 0 ? '' : `,"pushOptions":${JSON.stringify(pushOptions)}`
  const around = () => ['{"payload":{"notification":', longestBadge(badge), '}', after, ',"target":{"token":}}']
  const room = (fixed: Members) => roomBeside(payloadBytes, ...around(), JSON.stringify(fixed))
  const alert = resolved === null ? null : notificationOf(notification, app, options, resolved, room, notes)
  const headOf = (shown: Members) => `{"payload":{"notification":${withMessageId(notification, shown, options)}`
  const head = alert === null ? `{"payload":${JSON.stringify(own)}` : headOf(alert)
  const between = `${alert === null ? '' : '}}'}${after},"target":{"token":`
  if (alert !== null) notes.push(...longTextNotes(notification, advisedLengths))
  const body = tokenBody(head, badge, between, '}}')
  const url = urlOf(app)
  return {
    key: `${url}\n${pushType}\n${badge === null ? '' : badge.absolute}\n${head}${between}`,
    size: body.size,
    quotaClass: resolved?.quotaClass ?? (settings.testMessage === true ? 'test' : 'service'),
    notes,
    url,
    pushType: `${pushType}`,
    recall:
      alert === null
        ? 'no-alert'
        : app.clientId === undefined
          ? 'no-client-id'
          : { url: recallUrlOf(app, app.clientId), notifyId: stableInt(notification.replaceId) },
    tokens: mostTokens[pushType === 1 ? 'widget' : settings.testMessage === true ? 'test' : 'other'],
    body,
    plain: alert?.image === undefined ? null : tokenBody(headOf(withoutImage(alert)), badge, between, '}}'),
  }
}

const withoutImage = ({ image: _, ...rest }: Members): Members => rest

/** An alert's JSON without its end, so that a badge can follow. */
function withMessageId(notification: Notification, alert: Members, { dedupe }: HarmonyOptions): string {
  const text = JSON.stringify(alert).slice(0, -1)
  return dedupe === false || alert.appMessageId !== undefined ? text : `${text},"appMessageId":"${messageIdOf(notification, text)}"`
}

/** The push type, and the payload of those that are no alert. */
function typeOf(notification: Notification, options: HarmonyOptions, notes: Note[]): { readonly pushType: number; readonly own: Members | null } {
  const settings = notification.vendor as HarmonySettings
  const pushType = settings.pushType ?? (notification.kind === 'voip' ? 10 : 0)
  if (pushType === 0) return { pushType, own: null }
  if (pushType === 6) return { pushType, own: { extraData: extraOf(notification, options, {}, notes) } }
  const stated = notification.templateText ? settings.payload : undefined
  if (stated !== undefined) {
    const own = wellFormed(stated)
    if (bytes(JSON.stringify(own)).length <= rooms.payload) return { pushType, own }
    notes.push({ code: 'field-dropped', detail: `vendors.harmony.payload takes more than ${rooms.payload} bytes: left out` })
  }
  // The form of a call's payload is (unconfirmed): vendors.harmony.payload says another one.
  if (pushType === 10) {
    const { title, body } = notification
    return { pushType, own: { extraData: extraOf(notification, options, { title: title.toWellFormed(), body: body.toWellFormed() }, notes) } }
  }
  if (stated === undefined) {
    notes.push({ code: 'field-dropped', detail: `vendors.harmony.pushType ${pushType} goes with vendors.harmony.payload alone: sent as an alert` })
  }
  return { pushType: 0, own: null }
}

/** JSON text of what the app gets, or what the message states for it. */
function extraOf(notification: Notification, options: HarmonyOptions, texts: Readonly<Record<string, string>>, notes: Note[]): string {
  const carried = JSON.stringify({ ...texts, ...appData(notification, options.addIds === true, notes) })
  const stated = notification.templateText ? (notification.vendor as HarmonySettings).extraData?.toWellFormed() : undefined
  if (stated === undefined || bytes(JSON.stringify(stated)).length <= rooms.payload) return stated ?? carried
  notes.push({ code: 'field-dropped', detail: `vendors.harmony.extraData takes more than ${rooms.payload} bytes: left out` })
  return carried
}

/** `ttl` is a number here, of seconds. */
function pushOptionsOf(notification: Notification, pushType: number, category: string | undefined, notes: Note[]): Members {
  const settings = notification.vendor as HarmonySettings
  const options: Record<string, Json> = {}
  if (settings.testMessage !== undefined) options.testMessage = settings.testMessage
  if (notification.ttl !== null) options.ttl = ttlOf(notification.ttl, pushType === 10 || category === 'VOIP', notes)
  if (settings.biTag !== undefined) options.biTag = settings.biTag.toWellFormed()
  if (settings.receiptId !== undefined) options.receiptId = settings.receiptId.toWellFormed()
  const collapse = settings.collapseKey ?? (notification.collapseKey === undefined ? undefined : stableInt(notification.collapseKey, 100))
  if (collapse !== undefined && (pushType === 0 || pushType === 2)) options.collapseKey = collapse
  if (settings.backgroundMode !== undefined && pushType === 6) options.backgroundMode = settings.backgroundMode
  return options
}

function ttlOf(ttl: number, call: boolean, notes: Note[]): number {
  const sent = call ? Math.min(Math.max(ttl, voipTtl.min), voipTtl.max) : Math.max(ttl, 1)
  if (sent !== ttl) {
    const why = call ? `a call waits ${voipTtl.min}…${voipTtl.max} s` : 'HarmonyOS has no "now or never"'
    notes.push({ code: 'ttl-adjusted', detail: `${why}: ttl ${ttl} is sent as ${sent} s` })
  }
  return sent
}

const badgeOf = ({ badge, replaces }: Notification, options: HarmonyOptions): BadgeForm | null =>
  badge ? { open: ',"badge":{', add: 'addNum', set: 'setNum', absolute: options.badge === 'absolute' || replaces === true } : null

/** A badge alone: no title, no body, no category. Source: docs/vendors/huawei.md, "v3: recall and badge update". */
export function renderBadge(app: HarmonyApp): HarmonyPayload {
  const head = '{"payload":{"notification":{'
  const badge = { open: '"badge":{', add: 'addNum', set: 'setNum', absolute: true }
  const between = '}},"target":{"token":'
  const body = tokenBody(head, badge, between, '}}')
  const url = urlOf(app)
  return {
    key: `${url}\n0\n${head}${between}`,
    size: body.size,
    quotaClass: 'service',
    notes: [],
    url,
    pushType: '0',
    tokens: mostTokens.other,
    recall: 'no-alert',
    body,
    plain: null,
  }
}

const originOfApp = (app: HarmonyApp): string => originOf('push-api.cloud.huawei.com', app.host, app.port)

const recallUrlOf = (app: HarmonyApp, clientId: string): string => `${originOfApp(app)}/v1/${clientId}/messages:revoke`

function urlOf(app: HarmonyApp): string {
  const id = app.projectId ?? accountOf(app).project_id ?? '<projectId>'
  return `${originOfApp(app)}/v3/${id}/messages:send`
}
