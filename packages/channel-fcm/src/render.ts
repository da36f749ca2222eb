import { appData, byteLength, bytes, type Json, type Note, type Notification, type Payload, shortId, wellFormedJson } from '@rouse/core/channel'
import type { FcmApp, FcmOptions, FcmSettings } from './config.ts'
import { apnsOf, hasSubtitle } from './internals/apple.ts'
import type { FcmAndroid, FcmAndroidNotification, FcmMessage } from './internals/message.ts'
import { projectOf } from './internals/service-account.ts'
import { type Stated, statedOf } from './internals/stated.ts'
import { payloadBytes } from './limits.ts'

/** A rendered message: its bytes up to the badge, and what does not change from token to token. */
export interface FcmPayload extends Payload {
  readonly url: string
  /** The body up to the badge, which stands before the token. */
  readonly head: Uint8Array
  /** What stands before the unread count; null: it does not go out. */
  readonly badge: string | null
  /** What closes the objects that are still open behind the badge. */
  readonly close: string
  /** The registration says that its token is a Firebase installation id; false: its form tells. */
  readonly isFid: boolean
}

export const afterToken = '"}}'
/** `notificationCount` is an int32: a larger count says no more than this. */
export const maxBadge = 2_147_483_647

/** Where the badge goes in a message: the end of `android.notification`, the end of `apns.payload.aps`, or nowhere. */
interface Rendered {
  readonly message: FcmMessage
  /** The badge's key; null: it does not go out. */
  readonly badgeKey: 'notificationCount' | 'badge' | null
}

/** The message of one class of recipients. Source: docs/vendors/fcm.md, "Message". */
export function render(notification: Notification, app: FcmApp, options: FcmOptions): FcmPayload {
  const settings = notification.vendor as FcmSettings
  const notes: Note[] = []
  const { message, badgeKey } = messageOf(notification, app, options, settings, notes)
  const text = wellFormedJson(message as unknown as Json)
  // The badge follows the last member of the message's last object, and the token the last member of the message.
  const open = badgeKey === null ? 1 : badgeKey === 'badge' ? 4 : 3
  const before = text.slice(0, -open)
  const close = '}'.repeat(open - 1)
  const badge = badgeKey === null || !notification.badge ? null : `${before.endsWith('{') ? '' : ','}"${badgeKey}":`
  const isFid = notification.kind === 'fid'
  const url = urlOf(app)
  return {
    key: `${url}\n${badge}\n${isFid}\n${before}`,
    size: byteLength(text) + (badge === null ? 0 : badge.length + `${maxBadge}`.length),
    quotaClass: 'message',
    notes,
    url,
    head: bytes(`{${options.validateOnly === true ? '"validateOnly":true,' : ''}"message":${before}`),
    badge,
    close,
    isFid,
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

function messageOf(notification: Notification, app: FcmApp, options: FcmOptions, settings: FcmSettings, notes: Note[]): Rendered {
  const isData = settings.passThrough === true
  // Apple's own words come with a device of Apple, and with no other.
  const isApple = notification.ios !== undefined
  const ttl = ttlOf(notification, notes)
  const carried = appData(notification, options.addIds === true, notes)
  const android = isApple ? {} : androidOf(notification, app, ttl)
  const shown = isApple || isData ? {} : shownOf(notification, app, settings, notes)
  const apple = isApple ? apnsOf(notification, ttl, isData, undefined, []) : {}
  const stated = Object.keys(settings).length === 0 ? nothing : statedOf(notification, settings, roomBeside({ carried, shown, android, apple }), notes)
  noteReplaced(stated, carried, notes)
  const data = { ...stated.data, ...carried }
  const { apns: statedApns, ...others } = stated.message
  const text = isData ? {} : textOf(notification, isApple, stated)
  const common = {
    ...(Object.keys(data).length === 0 ? {} : { data }),
    ...(Object.keys(text).length === 0 ? {} : { notification: text }),
    ...others,
  }
  if (isApple) {
    // The host's Live Activity: what it shows is all the host's.
    if (statedApns?.liveActivityToken !== undefined) return { message: { ...common, apns: statedApns }, badgeKey: null }
    const apns = apnsOf(notification, ttl, isData, statedApns, notes)
    const hasBadge = (apns.payload?.aps as { readonly badge?: Json } | undefined)?.badge !== undefined
    return { message: { ...common, apns }, badgeKey: isData || hasBadge ? null : 'badge' }
  }
  const message = { ...common, ...(statedApns === undefined ? {} : { apns: statedApns }) }
  if (isData) {
    const dropped = Object.keys(stated.shown)
    if (dropped.length > 0) notes.push({ code: 'field-dropped', detail: `vendors.fcm passThrough displays nothing: left out ${dropped.join(', ')}` })
    return { message: { ...message, android: { ...android, ...stated.android } as FcmAndroid }, badgeKey: null }
  }
  const all = notification.replaces === true ? quiet({ ...shown, ...stated.shown }) : { ...shown, ...stated.shown }
  return { message: { ...message, android: { ...android, ...stated.android, notification: all } as FcmAndroid }, badgeKey: 'notificationCount' }
}

function textOf(notification: Notification, isApple: boolean, { shown }: Stated): NonNullable<FcmMessage['notification']> {
  const text: NonNullable<FcmMessage['notification']> = {}
  const inAlert = isApple && hasSubtitle(notification)
  // On Android a localization key replaces the text that it stands for.
  if (notification.title !== '' && !inAlert && (isApple || shown.titleLocKey === undefined)) text.title = notification.title
  if (notification.body !== '' && !inAlert && (isApple || shown.bodyLocKey === undefined)) text.body = notification.body
  if (notification.image !== undefined) text.image = notification.image
  return text
}

/** Ours replace the keys of `vendors.fcm.data` that have the same name. */
function noteReplaced({ data }: Stated, carried: Readonly<Record<string, string>>, notes: Note[]): void {
  const replaced = Object.keys(data).filter(key => Object.hasOwn(carried, key))
  if (replaced.length > 0) notes.push({ code: 'field-dropped', detail: `vendors.fcm data: keys of Rouse's have the names ${replaced.join(', ')}` })
}

/** An edit or a withdrawal neither rings, vibrates, flashes nor pops up, whatever the message states. */
function quiet(shown: FcmAndroidNotification): FcmAndroidNotification {
  const { sound, defaultSound, defaultVibrateTimings, vibrateTimings, defaultLightSettings, lightSettings, ...rest } = shown
  const least = rest.notificationPriority === 'PRIORITY_MIN' ? 'PRIORITY_MIN' : 'PRIORITY_LOW'
  return { ...rest, notificationPriority: least }
}

/** Seconds that a call may wait at Google. Source: docs/vendors/fcm.md, "Message", android.ttl. */
const longestCall = 30

/** Seconds; null: Google's own default. */
function ttlOf({ ttl, category }: Notification, notes: Note[]): number | null {
  if (category !== 'voip' || (ttl !== null && ttl <= longestCall)) return ttl
  if (ttl !== null) notes.push({ code: 'ttl-adjusted', detail: `${ttl} s is too long for a call, which would ring after it ended: ${longestCall} s is sent` })
  return longestCall
}

const nothing: Stated = { message: {}, android: {}, shown: {}, data: {} }

/** What is left beside all that cannot be shortened; ext goes before a text does, so it takes no room here. */
function roomBeside({ carried, ...fixed }: { readonly carried: Readonly<Record<string, string>>; readonly [part: string]: object }): number {
  const { ext: _, extEncoding: __, ...ids } = carried
  return Math.max(0, payloadBytes - roomForText - bytes(JSON.stringify({ ids, ...fixed })).length)
}

function androidOf(notification: Notification, app: FcmApp, ttl: number | null): Omit<FcmAndroid, 'notification'> {
  return {
    // Only when stated: FCM keeps four keys a device, and throttles collapsible messages.
    ...(notification.collapseKey === undefined ? {} : { collapseKey: shortId(notification.collapseKey) }),
    priority: notification.priority === 'high' && notification.replaces !== true ? 'HIGH' : 'NORMAL',
    ...(ttl === null ? {} : { ttl: `${ttl}s` }),
    ...(app.restrictedPackageName === undefined ? {} : { restrictedPackageName: app.restrictedPackageName }),
  }
}

const priorities = { low: 'PRIORITY_LOW', normal: 'PRIORITY_DEFAULT' } as const

/** `android.notification` as far as neutral settings and config say it. */
function shownOf(notification: Notification, app: FcmApp, settings: FcmSettings, notes: Note[]): FcmAndroidNotification {
  const { channelId, importance, notifyMode, click, sound } = notification
  const shown: FcmAndroidNotification = { tag: shortId(notification.replaceId) }
  if (sound.kind !== 'silent') shown.sound = sound.kind === 'file' ? sound.name : 'default'
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
