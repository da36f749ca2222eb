import { fit, type Graphemes, type Json, type Note, type Notification, type Payload, stableInt, stableKey, wellFormed } from '@rouse/core/channel'
import { originOf, shownTitle } from '../common/index.ts'
import type { VivoApp, VivoOptions, VivoSettings } from './config.ts'
import { classOf } from './internals/class-of.ts'
import { clickOf } from './internals/click.ts'
import { charactersOf, customMap } from './internals/custom-map.ts'
import { displayTime } from './internals/display-time.ts'
import { contentLimit, leastTtlOfMany, titleLimit } from './limits.ts'

/** A rendered push, ready for both ways. */
export interface VivoPayload extends Payload {
  readonly origin: string
  /** `appId` as JSON. */
  readonly appId: string
  /** Whether 1 is added to the badge, but for a device without unread messages. */
  readonly badge: boolean
  /** JSON of a push to one device, open at its end for the badge and the two ids. */
  readonly single: string
  /** The same of a push to many; null: vivo keeps such a message longer than it may live, so it goes to each alone. */
  readonly many: string | null
  /** Tells texts of one message apart, so that no request id stands for two of them. */
  readonly mark: string
}

/** The request of one class of recipients. Source: docs/vendors/vivo.md, "`/message/send`". */
export function render(notification: Notification, app: VivoApp, options: VivoOptions, graphemes: Graphemes): VivoPayload {
  const settings = notification.vendor as VivoSettings
  const notes: Note[] = []
  const resolved = classOf(notification, options, notes)
  const map = customMap(notification, options.addIds === true, notes)
  const pushMode = settings.pushMode ?? options.pushMode
  const spoken = options.brackets === 'keep' ? (text: string) => text : withoutBrackets
  const badge = options.badge === true && notification.badge && notification.replaces !== true
  const body: Record<string, Json> = {
    appId: appIdOf(app),
    notifyType: notification.sound.kind === 'silent' || notification.replaces === true ? 1 : (settings.notifyType ?? 4),
    title: spoken(shownTitle(notification, app.app, titleLimit(options), graphemes)),
    content: spoken(fit(notification.body.toWellFormed(), contentLimit(options), graphemes).text),
    ...lifeOf(notification, settings),
    ...clickOf(notification, app, notes),
    ...optional('networkType', settings.networkType),
    classification: resolved.classification,
    ...optional('category', resolved.category),
    ...(Object.keys(map).length === 0 ? {} : { clientCustomMap: map }),
    ...optional('pushMode', pushMode === 0 ? undefined : pushMode),
    ...optional('foregroundShow', settings.foregroundShow),
    notifyId: stableInt(notification.replaceId),
    ...optional('auditReview', settings.auditReview === undefined ? undefined : wellFormed(settings.auditReview)),
    ...displayTime(notification, notes),
  }
  const origin = originOf('api-push.vivo.com.cn', app.host, app.port)
  const single = open({ ...body, ...extraOf(app), ...optional('profileId', settings.profileId?.toWellFormed()) })
  const { ttl } = notification
  return {
    key: `${origin}\n${badge}\n${single}`,
    size: charactersOf(map),
    quotaClass: resolved.quotaClass,
    notes,
    origin,
    appId: JSON.stringify(body.appId),
    badge,
    single,
    many: ttl !== null && ttl > 0 && ttl < leastTtlOfMany ? null : open(body),
    mark: stableKey(JSON.stringify([body.title, body.content]), 8),
  }
}

/** Parentheses for square brackets and braces, with which vivo may take a text for a test (10104): each is one character, as before. */
const withoutBrackets = (text: string): string => text.replace(/[[{]/g, '(').replace(/[\]}]/g, ')')

/** A number, as newer texts show it; a placeholder stays as it is. */
const appIdOf = ({ appId }: VivoApp): number | string => (typeof appId === 'string' && /^\d{1,15}$/.test(appId) ? Number(appId) : appId)

/** Now or never goes to devices online now. */
function lifeOf({ ttl }: Notification, { sendOnline }: VivoSettings): Readonly<Record<string, Json>> {
  if (ttl === 0) return { sendOnline: true }
  return { ...optional('timeToLive', ttl ?? undefined), ...optional('sendOnline', sendOnline) }
}

/** Receipts are of single pushes only. Source: docs/vendors/vivo.md, "`/message/send`", extra. */
function extraOf({ callback }: VivoApp): Readonly<Record<string, Json>> {
  if (callback === undefined) return {}
  const { url, param, id } = callback
  return { extra: { ...optional('callback', url), ...optional('callback.param', param), ...optional('callback.id', id) } }
}

const optional = (name: string, value: Json | undefined): Readonly<Record<string, Json>> => (value === undefined ? {} : { [name]: value })

const open = (body: Readonly<Record<string, Json>>): string => JSON.stringify(body).slice(0, -1)
