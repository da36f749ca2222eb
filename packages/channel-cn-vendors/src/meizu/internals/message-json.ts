import { fit, type Graphemes, type Json, type Note, type Notification, stableKey } from '@rouse/core/channel'
import { shownTitle } from '../../common/index.ts'
import type { MeizuApp, MeizuSettings } from '../config.ts'
import { contentLimit, titleLimit } from '../limits.ts'
import type { ResolvedClass } from './class-of.ts'
import { clickOf } from './click.ts'

type Members = Readonly<Record<string, Json>>

const hour = 3600
const minute = 60

/** `messageJson` in the sheet's order; `parameters` is what the app gets. Source: docs/vendors/meizu.md, "messageJson for a notification". */
export function messageJson(
  notification: Notification,
  app: MeizuApp,
  { noticeMsgType }: ResolvedClass,
  parameters: Members,
  notes: Note[],
  graphemes: Graphemes,
): Members {
  const settings = notification.vendor as MeizuSettings
  const { replaces } = notification
  return {
    noticeBarInfo: {
      noticeMsgType,
      ...stated(settings, ['noticeBarType']),
      title: shownTitle(notification, app.app, titleLimit, graphemes),
      content: fit(notification.body.toWellFormed(), contentLimit, graphemes).text,
    },
    ...expandOf(notification, settings, notes),
    clickTypeInfo: { ...clickOf(notification, app, notes), ...(Object.keys(parameters).length === 0 ? {} : { parameters }) },
    ...timeOf(notification, notes),
    advanceInfo: {
      ...stated(settings, ['suspend', 'clearNoticeBar']),
      ...(replaces === true ? { suspend: 0 } : {}),
      ...displayOf(settings, notes),
      ...soundOf(notification, settings),
      notifyKey: stableKey(notification.replaceId, 8),
    },
    ...extraOf(app),
  }
}

/** The settings of these names that are stated, under the same names. */
const stated = (settings: MeizuSettings, names: readonly (keyof MeizuSettings)[]): Members =>
  Object.fromEntries(names.flatMap(name => (settings[name] === undefined ? [] : [[name, settings[name]]])))

function expandOf({ templateText }: Notification, { noticeExpandType, noticeExpandContent }: MeizuSettings, notes: Note[]): Members {
  if (noticeExpandType === 2) {
    notes.push({ code: 'field-dropped', detail: 'Meizu switched pictures off on 2022-05-27: vendors.meizu.noticeExpandImgUrl is left out' })
    return {}
  }
  if (!templateText) return {}
  if (noticeExpandType === 1 && noticeExpandContent !== undefined) {
    return { noticeExpandInfo: { noticeExpandType, noticeExpandContent: noticeExpandContent.toWellFormed() } }
  }
  return {}
}

/**
 * Whole hours, rounded down but not under one. A call of less than an hour, and what lives less than a minute, is tried once: an hour later
 * it would be no more than wrong. Source: docs/vendors/meizu.md, "messageJson", validTime.
 */
function timeOf({ ttl, category }: Notification, notes: Note[]): Members {
  if (ttl === null) return {}
  if (ttl === 0) return { pushTimeInfo: { offLine: 0 } }
  if (ttl < minute || (category === 'voip' && ttl < hour)) {
    notes.push({ code: 'ttl-adjusted', detail: `Meizu keeps a message for an hour at least: one of ${ttl} s is tried once` })
    return { pushTimeInfo: { offLine: 0 } }
  }
  const hours = Math.min(Math.max(Math.floor(ttl / hour), 1), 72)
  if (hours * hour !== ttl) notes.push({ code: 'ttl-adjusted', detail: `Meizu counts in hours: ${ttl} s is sent as ${hours} h` })
  return { pushTimeInfo: { offLine: 1, validTime: hours } }
}

function displayOf({ fixStartDisplayTime, fixEndDisplayTime }: MeizuSettings, notes: Note[]): Members {
  if (fixStartDisplayTime === undefined || fixEndDisplayTime === undefined) return {}
  // As texts they stand in the order of their times.
  if (fixStartDisplayTime < fixEndDisplayTime) return { fixDisplay: 1, fixStartDisplayTime, fixEndDisplayTime }
  notes.push({ code: 'field-dropped', detail: 'vendors.meizu.fixEndDisplayTime is no later than fixStartDisplayTime: the push shows at once' })
  return {}
}

/** A push that replaces an accepted one does not light up either. */
function soundOf({ sound, replaces }: Notification, settings: MeizuSettings): Members {
  const quiet: Members = replaces === true ? { vibrate: 0, lights: 0, sound: 0 } : sound.kind === 'silent' ? { vibrate: 0, sound: 0 } : {}
  const type = { ...stated(settings, ['vibrate', 'lights', 'sound']), ...quiet }
  return Object.keys(type).length === 0 ? {} : { notificationType: type }
}

function extraOf({ callback }: MeizuApp): Members {
  if (callback === undefined) return {}
  const { url, param, type } = callback
  return { extra: { callback: url, ...(param === undefined ? {} : { 'callback.param': param }), 'callback.type': type ?? 3 } }
}
