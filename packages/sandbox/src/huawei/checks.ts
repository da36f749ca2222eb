import { isObject, type Json, type JsonObject, parseObject } from '../common/json.ts'
import {
  characters,
  filled,
  objectAt,
  optionalBoolean,
  optionalCharacters,
  optionalHttps,
  optionalInteger,
  optionalOneOf,
  optionalText,
  optionalTime,
} from '../common/json-reader.ts'

/** A code and what is wrong. */
export type Fault = readonly [code: string, msg?: string]

/** Message categories of v1 and v2. Source: docs/vendors/huawei.md, "v1/v2 body". */
export const categories = [
  'IM',
  'VOIP',
  'SUBSCRIPTION',
  'TRAVEL',
  'HEALTH',
  'WORK',
  'ACCOUNT',
  'EXPRESS',
  'FINANCE',
  'DEVICE_REMINDER',
  'MAIL',
  'SYSTEM_REMINDER',
  'PLAY_VOICE',
  'MARKETING',
]

/** Seconds: 15 days. */
export const longestTtl = 1_296_000

/** Bytes of a body, its tokens taken out. */
export const mostBytes = 4096

const bad = (field: string): Fault => ['80100003', `Incorrect message structure: ${field}`]

/** Pairs of a field and whether it is in order; the first that is not is the fault. */
export const firstBad = (checks: readonly (readonly [field: string, fine: boolean])[]): Fault | null => {
  const found = checks.find(([, fine]) => !fine)
  return found ? bad(found[0]) : null
}

const texts = (value: Json | undefined, max: number, length: number): boolean =>
  value === undefined || (Array.isArray(value) && value.length <= max && value.every(item => typeof item === 'string' && characters(item) <= length))

/** At most 3 buttons; a name of 40 and data of 1024 characters. */
const buttonsFine = (buttons: Json | undefined): boolean =>
  buttons === undefined ||
  (Array.isArray(buttons) &&
    buttons.length <= 3 &&
    buttons.every(button => isObject(button) && filled(button.name) && characters(button.name) <= 40 && optionalCharacters(button.data, 1024)))

/** Texts of a key by language, 3 languages at most. */
const languagesFine = (keys: Json | undefined): boolean =>
  keys === undefined || (isObject(keys) && Object.values(keys).every(texts => isObject(texts) && Object.keys(texts).length <= 3))

const lightFine = (light: Json | undefined): boolean =>
  light === undefined || (isObject(light) && isObject(light.color) && filled(light.light_on_duration) && filled(light.light_off_duration))

const reviewFine = (review: Json | undefined): boolean =>
  review === undefined || (Array.isArray(review) && review.every(each => isObject(each) && filled(each.reviewer) && filled(each.result)))

function clickFault(click: Json | undefined): Fault | null {
  if (!isObject(click)) return bad('click_action is required')
  if (click.type === 1) return filled(click.intent) || filled(click.action) ? null : bad('click_action.intent or action')
  if (click.type === 2) return filled(click.url) && optionalHttps(click.url) ? null : bad('click_action.url')
  return click.type === 3 ? null : bad('click_action.type')
}

function badgeFault(badge: Json | undefined): Fault | null {
  if (badge === undefined) return null
  if (!isObject(badge)) return bad('badge')
  return firstBad([
    ['badge.class', filled(badge.class)],
    ['badge.add_num', optionalInteger(badge.add_num, 1, 99)],
    ['badge.set_num', optionalInteger(badge.set_num, 0, 99)],
  ])
}

function notificationFault(android: JsonObject, outer: JsonObject): Fault | null {
  const held = android.notification
  if (!isObject(held)) return bad('android.notification')
  const style = held.style ?? 0
  return (
    firstBad([
      ['title', filled(held.title ?? outer.title)],
      ['body', filled(held.body ?? outer.body)],
      ['icon', optionalText(held.icon)],
      ['color', optionalText(held.color) && (held.color === undefined || /^#[0-9a-f]{6}$/i.test(String(held.color)))],
      ['sound', optionalText(held.sound)],
      ['default_sound', optionalBoolean(held.default_sound)],
      ['tag', optionalText(held.tag)],
      ['channel_id', optionalText(held.channel_id)],
      ['notify_id', optionalInteger(held.notify_id, -1, 2 ** 31 - 1)],
      ['group', optionalText(held.group)],
      ['style', optionalOneOf(held.style, [0, 1, 3])],
      ['big_title and big_body', style !== 1 || (filled(held.big_title) && filled(held.big_body))],
      ['inbox_content', style !== 3 || (Array.isArray(held.inbox_content) && texts(held.inbox_content, 5, 1024))],
      ['importance', optionalOneOf(held.importance, ['LOW', 'NORMAL'])],
      ['image', optionalHttps(held.image)],
      ['foreground_show', optionalBoolean(held.foreground_show)],
      ['visibility', optionalOneOf(held.visibility, ['VISIBILITY_UNSPECIFIED', 'PUBLIC', 'SECRET', 'PRIVATE'])],
      ['when', optionalTime(held.when)],
      ['ticker', optionalText(held.ticker)],
      ['notify_summary', optionalText(held.notify_summary)],
      ['use_default_vibrate', optionalBoolean(held.use_default_vibrate)],
      ['use_default_light', optionalBoolean(held.use_default_light)],
      ['vibrate_config', texts(held.vibrate_config, 10, 64)],
      ['light_settings', lightFine(held.light_settings)],
      ['profile_id', optionalCharacters(held.profile_id, 64)],
      ['title_loc_key', optionalText(held.title_loc_key)],
      ['title_loc_args', texts(held.title_loc_args, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)],
      ['body_loc_key', optionalText(held.body_loc_key)],
      ['body_loc_args', texts(held.body_loc_args, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)],
      ['multi_lang_key', languagesFine(held.multi_lang_key)],
      ['buttons', buttonsFine(held.buttons)],
    ]) ??
    clickFault(held.click_action) ??
    badgeFault(held.badge)
  )
}

function ttlFault(ttl: Json | undefined): Fault | null {
  if (ttl === undefined) return null
  if (typeof ttl !== 'string' || !/^\d{1,12}s?$/.test(ttl)) return bad('android.ttl')
  return Number.parseInt(ttl, 10) <= longestTtl ? null : ['80100001', 'android.ttl is over 15 days']
}

/** What is wrong with a v1/v2 body, its tokens aside; null: nothing. */
export function bodyFault(body: JsonObject, mayHigh: boolean): Fault | null {
  const message = objectAt(body, 'message')
  const android = objectAt(message, 'android')
  const outer = objectAt(message, 'notification')
  const isNotification = isObject(message.notification) || isObject(android.notification)
  const data = android.data ?? message.data
  if (Buffer.byteLength(JSON.stringify({ ...body, message: { ...message, token: undefined } })) > mostBytes) return ['80300008']
  if (!optionalInteger(android.collapse_key, -1, 100)) return ['80100013']
  const fault = firstBad([
    ['validate_only', optionalBoolean(body.validate_only)],
    ['review', reviewFine(body.review)],
    ['data', optionalText(data)],
    ['data must be JSON text beside a notification', !isNotification || data === undefined || parseObject(String(data)) !== undefined],
    ['data or notification', isNotification || data !== undefined],
    ['android.urgency', optionalOneOf(android.urgency, ['HIGH', 'NORMAL'])],
    ['android.category', optionalOneOf(android.category, categories)],
    ['android.category PLAY_VOICE is for data', android.category !== 'PLAY_VOICE' || !isNotification],
    ['android.bi_tag', optionalText(android.bi_tag)],
    ['android.receipt_id', optionalText(android.receipt_id)],
    ['android.fast_app_target', optionalOneOf(android.fast_app_target, [1, 2])],
    ['android.target_user_type', optionalOneOf(android.target_user_type, [0, 1])],
  ])
  if (fault) return fault
  if (android.urgency === 'HIGH' && !isNotification && !mayHigh) return ['80300011']
  return ttlFault(android.ttl) ?? (isNotification ? notificationFault(android, outer) : null)
}
