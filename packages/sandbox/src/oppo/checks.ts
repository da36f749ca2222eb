import { isObject, type Json, type JsonObject, parseObject } from '../common/json.ts'
import { characters, filled, optionalNumeric } from '../common/json-reader.ts'

/** A code and what is wrong. */
export type Fault = readonly [code: string, message: string]

/** What OPPO's console granted an app, and where sources differ. */
export interface Grants {
  /** notify_level 16. */
  readonly bannerGranted: boolean
  /** Categories, separated by commas; `*`: all. */
  readonly approved: string
  /** Private templates by id, separated by commas; `*`: all. */
  readonly templates: string
  /** Characters of a content of style 1. */
  readonly contentLength: number
}

const hour = 3600
const publicCategories = ['MARKETING', 'NEWS', 'CONTENT', 'SOCIAL']

/** Whether a message is content and marketing, or has no category: then the old channel's rules hold. */
export const isPublic = ({ category }: JsonObject): boolean => !filled(category) || publicCategories.includes(category)

const asBoolean = (value: Json | undefined): boolean => value === undefined || typeof value === 'boolean' || value === 'true' || value === 'false'
const oneOf = (value: Json | undefined, values: readonly number[]): boolean => value === undefined || values.includes(Number(value))
const upTo = (value: Json | undefined, most: number): boolean => value === undefined || (typeof value === 'string' && characters(value) <= most)
const asTime = (value: Json | undefined): boolean => /^\d{13}$/.test(String(value))
const isListed = (list: string, word: string): boolean => list === '*' || list.split(',').includes(word)
const asJsonText = (value: Json | undefined): boolean =>
  value === undefined || isObject(value) || (typeof value === 'string' && parseObject(value) !== undefined)

/** 0 sets a count of 0 to 99, 1 adds: 1 where no count is stated. */
function badgeFault({ badge_operation_type: type, badge_message_count: count }: JsonObject): Fault | null {
  if (type === undefined) return count === undefined ? null : ['40', 'badge_operation_type']
  if (!oneOf(type, [0, 1])) return ['41', 'badge_operation_type']
  if (count === undefined) return Number(type) === 1 ? null : ['40', 'badge_message_count']
  return optionalNumeric(count, 0, 99) ? null : ['41', 'badge_message_count']
}

function clickFault(held: JsonObject): Fault | null {
  const type = Number(held.click_action_type ?? 0)
  if (![0, 1, 2, 4, 5].includes(type)) return ['41', 'click_action_type']
  if ((type === 1 || type === 4) && !filled(held.click_action_activity)) return ['40', 'click_action_activity']
  if ((type === 2 || type === 5) && !filled(held.click_action_url)) return ['40', 'click_action_url']
  if (!upTo(held.click_action_activity, 500)) return ['41', 'click_action_activity']
  if (!upTo(held.click_action_url, 2000)) return ['41', 'click_action_url']
  const { action_parameters: parameters } = held
  if (parameters === undefined || parameters === '') return null
  return typeof parameters === 'string' && characters(parameters) <= 4000 && parseObject(parameters) !== undefined ? null : ['41', 'action_parameters']
}

function textFault(held: JsonObject, { templates, contentLength }: Grants): Fault | null {
  const template = held.private_msg_template_id
  if (template !== undefined && template !== '') {
    if (!isListed(templates, String(template))) return ['54', 'private_msg_template_id']
    for (const name of ['private_title_parameters', 'private_content_parameters']) {
      const value = held[name]
      if (!asJsonText(value) || (value !== undefined && Object.keys(isObject(value) ? value : (parseObject(String(value)) ?? {})).length === 0))
        return ['54', name]
    }
    return null
  }
  const most = { '2': 128, '3': 50 }[String(held.style ?? 1)] ?? contentLength
  if (!filled(held.title)) return ['40', 'title']
  if (!filled(held.content)) return ['40', 'content']
  if (characters(held.title) > 50) return ['41', 'title']
  return characters(held.content) > most ? ['41', 'content'] : null
}

function categoryFault(held: JsonObject, { approved, bannerGranted }: Grants): Fault | null {
  const category = held.category === '' ? undefined : held.category
  if (category !== undefined && (typeof category !== 'string' || !/^[A-Z][A-Z0-9_]*$/.test(category) || !isListed(approved, category)))
    return ['67', 'category']
  if (held.notify_level === undefined) return null
  if (category === undefined || !oneOf(held.notify_level, [1, 2, 16])) return ['67', 'notify_level']
  return Number(held.notify_level) === 16 && !bannerGranted ? ['67', 'notify_level 16 is not granted'] : null
}

/** What only broadcasts have: pictures, a time to show, a speed. What only "all users" have: a time to send. */
function broadcastFault(held: JsonObject, unicast: boolean): Fault | null {
  const has = (name: string): boolean => held[name] !== undefined && held[name] !== ''
  if (has('push_time_type') && Number(held.push_time_type) !== 0) return ['41', 'push_time_type']
  if (unicast) {
    if (has('big_picture_id') || has('small_picture_id')) return ['30', 'pictures']
    if (Number(held.show_time_type ?? 0) !== 0) return ['41', 'show_time_type']
    return held.fix_speed === true || held.fix_speed === 'true' ? ['41', 'fix_speed'] : null
  }
  if (!oneOf(held.show_time_type, [0, 1])) return ['41', 'show_time_type']
  if (Number(held.show_time_type ?? 0) === 1) {
    for (const name of ['show_start_time', 'show_end_time']) if (!has(name) || !asTime(held[name])) return [has(name) ? '41' : '40', name]
  }
  if (!asBoolean(held.fix_speed)) return ['41', 'fix_speed']
  return String(held.fix_speed) === 'true' && !(has('fix_speed_rate') && optionalNumeric(held.fix_speed_rate, 1000, 10_000)) ? ['41', 'fix_speed_rate'] : null
}

/** Seconds in the tray at most: of a class that is known 12 or 24 hours, else what older texts allow. */
const longestShown = (held: JsonObject): number => (filled(held.category) ? (isPublic(held) ? 12 : 24) : 48) * hour

/** What is wrong with a `notification` object; null: nothing. Source: docs/vendors/oppo.md, "notification". */
export function notificationFault(held: JsonObject, unicast: boolean, grants: Grants): Fault | null {
  const checks: readonly (readonly [field: string, fine: boolean])[] = [
    ['app_message_id', ['undefined', 'string', 'number'].includes(typeof held.app_message_id)],
    ['sub_title', upTo(held.sub_title, 10)],
    ['style', oneOf(held.style, unicast ? [1, 2] : [1, 2, 3])],
    ['off_line', asBoolean(held.off_line)],
    ['off_line_ttl', optionalNumeric(held.off_line_ttl, 0, Number.MAX_SAFE_INTEGER)],
    ['network_type', oneOf(held.network_type, [0, 1])],
    ['show_ttl', optionalNumeric(held.show_ttl, 0, longestShown(held))],
    ['notify_id', optionalNumeric(held.notify_id, 0, 2 ** 31 - 1)],
    ['channel_id', upTo(held.channel_id, Number.POSITIVE_INFINITY)],
    ['call_back_url', upTo(held.call_back_url, 200)],
    ['call_back_parameter', upTo(held.call_back_parameter, 100)],
  ]
  const wrong = checks.find(([, fine]) => !fine)
  if (wrong) return ['41', wrong[0]]
  return broadcastFault(held, unicast) ?? categoryFault(held, grants) ?? textFault(held, grants) ?? badgeFault(held) ?? clickFault(held)
}

/** What is wrong with a `message` of the unicast calls around its notification; null: nothing. */
export function messageFault(message: JsonObject, grants: Grants): Fault | null {
  const type = Number(message.target_type)
  if (message.target_type === undefined) return ['40', 'target_type']
  if (type !== 2 && type !== 5) return ['41', 'target_type']
  if (!filled(message.target_value)) return ['40', 'target_value']
  if (message.target_value.includes(';')) return ['41', 'target_value']
  if (!asBoolean(message.verify_registration_id)) return ['41', 'verify_registration_id']
  return isObject(message.notification) ? notificationFault(message.notification, true, grants) : ['40', 'notification']
}
