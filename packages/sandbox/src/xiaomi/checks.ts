import { isObject, parseJson } from '../common/json.ts'

/** A code and why. */
export type Fault = readonly [code: string, reason?: string]

/** The message class that a request asks for. */
export type MessageClass = 'default' | 'public' | 'private'

const longest = 2 ** 31 - 1
const days = 86_400_000

/** `extra.` keys with a meaning of Xiaomi's own. Source: docs/vendors/xiaomi.md, "Form fields". */
const knownExtras = new Set([
  'channel_id',
  'channel_name',
  'channel_description',
  'template_id',
  'template_param',
  'notify_effect',
  'intent_uri',
  'web_uri',
  'notify_foreground',
  'sound_uri',
  'sound_url',
  'badge',
  'jobkey',
  'flow_control',
  'only_send_once',
  'callback',
  'callback.param',
  'callback.type',
  'ticker',
  'locale',
  'locale_not_in',
  'model',
  'model_not_in',
  'app_version',
  'app_version_not_in',
  'connpt',
])

type Fields = ReadonlyMap<string, string>

const isInteger = (text: string, min: number, max: number): boolean => /^-?\d{1,16}$/.test(text) && Number(text) >= min && Number(text) <= max

function templateFault(fields: Fields): Fault | null {
  const param = fields.get('extra.template_param')
  if (fields.get('extra.template_id') === undefined) return param === undefined ? null : ['10017', 'template_param without template_id']
  const values = param === undefined ? {} : parseJson(param)
  if (!isObject(values)) return ['10017', 'template_param is no JSON object']
  const pairs = Object.entries(values)
  if (pairs.length > 9) return ['10017', 'more than 9 template variables']
  for (const [name, value] of pairs) {
    if (typeof value !== 'string' || value.trim() === '' || value.length > 128) return ['10017', `template variable ${name} must be 1 to 128 characters`]
    if (/[\p{So}\p{Cn}\p{Emoji_Presentation}]/u.test(value)) return ['10017', `template variable ${name} holds an emoji or symbol`]
  }
  return null
}

function extrasFault(fields: Fields): Fault | null {
  const own = [...fields].filter(([name]) => name.startsWith('extra.') && !knownExtras.has(name.slice(6)))
  if (own.length > 10) return ['65014']
  if (own.reduce((sum, [name, value]) => sum + name.length - 6 + value.length, 0) > 1024) return ['65015']
  const jobkey = fields.get('extra.jobkey')
  if (jobkey !== undefined && !/^[0-9A-Za-z-][0-9A-Za-z_-]{0,19}$/.test(jobkey)) return ['10016', 'jobkey illegal']
  const effect = fields.get('extra.notify_effect')
  if (effect !== undefined && !['1', '2', '3'].includes(effect)) return ['10016', 'notify_effect illegal']
  if (effect === '2' && !/^intent:.*;end$/s.test(fields.get('extra.intent_uri') ?? '')) return ['10016', 'intent_uri missing or illegal']
  if (effect === '3' && !/^https?:\/\//i.test(fields.get('extra.web_uri') ?? '')) return ['10016', 'web_uri missing or illegal']
  const callback = fields.get('extra.callback')
  if (callback !== undefined && !/^https?:\/\//.test(callback)) return ['65038']
  if (Buffer.byteLength(fields.get('extra.callback.param') ?? '') > 64) return ['65036']
  return null
}

/** What is wrong with the message of a request, whoever it is for; null: nothing. */
export function messageFault(fields: Fields, kind: MessageClass, strictNotifyId: boolean): Fault | null {
  const passThrough = fields.get('pass_through') ?? '0'
  const title = fields.get('title') ?? ''
  const description = fields.get('description') ?? ''
  const templated = fields.get('extra.template_id') !== undefined
  if (passThrough !== '0' && passThrough !== '1') return ['10016', 'pass_through illegal']
  if (passThrough === '0' && !templated && (title.trim() === '' || description.trim() === '')) return ['65011']
  if (title.length >= 50) return ['65009', 'title must be shorter than 50']
  if (description.length >= 128) return ['65009', 'description must be shorter than 128']
  if (Buffer.byteLength(fields.get('payload') ?? '') > 4096) return ['65009', 'payload too long']
  const notifyType = fields.get('notify_type')
  if (notifyType !== undefined && !isInteger(notifyType, -1, 7)) return ['10016', 'notify_type illegal']
  const notifyId = fields.get('notify_id')
  if (notifyId !== undefined && !isInteger(notifyId, 0, strictNotifyId ? longest : Number.MAX_SAFE_INTEGER)) return ['10016', 'notify_id illegal']
  const ttl = fields.get('time_to_live')
  if (ttl !== undefined && !isInteger(ttl, 0, kind === 'private' ? 10 * days : days)) return ['10016', 'time_to_live illegal']
  return templateFault(fields) ?? extrasFault(fields)
}

/** A well-formed registration id. */
export const isRegistrationId = (id: string): boolean => /^[A-Za-z0-9+/=_-]{1,256}$/.test(id)
