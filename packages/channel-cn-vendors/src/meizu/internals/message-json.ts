import { fit, type Graphemes, type Json, type Note, type Notification, stableKey } from '@rouse/core'
import { shownTitle } from '../../common/index.ts'
import type { MeizuApp, MeizuSettings } from '../config.ts'
import { contentLimit, titleLimit } from '../limits.ts'
import type { ResolvedClass } from './class-of.ts'
import { clickOf } from './click.ts'

type Members = Readonly<Record<string, Json>>

const hour = 3600

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
  return {
    noticeBarInfo: {
      noticeMsgType,
      ...stated(settings, ['noticeBarType']),
      title: shownTitle(notification, app.app, titleLimit, graphemes),
      content: fit(notification.body.toWellFormed(), contentLimit, graphemes).text,
    },
    ...expandOf(notification, settings),
    clickTypeInfo: { ...clickOf(notification, app, notes), ...(Object.keys(parameters).length === 0 ? {} : { parameters }) },
    ...timeOf(notification, notes),
    advanceInfo: {
      ...stated(settings, ['suspend', 'clearNoticeBar']),
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

function expandOf({ templateText }: Notification, { noticeExpandType, noticeExpandContent, noticeExpandImgUrl }: MeizuSettings): Members {
  if (!templateText) return {}
  if (noticeExpandType === 1 && noticeExpandContent !== undefined) {
    return { noticeExpandInfo: { noticeExpandType, noticeExpandContent: noticeExpandContent.toWellFormed() } }
  }
  if (noticeExpandType === 2 && noticeExpandImgUrl !== undefined) {
    return { noticeExpandInfo: { noticeExpandType, noticeExpandImgUrl: noticeExpandImgUrl.toWellFormed() } }
  }
  return {}
}

/** Whole hours, rounded down but not under one. */
function timeOf({ ttl }: Notification, notes: Note[]): Members {
  if (ttl === null) return {}
  if (ttl === 0) return { pushTimeInfo: { offLine: 0 } }
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

function soundOf({ sound }: Notification, settings: MeizuSettings): Members {
  const type = { ...stated(settings, ['vibrate', 'lights', 'sound']), ...(sound.kind === 'silent' ? { vibrate: 0, sound: 0 } : {}) }
  return Object.keys(type).length === 0 ? {} : { notificationType: type }
}

function extraOf({ callback }: MeizuApp): Members {
  if (callback === undefined) return {}
  const { url, param, type } = callback
  return { extra: { callback: url, ...(param === undefined ? {} : { 'callback.param': param }), 'callback.type': type ?? 3 } }
}
