import { isObject, type Json, type JsonObject, parseObject } from '../common/json.ts'
import {
  characters,
  filled,
  objectAt,
  optionalCharacters,
  optionalHttps,
  optionalInteger,
  optionalNumeric,
  optionalOneOf,
  optionalText,
} from '../common/json-reader.ts'

/** Seconds: 15 days. */
const longestTtl = 1_296_000
const utcTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/

const clickFine = (click: Json | undefined): boolean => {
  if (!isObject(click)) return false
  if (click.type === 1) return filled(click.intent) || filled(click.action)
  return click.type === 2 ? filled(click.url) && optionalHttps(click.url) : click.type === 3
}

const buttonFine = (button: Json): boolean =>
  isObject(button) &&
  filled(button.name) &&
  characters(button.name) <= 40 &&
  optionalOneOf(button.actionType, [0, 1, 2]) &&
  optionalOneOf(button.intentType, [0, 1]) &&
  (button.actionType !== 1 || (button.intentType !== undefined && filled(button.intent))) &&
  optionalCharacters(button.data, 1024)

function notificationFault(held: JsonObject, outer: JsonObject): string | null {
  const badge = objectAt(held, 'badge')
  const title = held.title ?? outer.title
  const body = held.body ?? outer.body
  const checks: readonly (readonly [field: string, fine: boolean])[] = [
    ['title', filled(title)],
    ['body', filled(body)],
    ['clickAction', clickFine(held.clickAction)],
    ['importance', optionalOneOf(held.importance, ['NORMAL', 'LOW'])],
    ['badge', held.badge === undefined || isObject(held.badge)],
    ['badge.addNum', optionalInteger(badge.addNum, 1, 99)],
    ['badge.setNum', optionalInteger(badge.setNum, 0, 99)],
    ['badge.badgeClass', held.badge === undefined || filled(badge.badgeClass)],
    ['notifyId', optionalNumeric(held.notifyId, -1, 2 ** 31 - 1)],
    ['tag', optionalText(held.tag)],
    ['group', optionalText(held.group)],
    ['style', optionalOneOf(held.style, [0, 1])],
    ['bigTitle and bigBody', held.style !== 1 || (held.bigTitle === title && held.bigBody === body)],
    ['image', optionalHttps(held.image)],
    ['when', held.when === undefined || (typeof held.when === 'string' && utcTime.test(held.when))],
    ['buttons', held.buttons === undefined || (Array.isArray(held.buttons) && held.buttons.length <= 3 && held.buttons.every(buttonFine))],
  ]
  return checks.find(([, fine]) => !fine)?.[0] ?? null
}

/** The field that is wrong in a body, its tokens aside; null: none. Source: docs/vendors/honor.md, "Body". */
export function honorFault(body: JsonObject): string | null {
  const android = objectAt(body, 'android')
  const outer = objectAt(body, 'notification')
  const isNotification = isObject(body.notification) || isObject(android.notification)
  const data = android.data ?? body.data
  const { ttl } = android
  if (body.message !== undefined) return 'message'
  if (data !== undefined && typeof data !== 'string') return 'data'
  if (!isNotification && data === undefined) return 'notification or data'
  if (isNotification && typeof data === 'string' && parseObject(data) === undefined) return 'data must be JSON text beside a notification'
  if (ttl !== undefined && (typeof ttl !== 'string' || !/^\d{1,9}s$/.test(ttl) || Number.parseInt(ttl, 10) > longestTtl)) return 'android.ttl'
  if (!optionalText(android.biTag)) return 'android.biTag'
  if (!optionalOneOf(android.targetUserType, [0, 1])) return 'android.targetUserType'
  return isNotification ? notificationFault(objectAt(android, 'notification'), outer) : null
}

/** Bytes of a body without its tokens. */
export const honorBytes = (body: JsonObject): number => Buffer.byteLength(JSON.stringify({ ...body, token: undefined }))
