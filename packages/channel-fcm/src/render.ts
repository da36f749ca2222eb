import { bytes, type Json, type Note, type Notification, type Payload, shortId, wellFormed } from '@rouse/core'
import type { FcmApp, FcmOptions, FcmSettings } from './config.ts'
import type { FcmAndroid, FcmAndroidNotification, FcmMessage } from './internals/message.ts'
import { projectOf } from './internals/service-account.ts'

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

/** The message of one class of recipients. Source: vendors/fcm.md, "Message". */
export function render(notification: Notification, app: FcmApp, options: FcmOptions): FcmPayload {
  const settings = notification.vendor as FcmSettings
  const notes: Note[] = []
  const { android, ...message } = messageOf(notification, app, options, settings, notes)
  const { notification: shown, ...delivery } = android
  // android.notification is never empty, for its tag is always there: the badge and the token can follow it.
  const text = JSON.stringify(wellFormed({ ...message, android: { ...delivery, notification: shown } } as unknown as Json)).slice(0, -3)
  const head = bytes(`{${options.validateOnly === true ? '"validateOnly":true,' : ''}"message":${text}`)
  const { badge } = notification
  const url = urlOf(app)
  return {
    key: `${url}\n${badge}\n${text}`,
    size: bytes(text).length + 3 + (badge ? beforeBadge.length + `${mostBadge}`.length : 0),
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

function messageOf(notification: Notification, app: FcmApp, options: FcmOptions, settings: FcmSettings, notes: Note[]): FcmMessage {
  const data = dataOf(notification, options, settings)
  const shown: NonNullable<FcmMessage['notification']> = {}
  // A localization key takes the place of the text that it stands for.
  if (notification.title !== '' && settings.titleLocKey === undefined) shown.title = notification.title
  if (notification.body !== '' && settings.bodyLocKey === undefined) shown.body = notification.body
  if (notification.image !== undefined) shown.image = notification.image
  return {
    ...(Object.keys(data).length === 0 ? {} : { data }),
    ...(Object.keys(shown).length === 0 ? {} : { notification: shown }),
    ...(settings.apns === undefined ? {} : { apns: settings.apns }),
    ...(settings.webpush === undefined ? {} : { webpush: settings.webpush }),
    ...(settings.fcmOptions === undefined ? {} : { fcmOptions: settings.fcmOptions }),
    android: androidOf(notification, app, settings, notes),
  }
}

/** Text to text, all of it. The host's own keys first, so that ours stand. */
function dataOf(notification: Notification, options: FcmOptions, settings: FcmSettings): Record<string, string> {
  const data: Record<string, string> = { ...settings.data }
  if (options.addIds === true) {
    data.messageId = notification.messageId
    data.conversationId = notification.conversation.id
    data.conversationType = notification.conversation.type
  }
  if (notification.ext !== undefined) {
    data.ext = notification.ext.text
    if (notification.ext.encoding !== undefined) data.extEncoding = notification.ext.encoding
  }
  return data
}

function androidOf(notification: Notification, app: FcmApp, settings: FcmSettings, notes: Note[]): FcmAndroid {
  const restricted = settings.restrictedPackageName ?? app.restrictedPackageName
  return {
    // Only when stated: FCM keeps four keys a device, and throttles collapsible messages.
    ...(notification.collapseKey === undefined ? {} : { collapseKey: shortId(notification.collapseKey) }),
    priority: notification.priority === 'high' ? 'HIGH' : 'NORMAL',
    ...(notification.ttl === null ? {} : { ttl: `${notification.ttl}s` }),
    ...(restricted === undefined ? {} : { restrictedPackageName: restricted }),
    ...(settings.directBootOk === undefined ? {} : { directBootOk: settings.directBootOk }),
    ...(settings.bandwidthConstrainedOk === undefined ? {} : { bandwidthConstrainedOk: settings.bandwidthConstrainedOk }),
    ...(settings.analyticsLabel === undefined ? {} : { fcmOptions: { analyticsLabel: settings.analyticsLabel } }),
    notification: androidNotificationOf(notification, app, settings, notes),
  }
}

/** Settings that go out under their own name. */
const plain = [
  'icon',
  'color',
  'titleLocKey',
  'titleLocArgs',
  'bodyLocKey',
  'bodyLocArgs',
  'ticker',
  'sticky',
  'eventTime',
  'localOnly',
  'defaultSound',
  'defaultVibrateTimings',
  'defaultLightSettings',
  'vibrateTimings',
  'visibility',
  'lightSettings',
  'bypassProxyNotification',
  'proxy',
] as const satisfies readonly (keyof FcmSettings & keyof FcmAndroidNotification)[]

const priorities = { low: 'PRIORITY_LOW', normal: 'PRIORITY_DEFAULT' } as const

function androidNotificationOf(notification: Notification, app: FcmApp, settings: FcmSettings, notes: Note[]): FcmAndroidNotification {
  const shown: Record<string, unknown> = {
    tag: shortId(notification.replaceId),
    sound: notification.sound.kind === 'file' ? notification.sound.name : 'default',
  }
  if (notification.channelId !== undefined) shown.channelId = notification.channelId
  const clickAction = settings.clickAction ?? (notification.notifyMode === 'custom' ? app.clickAction : undefined)
  if (clickAction !== undefined) shown.clickAction = clickAction
  else if (notification.notifyMode === 'custom' && notification.click.kind === 'app') {
    notes.push({ code: 'notify-mode-unsupported', detail: `channels.fcm.apps, app "${app.app}" has no clickAction: a click opens the app` })
  }
  const priority = settings.notificationPriority ?? (notification.importance === undefined ? undefined : priorities[notification.importance])
  if (priority !== undefined) shown.notificationPriority = priority
  for (const name of plain) if (settings[name] !== undefined) shown[name] = settings[name]
  return shown as FcmAndroidNotification
}
