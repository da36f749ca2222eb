import { byteLength, bytes, carriedObject, type Json, type Note, type Notification, type Payload, shortId, wellFormedJson } from '@rouse/core'
import type { FcmApp, FcmOptions, FcmSettings } from './config.ts'
import type { FcmAndroid, FcmAndroidNotification, FcmMessage } from './internals/message.ts'
import { projectOf } from './internals/service-account.ts'
import { type Stated, statedOf } from './internals/stated.ts'
import { payloadBytes } from './limits.ts'

/** A rendered message: its bytes up to the badge, and what does not change from token to token. */
export interface FcmPayload extends Payload {
  readonly url: string
  /** The body up to the badge, which stands before the token. */
  readonly head: Uint8Array
  /** Whether the unread count goes out. */
  readonly badge: boolean
}

/** What follows the badge: the end of android.notification and android, and the token's own key. */
export const beforeToken = '}},"token":"'
export const afterToken = '"}}'
export const beforeBadge = ',"notificationCount":'
/** `notificationCount` is an int32: a larger count says no more than this. */
export const mostBadge = 2_147_483_647

/** The message of one class of recipients. Source: docs/vendors/fcm.md, "Message". */
export function render(notification: Notification, app: FcmApp, options: FcmOptions): FcmPayload {
  const settings = notification.vendor as FcmSettings
  const notes: Note[] = []
  const { android, ...message } = messageOf(notification, app, options, settings, notes)
  const { notification: shown, ...delivery } = android
  // android.notification is never empty, for its tag is always there: the badge and the token can follow it.
  const text = wellFormedJson({ ...message, android: { ...delivery, notification: shown } } as unknown as Json).slice(0, -3)
  const head = bytes(`{${options.validateOnly === true ? '"validateOnly":true,' : ''}"message":${text}`)
  const { badge } = notification
  const url = urlOf(app)
  return {
    key: `${url}\n${badge}\n${text}`,
    size: byteLength(text) + 3 + (badge ? beforeBadge.length + `${mostBadge}`.length : 0),
    quotaClass: 'message',
    notes,
    url,
    head,
    badge,
  }
}

function urlOf(app: FcmApp): string {
  const project = projectOf(app)
  const port = app.port === undefined || app.port === 443 ? '' : `:${app.port}`
  // A placeholder stays readable: such a request is shown and never sent.
  return `https://${app.host ?? 'fcm.googleapis.com'}${port}/v1/projects/${/^<.*>$/.test(project) ? project : encodeURIComponent(project)}/messages:send`
}

/** Bytes that the texts have at least, whatever a host states for FCM alone. Our own. */
const roomForText = 512
/** Bytes of a channel's id; Android's own ids are short names. Our own. */
const longestChannelId = 256

function messageOf(notification: Notification, app: FcmApp, options: FcmOptions, settings: FcmSettings, notes: Note[]): FcmMessage {
  const carried = carriedObject(notification, options.addIds === true, notes)
  const shown = shownOf(notification, app, settings, notes)
  const android = androidOf(notification, app)
  const stated = Object.keys(settings).length === 0 ? nothing : statedOf(notification, settings, roomBeside({ carried, shown, android }), notes)
  const data = { ...stated.data, ...carried }
  const text: NonNullable<FcmMessage['notification']> = {}
  // A localization key takes the place of the text that it stands for.
  if (notification.title !== '' && stated.shown.titleLocKey === undefined) text.title = notification.title
  if (notification.body !== '' && stated.shown.bodyLocKey === undefined) text.body = notification.body
  if (notification.image !== undefined) text.image = notification.image
  return {
    ...(Object.keys(data).length === 0 ? {} : { data }),
    ...(Object.keys(text).length === 0 ? {} : { notification: text }),
    ...stated.message,
    android: { ...android, ...stated.android, notification: { ...shown, ...stated.shown } },
  }
}

const nothing: Stated = { message: {}, android: {}, shown: {}, data: {} }

/** What is left beside all that cannot be shortened; ext goes before a text does, so it takes no room here. */
function roomBeside({
  carried,
  shown,
  android,
}: {
  readonly carried: Readonly<Record<string, string>>
  readonly shown: object
  readonly android: object
}): number {
  const { ext: _, extEncoding: __, ...ids } = carried
  return Math.max(0, payloadBytes - roomForText - bytes(JSON.stringify({ ids, shown, android })).length)
}

function androidOf(notification: Notification, app: FcmApp): Omit<FcmAndroid, 'notification'> {
  return {
    // Only when stated: FCM keeps four keys a device, and throttles collapsible messages.
    ...(notification.collapseKey === undefined ? {} : { collapseKey: shortId(notification.collapseKey) }),
    priority: notification.priority === 'high' ? 'HIGH' : 'NORMAL',
    ...(notification.ttl === null ? {} : { ttl: `${notification.ttl}s` }),
    ...(app.restrictedPackageName === undefined ? {} : { restrictedPackageName: app.restrictedPackageName }),
  }
}

const priorities = { low: 'PRIORITY_LOW', normal: 'PRIORITY_DEFAULT' } as const

/** `android.notification` as far as neutral settings and config say it. */
function shownOf(notification: Notification, app: FcmApp, settings: FcmSettings, notes: Note[]): FcmAndroidNotification {
  const { channelId, importance, notifyMode, click } = notification
  const shown: FcmAndroidNotification = {
    tag: shortId(notification.replaceId),
    sound: notification.sound.kind === 'file' ? notification.sound.name : 'default',
  }
  if (channelId !== undefined && channelId.trim() !== '') {
    if (bytes(JSON.stringify(channelId)).length <= longestChannelId) shown.channelId = channelId
    else notes.push({ code: 'field-dropped', detail: `android.channelId takes more than ${longestChannelId} bytes, and no channel is called so: left out` })
  }
  if (notifyMode === 'custom' && settings.clickAction === undefined) {
    if (app.clickAction !== undefined) shown.clickAction = app.clickAction
    else if (click.kind === 'app') {
      notes.push({ code: 'notify-mode-unsupported', detail: `channels.fcm.apps, app "${app.app}" has no clickAction: a click opens the app` })
    }
  }
  if (importance !== undefined) shown.notificationPriority = priorities[importance]
  return shown
}
