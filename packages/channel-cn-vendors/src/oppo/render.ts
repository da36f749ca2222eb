import { fit, type Graphemes, type Json, type Note, type Notification, type Payload, stableInt, stableKey } from '@rouse/core/channel'
import { carriedText, type Fields, shownTitle } from '../common/index.ts'
import type { OppoApp, OppoOptions, OppoSettings } from './config.ts'
import { type BadgeRights, badgeFields, badgeRights } from './internals/badge.ts'
import { classOf, type ResolvedClass } from './internals/class-of.ts'
import { clickOf } from './internals/click.ts'
import { contentLimit, longestShowTtl, styleOf, titleLimit } from './limits.ts'

type Members = Readonly<Record<string, Json>>

/** A rendered push, ready for both ways: as an object for one registration id each, as flat fields for a broadcast. */
export interface OppoPayload extends Payload {
  /** JSON text of `notification`. */
  readonly notification: string
  readonly verify: boolean
  /** What goes into `notification` for each device. */
  readonly badge: BadgeRights
  /** The fields of `save_message_content`. */
  readonly saved: Fields
  /** Both without category and level, for a second try when OPPO refuses them; null: there are none. */
  readonly plain: { readonly notification: string; readonly saved: Fields } | null
}

/** The request of one class of recipients. Source: docs/vendors/oppo.md, "`notification`". */
export function render(notification: Notification, app: OppoApp, options: OppoOptions, graphemes: Graphemes): OppoPayload {
  const settings = notification.vendor as OppoSettings
  const notes: Note[] = []
  const style = styleOf(settings, options)
  const content = contentLimit(style, options)
  const title = shownTitle(notification, app.app, titleLimit, graphemes)
  const body = fit(notification.body.toWellFormed(), content, graphemes).text
  const resolved = classOf(notification, app, options, content, notes, graphemes)
  const broadcast = broadcastFields(settings, style, notes)
  const parameters = carriedText(notification, options.addIds === true, notes)
  const common: Members = {
    app_message_id: messageIdOf(notification, title, body),
    title,
    ...subTitleOf(notification, settings),
    content: body,
    style: style === 3 ? 1 : style,
    ...clickOf(notification, app, notes),
    ...(parameters === undefined ? {} : { action_parameters: parameters }),
    ...offLineOf(notification),
    ...(settings.networkType === undefined ? {} : { network_type: settings.networkType }),
    ...showTtlOf(settings, resolved, options, notes),
    notify_id: stableInt(notification.replaceId),
    ...resolved.channel,
    ...resolved.template,
    ...(app.callback === undefined ? {} : { call_back_url: app.callback.url }),
    ...(app.callback?.param === undefined ? {} : { call_back_parameter: app.callback.param }),
  }
  const full = { ...common, ...quietly(notification, resolved.category) }
  const verify = settings.verifyRegistrationId ?? true
  const text = JSON.stringify(full)
  const badge = badgeRights(notification, options)
  // One text for all: it can add, and set no count.
  const shared = { ...broadcast, ...badgeFields(badge, null) }
  const saved = flat({ ...full, ...shared })
  return {
    key: `${app.region ?? ''}\n${verify}${badge.set}${badge.add}\n${text}\n${JSON.stringify(broadcast)}`,
    size: parameters?.length ?? 0,
    quotaClass: resolved.quotaClass,
    notes,
    notification: text,
    verify,
    badge,
    saved,
    plain: plainOf(common, shared, resolved),
  }
}

/**
 * The same in every attempt at one text of a message, so that a resend shows once; another for an edit, and for the word that
 * takes a withdrawn message's place: OPPO drops the second of two messages with one id.
 */
const messageIdOf = ({ messageId, revision }: Notification, title: string, body: string): string =>
  stableKey(JSON.stringify([messageId, revision ?? 0, title, body]), 32)

/** A push that replaces an accepted one stays in the tray: no banner, no sound, nothing on the lock screen. */
const quietly = ({ replaces }: Notification, category: Members): Members =>
  replaces === true && Object.keys(category).length > 0 ? { ...category, notify_level: 1 } : category

function subTitleOf({ subtitle, templateText }: Notification, { subTitle }: OppoSettings): Members {
  const shown = subtitle ?? (templateText ? subTitle : undefined)
  return shown === undefined ? {} : { sub_title: shown.toWellFormed() }
}

function offLineOf({ ttl }: Notification): Members {
  if (ttl === 0) return { off_line: false }
  return ttl === null ? { off_line: true } : { off_line: true, off_line_ttl: ttl }
}

/** Seconds in the tray, as many as the message's class may stay there. */
function showTtlOf({ showTtl }: OppoSettings, { quotaClass }: ResolvedClass, options: OppoOptions, notes: Note[]): Members {
  if (showTtl === undefined) return {}
  const longest = options.longestShowTtl ?? longestShowTtl[quotaClass === 'marketing' ? 'marketing' : 'other']
  if (showTtl <= longest) return { show_ttl: showTtl }
  notes.push({ code: 'ttl-adjusted', detail: `showTtl of ${showTtl} s is over the ${longest} s that a message of class "${quotaClass}" stays in OPPO's tray` })
  return { show_ttl: longest }
}

/** What only a broadcast has; a single push goes without. */
function broadcastFields(settings: OppoSettings, style: 1 | 2 | 3, notes: Note[]): Members {
  const { bigPictureId, smallPictureId, showStartTime, showEndTime, fixSpeedRate } = settings
  const fields: Record<string, Json> = {}
  if (style === 3) fields.style = style
  if (bigPictureId !== undefined) fields.big_picture_id = bigPictureId.toWellFormed()
  if (smallPictureId !== undefined) fields.small_picture_id = smallPictureId.toWellFormed()
  if (showStartTime !== undefined && showEndTime !== undefined && showEndTime <= showStartTime) {
    notes.push({ code: 'field-dropped', detail: 'vendors.oppo.showEndTime is no later than showStartTime: the push shows at once' })
  } else if (showStartTime !== undefined && showEndTime !== undefined) {
    Object.assign(fields, { show_time_type: 1, show_start_time: showStartTime, show_end_time: showEndTime })
  }
  if (fixSpeedRate !== undefined) Object.assign(fields, { fix_speed: true, fix_speed_rate: fixSpeedRate })
  if (Object.keys(fields).length > 0) {
    notes.push({ code: 'field-dropped', detail: `OPPO takes ${Object.keys(fields).join(', ')} in broadcasts only: a push to few devices goes without` })
  }
  return fields
}

function plainOf(common: Members, broadcast: Members, { category }: ResolvedClass): OppoPayload['plain'] {
  if (Object.keys(category).length === 0) return null
  return { notification: JSON.stringify(common), saved: flat({ ...common, ...broadcast }) }
}

/** Form fields: texts as they are, all else as JSON text. */
const flat = (members: Members): Fields => Object.entries(members).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)])
