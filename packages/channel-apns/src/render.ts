import { appData, byteLength, bytes, headerId, type Json, type Note, type Notification, type Payload, wellFormedJson } from '@rouse/core/channel'
import type { ApnsApp, ApnsOptions, ApnsSettings } from './config.ts'
import { apsOf } from './internals/aps.ts'
import { type ApnsPushType, pushTypeTraits } from './internals/push-types.ts'
import { type Stated, statedOf } from './internals/stated.ts'
import { voipPayload } from './limits.ts'

/** A rendered push: its body's bytes with a hole for the badge, and all that does not change from token to token. */
export interface ApnsPayload extends Payload {
  /** The token comes after it. */
  readonly url: string
  /** The same at the other environment's host, for an entry that serves both; null: there is no other host to ask. */
  readonly otherUrl: string | null
  /** All but `apns-id` and `authorization`. */
  readonly headers: Readonly<Record<string, string>>
  /** The body without a badge: made into bytes where it goes out, as most have one. */
  readonly plain: string
  /** The body up to the badge's number; null: the badge is left alone. */
  readonly head: Uint8Array | null
  /** The body after the badge's number. */
  readonly tail: Uint8Array
}

const hosts = { production: 'api.push.apple.com', development: 'api.sandbox.push.apple.com' } as const

/** Room for any unread count: the digits of the largest safe integer. */
const badgeDigits = 16

/** The request of one class of recipients. Source: docs/vendors/apns.md, "Request headers" and "Payload: aps". */
export function render(notification: Notification, app: ApnsApp, options: ApnsOptions): ApnsPayload {
  const settings = notification.vendor as ApnsSettings
  const pushType = settings.liveActivity !== undefined ? 'liveactivity' : (settings.pushType ?? (notification.kind === 'voip' ? 'voip' : 'alert'))
  const notes: Note[] = []
  const stated = statedOf(notification, settings, notes)
  const aps = apsOf(notification, settings, stated, pushType, notes)
  const custom = customOf(notification, stated, options, aps['mutable-content'] === 1, notes)
  const headers: Record<string, string> = {
    'apns-topic': topicOf(app, pushType, options),
    'apns-push-type': pushType,
    'apns-priority': priorityOf(notification, settings, pushType),
  }
  const expiration = expirationOf(notification, pushType, notes)
  if (expiration !== null) headers['apns-expiration'] = expiration
  if (notification.collapses !== false) headers['apns-collapse-id'] = headerId(notification.replaceId)
  const badge = notification.badge && pushTypeTraits[pushType].shows === 'message'
  const payload = payloadOf(aps, custom, badge, headers, app, pushType, notes)
  return pushType === 'voip' ? { ...payload, limit: voipPayload } : payload
}

/** A badge alone, with neither text nor sound. */
export function renderBadge(app: ApnsApp, options: ApnsOptions): ApnsPayload {
  const headers = { 'apns-topic': topicOf(app, 'alert', options), 'apns-push-type': 'alert', 'apns-priority': '5', 'apns-collapse-id': 'badge' }
  return payloadOf({}, {}, true, headers, app, 'badge', [])
}

function payloadOf(
  aps: { readonly [key: string]: Json },
  custom: { readonly [key: string]: Json },
  badge: boolean,
  headers: Readonly<Record<string, string>>,
  app: ApnsApp,
  quotaClass: string,
  notes: readonly Note[],
): ApnsPayload {
  const inside = wellFormedJson(aps).slice(0, -1)
  const beside = wellFormedJson(custom).slice(1, -1)
  const after = `}${beside === '' ? '' : `,${beside}`}}`
  const before = `{"aps":${inside}`
  const plain = before + after
  const mark = inside === '{' ? '"badge":' : ',"badge":'
  const url = urlOf(app, app.environment ?? 'production')
  return {
    key: `${url}\n${Object.values(headers).join('\n')}\n${badge}${before}${after}`,
    size: byteLength(plain) + (badge ? mark.length + badgeDigits : 0),
    quotaClass,
    notes,
    url,
    otherUrl: app.environment === undefined && app.host === undefined ? urlOf(app, 'development') : null,
    headers,
    plain,
    head: badge ? bytes(before + mark) : null,
    tail: bytes(after),
  }
}

/** Keys beside `aps`: ours replace those of the host that have the same name, with a note. */
function customOf(notification: Notification, stated: Stated, options: ApnsOptions, extension: boolean, notes: Note[]): Readonly<Record<string, Json>> {
  const image = notification.image !== undefined && extension ? { [options.imageKey ?? 'image']: notification.image } : {}
  const ours = { ...image, ...appData(notification, options.addIds === true, notes) }
  const replaced = Object.keys(stated.custom).filter(key => Object.hasOwn(ours, key))
  if (replaced.length > 0) notes.push({ code: 'field-dropped', detail: `vendors.apns custom: keys of Rouse's have the names ${replaced.join(', ')}` })
  return { ...stated.custom, ...ours }
}

function priorityOf({ priority, replaces }: Notification, settings: ApnsSettings, pushType: ApnsPushType): string {
  // A background push must use 5, whatever a layer states.
  if (pushType === 'background') return '5'
  const stated = settings.priority ?? (priority === 'high' ? 10 : 5)
  if (pushType === 'liveactivity' && stated === 1) return '5'
  return `${replaces === true ? Math.min(stated, 5) : stated}`
}

/** Seconds that a call may wait at APNs. Source: docs/vendors/apns.md, "Request headers", apns-expiration. */
const longestCall = 30

/** UNIX seconds, `0` for now or never; null: the header is left out. */
function expirationOf({ ttl, expiresAt, category }: Notification, pushType: ApnsPushType, notes: Note[]): string | null {
  const isCall = pushType === 'voip' || pushType === 'pushtotalk' || (pushType === 'alert' && category === 'voip')
  if (ttl === null) return isCall ? '0' : null
  if (ttl === 0) return '0'
  if (!isCall || ttl <= longestCall) return `${expiresAt}`
  notes.push({ code: 'ttl-adjusted', detail: `${ttl} s is too long for a call, which would ring after it ended: ${longestCall} s is sent` })
  return `${expiresAt - ttl + longestCall}`
}

function topicOf(app: ApnsApp, pushType: ApnsPushType, options: ApnsOptions): string {
  return `${app.topic ?? app.app}${options.topicSuffixes?.[pushType] ?? pushTypeTraits[pushType].suffix}`
}

function urlOf(app: ApnsApp, environment: keyof typeof hosts): string {
  const host = app.host ?? hosts[environment]
  return `https://${host}${app.port === undefined || app.port === 443 ? '' : `:${app.port}`}/3/device/`
}
