import { isObject, type Json, type JsonObject } from '../common/json.ts'
import { characters, filled, objectAt, optionalInteger, optionalOneOf } from '../common/json-reader.ts'

const flag = (value: Json | undefined): boolean => optionalOneOf(value, [0, 1, true, false])
const bytes = (value: Json | undefined): number => Buffer.byteLength(typeof value === 'string' ? value : '')
const wallClock = (value: Json | undefined): boolean =>
  typeof value === 'string' && /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]) (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(value)

function clickFault(click: JsonObject): string | null {
  const type = click.clickType ?? 0
  if (!optionalOneOf(type, [0, 1, 2, 3])) return 'clickTypeInfo.clickType'
  if (type === 1 && (!filled(click.activity) || bytes(click.activity) > 1000)) return 'clickTypeInfo.activity'
  if (type === 2 && (!filled(click.url) || bytes(click.url) > 1000)) return 'clickTypeInfo.url'
  if (type === 3 && (!filled(click.customAttribute) || bytes(click.customAttribute) > 1000)) return 'clickTypeInfo.customAttribute'
  return click.parameters === undefined || isObject(click.parameters) ? null : 'clickTypeInfo.parameters'
}

function timeFault(message: JsonObject): string | null {
  const time = objectAt(message, 'pushTimeInfo')
  if (!flag(time.offLine)) return 'pushTimeInfo.offLine'
  return optionalInteger(time.validTime, 1, 72) ? null : 'pushTimeInfo.validTime'
}

function advanceFault(advance: JsonObject): string | null {
  const kinds = objectAt(advance, 'notificationType')
  for (const name of ['suspend', 'clearNoticeBar', 'fixDisplay']) if (!flag(advance[name])) return `advanceInfo.${name}`
  for (const name of ['vibrate', 'lights', 'sound']) if (!flag(kinds[name])) return `advanceInfo.notificationType.${name}`
  if (Number(advance.fixDisplay ?? 0) === 1 && !(wallClock(advance.fixStartDisplayTime) && wallClock(advance.fixEndDisplayTime)))
    return 'advanceInfo.fixStartDisplayTime'
  const key = advance.notifyKey
  return key === undefined || (typeof key === 'string' && /^[0-9A-Za-z_-]{1,8}$/.test(key)) ? null : 'advanceInfo.notifyKey'
}

function extraFault(extra: JsonObject): string | null {
  if (bytes(extra.callback) > 128) return 'extra.callback'
  if (bytes(extra['callback.param']) > 64) return 'extra.callback.param'
  return optionalOneOf(extra['callback.type'], [1, 2, 3, '1', '2', '3']) ? null : 'extra.callback.type'
}

/** How title and content are counted: whether an emoji is one or two is unconfirmed. */
export type Count = (text: string) => number

/** The field that is wrong in a notification's messageJson; null: none. Source: docs/vendors/meizu.md, "messageJson for a notification". */
export function notificationFault(message: JsonObject, count: Count = characters): string | null {
  const bar = objectAt(message, 'noticeBarInfo')
  const expand = objectAt(message, 'noticeExpandInfo')
  if (!optionalOneOf(bar.noticeMsgType, [0, 1])) return 'noticeBarInfo.noticeMsgType'
  if (!optionalOneOf(bar.noticeBarType, [0, 2])) return 'noticeBarInfo.noticeBarType'
  if (!filled(bar.title) || count(bar.title) > 32) return 'noticeBarInfo.title'
  if (!filled(bar.content) || count(bar.content) > 100) return 'noticeBarInfo.content'
  if (!optionalOneOf(expand.noticeExpandType, [0, 1, 2])) return 'noticeExpandInfo.noticeExpandType'
  if (expand.noticeExpandType === 1 && !filled(expand.noticeExpandContent)) return 'noticeExpandInfo.noticeExpandContent'
  if (expand.noticeExpandType === 2 && !filled(expand.noticeExpandImgUrl)) return 'noticeExpandInfo.noticeExpandImgUrl'
  return (
    clickFault(objectAt(message, 'clickTypeInfo')) ??
    timeFault(message) ??
    advanceFault(objectAt(message, 'advanceInfo')) ??
    extraFault(objectAt(message, 'extra'))
  )
}

/** The field that is wrong in a pass-through messageJson; null: none. */
export function dataFault(message: JsonObject): string | null {
  if (message.title !== undefined && (!filled(message.title) || characters(message.title) > 32)) return 'title'
  if (!filled(message.content) || bytes(message.content) > 2000) return 'content'
  return timeFault(message)
}
