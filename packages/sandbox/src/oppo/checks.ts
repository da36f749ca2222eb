import { isObject, type Json, type JsonObject, parseObject } from '../common/json.ts'
import { characters, filled, optionalInteger, optionalNumeric, optionalText } from '../common/probe.ts'

/** A code and what is wrong. */
export type Fault = readonly [code: string, message: string]

const days = 86_400_000
const asBoolean = (value: Json | undefined): boolean => value === undefined || typeof value === 'boolean' || value === 'true' || value === 'false'
const oneOf = (value: Json | undefined, values: readonly number[]): boolean => value === undefined || values.includes(Number(value))
const asJsonText = (value: Json | undefined): boolean =>
  value === undefined || isObject(value) || (typeof value === 'string' && parseObject(value) !== undefined)

function clickFault(held: JsonObject): Fault | null {
  const type = Number(held.click_action_type ?? 0)
  if (![0, 1, 2, 4, 5].includes(type)) return ['41', 'click_action_type']
  if ((type === 1 || type === 4) && !filled(held.click_action_activity)) return ['40', 'click_action_activity']
  if ((type === 2 || type === 5) && !filled(held.click_action_url)) return ['40', 'click_action_url']
  if (!optionalText(held.click_action_activity, 500)) return ['41', 'click_action_activity']
  if (!optionalText(held.click_action_url, 2000)) return ['41', 'click_action_url']
  const { action_parameters: parameters } = held
  if (parameters !== undefined && (typeof parameters !== 'string' || parameters.length > 4000 || (parameters !== '' && parseObject(parameters) === undefined)))
    return ['41', 'action_parameters']
  return null
}

function textFault(held: JsonObject): Fault | null {
  if (held.private_msg_template_id !== undefined && held.private_msg_template_id !== '') {
    for (const name of ['private_title_parameters', 'private_content_parameters']) {
      const value = held[name]
      if (!asJsonText(value) || (value !== undefined && Object.keys(isObject(value) ? value : (parseObject(String(value)) ?? {})).length === 0))
        return ['54', name]
    }
    return null
  }
  const style = Number(held.style ?? 1)
  const most = style === 2 ? 128 : 50
  if (!filled(held.title)) return ['40', 'title']
  if (!filled(held.content)) return ['40', 'content']
  if (characters(held.title) > 50) return ['41', 'title']
  if (characters(held.content) > most) return ['41', 'content']
  return null
}

/** What is wrong with a `notification` object; null: nothing. Source: vendors/oppo.md, "notification". */
export function notificationFault(held: JsonObject, options: { readonly unicast: boolean; readonly banner: boolean }): Fault | null {
  const category = held.category === '' ? undefined : held.category
  const checks: readonly (readonly [field: string, fine: boolean])[] = [
    ['app_message_id', optionalText(held.app_message_id, 64) || typeof held.app_message_id === 'number'],
    ['sub_title', held.sub_title === undefined || (typeof held.sub_title === 'string' && characters(held.sub_title) <= 10)],
    ['style', oneOf(held.style, options.unicast ? [1, 2] : [1, 2, 3])],
    ['off_line', asBoolean(held.off_line)],
    ['off_line_ttl', optionalNumeric(held.off_line_ttl, 0, Number.MAX_SAFE_INTEGER)],
    ['show_time_type', oneOf(held.show_time_type, options.unicast ? [0] : [0, 1])],
    ['network_type', oneOf(held.network_type, [0, 1])],
    ['show_ttl', optionalNumeric(held.show_ttl, 0, (2 * days) / 1000)],
    ['notify_id', optionalInteger(held.notify_id, 0, 2 ** 31 - 1) || optionalNumeric(held.notify_id, 0, 2 ** 31 - 1)],
    ['channel_id', optionalText(held.channel_id)],
    ['call_back_url', optionalText(held.call_back_url, 200)],
    ['call_back_parameter', optionalText(held.call_back_parameter, 100)],
  ]
  const wrong = checks.find(([, fine]) => !fine)
  if (wrong) return ['41', wrong[0]]
  if (category !== undefined && (typeof category !== 'string' || !/^[A-Z][A-Z_]*$/.test(category))) return ['67', 'category']
  if (held.notify_level !== undefined) {
    if (category === undefined || !oneOf(held.notify_level, [1, 2, 16])) return ['67', 'notify_level']
    if (Number(held.notify_level) === 16 && !options.banner) return ['67', 'notify_level 16 is not granted']
  }
  return textFault(held) ?? clickFault(held)
}

/** What is wrong with a `message` of the unicast calls around its notification; null: nothing. */
export function messageFault(message: JsonObject, options: { readonly banner: boolean }): Fault | null {
  const type = Number(message.target_type)
  if (message.target_type === undefined) return ['40', 'target_type']
  if (type !== 2 && type !== 5) return ['41', 'target_type']
  if (!filled(message.target_value)) return ['40', 'target_value']
  if (message.target_value.includes(';')) return ['41', 'target_value']
  if (!asBoolean(message.verify_registration_id)) return ['41', 'verify_registration_id']
  return isObject(message.notification) ? notificationFault(message.notification, { unicast: true, banner: options.banner }) : ['40', 'notification']
}
