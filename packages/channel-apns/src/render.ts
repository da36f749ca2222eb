import { byteLength, bytes, carriedObject, headerId, type Json, type Note, type Notification, type Payload, wellFormedJson } from '@rouse/core'
import type { ApnsApp, ApnsOptions, ApnsSettings } from './config.ts'
import { apsOf } from './internals/aps.ts'
import { type ApnsPushType, pushTypeTraits } from './internals/push-types.ts'
import { type Stated, statedOf } from './internals/stated.ts'
import { voipPayload } from './limits.ts'

/** A rendered push: its body's bytes with a hole for the badge, and all that does not change from token to token. */
export interface ApnsPayload extends Payload {
  /** The token comes after it. */
  readonly url: string
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
  const { shows } = pushTypeTraits[pushType]
  const notes: Note[] = []
  const stated = statedOf(notification, settings, notes)
  const aps = apsOf(notification, settings, stated, shows, notes)
  const custom = customOf(notification, stated, options, aps['mutable-content'] === 1, notes)
  const headers: Record<string, string> = {
    'apns-topic': topicOf(app, pushType, options),
    'apns-push-type': pushType,
    'apns-priority': priorityOf(notification, settings, shows === 'background'),
  }
  if (notification.ttl !== null) headers['apns-expiration'] = notification.ttl === 0 ? '0' : `${notification.expiresAt}`
  headers['apns-collapse-id'] = headerId(notification.replaceId)
  const badge = notification.badge && shows === 'message'
  const payload = payloadOf(aps, custom, badge, headers, urlOf(app), pushType, notes)
  return pushType === 'voip' ? { ...payload, limit: voipPayload } : payload
}

/** A badge alone, with neither text nor sound. */
export function renderBadge(app: ApnsApp, options: ApnsOptions): ApnsPayload {
  const headers = { 'apns-topic': topicOf(app, 'alert', options), 'apns-push-type': 'alert', 'apns-priority': '5', 'apns-collapse-id': 'badge' }
  return payloadOf({}, {}, true, headers, urlOf(app), 'badge', [])
}

function payloadOf(
  aps: { readonly [key: string]: Json },
  custom: { readonly [key: string]: Json },
  badge: boolean,
  headers: Readonly<Record<string, string>>,
  url: string,
  quotaClass: string,
  notes: readonly Note[],
): ApnsPayload {
  const inside = wellFormedJson(aps).slice(0, -1)
  const beside = wellFormedJson(custom).slice(1, -1)
  const after = `}${beside === '' ? '' : `,${beside}`}}`
  const before = `{"aps":${inside}`
  const plain = before + after
  const mark = inside === '{' ? '"badge":' : ',"badge":'
  return {
    key: `${url}\n${Object.values(headers).join('\n')}\n${badge}${before}${after}`,
    size: byteLength(plain) + (badge ? mark.length + badgeDigits : 0),
    quotaClass,
    notes,
    url,
    headers,
    plain,
    head: badge ? bytes(before + mark) : null,
    tail: bytes(after),
  }
}

/** Keys beside `aps`: the host's own first, so that ours stand whatever they are called. */
function customOf(notification: Notification, stated: Stated, options: ApnsOptions, extension: boolean, notes: Note[]): Readonly<Record<string, Json>> {
  const image = notification.image !== undefined && extension ? { [options.imageKey ?? 'image']: notification.image } : {}
  return { ...stated.custom, ...image, ...carriedObject(notification, options.addIds === true, notes) }
}

function priorityOf(notification: Notification, settings: ApnsSettings, background: boolean): string {
  // A background push must use 5, whatever a layer states.
  if (background) return '5'
  return `${settings.priority ?? (notification.priority === 'high' ? 10 : 5)}`
}

function topicOf(app: ApnsApp, pushType: ApnsPushType, options: ApnsOptions): string {
  return `${app.topic ?? app.app}${options.topicSuffixes?.[pushType] ?? pushTypeTraits[pushType].suffix}`
}

function urlOf(app: ApnsApp): string {
  const host = app.host ?? hosts[app.environment ?? 'production']
  return `https://${host}${app.port === undefined || app.port === 443 ? '' : `:${app.port}`}/3/device/`
}
