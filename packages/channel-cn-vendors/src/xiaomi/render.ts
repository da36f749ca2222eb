import { bytes, type Graphemes, type Note, type Notification, type Payload, stableInt, stableKey } from '@rouse/core/channel'
import { carriedText, type Fields, shownTitle } from '../common/index.ts'
import type { XiaomiApp, XiaomiOptions, XiaomiSettings } from './config.ts'
import { classOf, type ResolvedClass } from './internals/class-of.ts'
import { extraFields } from './internals/extra-fields.ts'
import { originOf } from './internals/hosts.ts'
import { publicTtl, titleLimit } from './limits.ts'

/** A rendered push: every form field but the tokens and the badge. */
export interface XiaomiPayload extends Payload {
  readonly origin: string
  readonly path: string
  readonly fields: Fields
  /** What a recall names the message by. */
  readonly jobkey: string
  /** Whether the unread count goes out. */
  readonly badge: boolean
}

/**
 * A name by which Xiaomi shows a message once and can take it back: of the message, never of the conversation. An edit and a withdrawal have
 * their own, else the device would not show them.
 */
function jobkeyOf({ messageId, revision = 0, withdraws }: Notification): string {
  const edited = revision === 0 ? messageId : `${messageId}\n${revision}`
  return stableKey(withdraws === true ? `withdrawn\n${edited}` : edited, 20)
}

/** The request of one class of recipients. Source: docs/vendors/xiaomi.md, "Form fields". */
export function render(notification: Notification, app: XiaomiApp, options: XiaomiOptions, graphemes: Graphemes): XiaomiPayload {
  const settings = notification.vendor as XiaomiSettings
  const notes: Note[] = []
  const resolved = classOf(notification, app, settings, notes)
  const payload = carriedText(notification, options.addIds === true, notes)
  const jobkey = jobkeyOf(notification)
  if (settings.passThrough === 1) {
    notes.push({
      code: 'field-dropped',
      detail: 'Xiaomi delivers no pass-through messages since 2022-09-12: vendors.xiaomi.passThrough is sent as a notification',
    })
  }
  const fields: (readonly [string, string])[] = [
    ['restricted_package_name', app.packageName ?? app.app],
    ['pass_through', '0'],
    // Never blank: Xiaomi refuses that with 65011.
    ['title', shownTitle(notification, app.app, titleLimit, graphemes)],
    ['description', notification.body],
  ]
  if (payload !== undefined) fields.push(['payload', payload])
  fields.push(['notify_type', notification.sound.kind === 'silent' || notification.replaces === true ? '0' : `${settings.notifyType ?? -1}`])
  fields.push(['notify_id', `${stableInt(notification.replaceId)}`])
  const ttl = ttlOf(notification, resolved, notes)
  if (ttl !== null) fields.push(['time_to_live', `${ttl * 1000}`])
  if (settings.timeToSend !== undefined) fields.push(['time_to_send', `${settings.timeToSend}`])
  fields.push(...extraFields(notification, app, options, resolved, jobkey, notes, graphemes))
  const origin = originOf(app)
  const badge = options.badge === true && notification.badge
  return {
    key: `${origin}\n${badge}\n${JSON.stringify(fields)}`,
    size: payload === undefined ? 0 : bytes(payload).length,
    quotaClass: resolved.quotaClass,
    notes,
    origin,
    path: `/v${options.apiVersion ?? 3}/message/regid`,
    fields,
    jobkey,
    badge,
  }
}

/** Seconds; null: left out, for now-or-never has a field of its own. */
function ttlOf({ ttl }: Notification, { quotaClass }: ResolvedClass, notes: Note[]): number | null {
  if (ttl === null || ttl === 0) return null
  if (quotaClass === 'private' || ttl <= publicTtl) return ttl
  notes.push({ code: 'ttl-adjusted', detail: `Xiaomi keeps a message of the ${quotaClass} class ${publicTtl} s at most, not ${ttl} s: ${publicTtl} s is sent` })
  return publicTtl
}
