import { createHash, randomBytes } from 'node:crypto'
import { createAccessTokens } from '../common/access-tokens.ts'
import { isReply, type Judged, judgeBatch, verdictsOf } from '../common/batch.ts'
import type { Call } from '../common/call.ts'
import type { Emulator } from '../common/emulator.ts'
import { digest, type EmulatorContext } from '../common/emulator-context.ts'
import { type Form, isForm, parseForm } from '../common/form.ts'
import { isObject, type JsonObject, parseJson, parseObject } from '../common/json.ts'
import { objectAt } from '../common/json-reader.ts'
import { chinaOffset, createRateWindows, day } from '../common/rate-windows.ts'
import type { Reply, Verdict } from '../common/reply.ts'
import type { TokenState } from '../common/tokens.ts'
import { isPublic, messageFault, notificationFault } from './checks.ts'
import { oppoReply } from './codes.ts'

/** The switches of the OPPO emulator. Source: docs/vendors/oppo.md, "Classification and quotas". */
export const oppoSettings = {
  /** Seconds an auth token is good for. */
  tokenLifetime: 86_400,
  /** Targets a second, over all calls. */
  perSecond: 5000,
  /** Messages of content and marketing a day, and those without a category. */
  publicPerDay: 20_000,
  /** Messages of communication and service a day: OPPO has no limit. */
  servicePerDay: Number.POSITIVE_INFINITY,
  /** Messages that may be saved a day; no source gives a number. */
  savedPerDay: Number.POSITIVE_INFINITY,
  /** The same to one device; what is over is not shown. */
  publicPerTokenPerDay: 2,
  /** Whether notify_level 16 is granted. */
  bannerGranted: true,
  /** Categories that are approved, separated by commas; `*`: all. Others are refused with 67. */
  approved: '*',
  /** Ids of approved private templates, separated by commas; `*`: all. Others are refused with 54. */
  templates: '*',
  /** A single push to a dead or malformed id gets 41 "Invalid registration_id" instead of 10000, as live calls do. */
  deadIs41: false,
  /** Characters of a content of style 1: 50 by newer sources, 200 by one. */
  contentLength: 50,
}

/** What OPPO's console gives an app. */
export interface OppoCredentials extends JsonObject {
  readonly appKey: string
  readonly masterSecret: string
}

/** Makes an app's key and secret. */
export const createOppoCredentials = (): OppoCredentials => ({ appKey: randomBytes(16).toString('hex'), masterSecret: randomBytes(16).toString('hex') })

const states: Readonly<Record<TokenState, string | null>> = {
  live: null,
  dead: '10000',
  reinstalled: '10000',
  'switched-off': null,
  'other-app': '10000',
  'wrong-environment': '10000',
}
const paths: Readonly<Record<string, string>> = {
  '/server/v1/auth': 'auth',
  '/server/v1/message/notification/unicast': 'unicast',
  '/server/v1/message/notification/unicast_batch': 'batch',
  '/server/v1/message/notification/save_message_content': 'save',
  '/server/v1/message/notification/broadcast': 'broadcast',
}
const clockTolerance = 600_000
const mostTargets = 1000

const idOf = (notification: JsonObject): string => {
  const id = notification.app_message_id
  return id === undefined || id === '' ? digest(JSON.stringify(notification)) : String(id)
}

/** OPPO's push API. Source: docs/vendors/oppo.md. */
export function createOppo(options: {
  readonly credentials: OppoCredentials
  readonly settings: typeof oppoSettings
  readonly desk: EmulatorContext
}): Emulator {
  const { credentials, desk, settings } = options
  const tokens = createAccessTokens(() => randomBytes(24).toString('hex'))
  const seconds = createRateWindows(1000)
  const days = createRateWindows(day)
  const reached = createRateWindows(day)
  const saved = new Map<string, JsonObject>()
  const newId = (): string => randomBytes(12).toString('hex')

  const authorize = (form: Form): Reply => {
    const key = form.fields.get('app_key')
    const timestamp = form.fields.get('timestamp')
    const sign = form.fields.get('sign')
    const refuse = (code: string): Reply => oppoReply(code, { kind: 'auth' })
    if (key === undefined) return refuse('15')
    if (timestamp === undefined) return refuse('18')
    if (sign === undefined) return refuse('17')
    if (key !== credentials.appKey) return refuse('14')
    if (!/^\d{13}$/.test(timestamp) || Math.abs(Number(timestamp) - desk.now()) > clockTolerance) return refuse('19')
    if (
      sign !==
      createHash('sha256')
        .update(key + timestamp + credentials.masterSecret)
        .digest('hex')
    )
      return refuse('16')
    return oppoReply('0', { kind: 'auth', data: { auth_token: tokens.issue(desk.now(), settings.tokenLifetime), create_time: desk.now() } })
  }

  const judge = (call: Call, list: readonly string[]): readonly Judged[] | Reply => {
    const rules = { states, wellFormed: (token: string) => /^[^\s;]{1,512}$/.test(token), malformed: '10000' }
    return judgeBatch(desk, emulator, call, list, rules, code => code === '10000')
  }
  const today = (key: string, most: number, count: number): boolean => days.take(key, most, desk.now() + chinaOffset, count)
  /** Of `count` messages `open` are public ones. */
  const limit = (count: number, open: number): Reply | null => {
    if (!seconds.take('', settings.perSecond, desk.now(), count)) return oppoReply('13')
    const fits = (open === 0 || today('public', settings.publicPerDay, open)) && (open === count || today('service', settings.servicePerDay, count - open))
    return fits ? null : oppoReply('33')
  }
  /** One app_message_id reaches a target once. */
  const verdicts = (judged: readonly Judged[], notification: JsonObject): Verdict[] => {
    const id = idOf(notification)
    return verdictsOf(judged, '0', id, token => {
      const fresh = notification.app_message_id === undefined || reached.take(`${token} ${id}`, 1, desk.now())
      return fresh && (!isPublic(notification) || today(`to ${token}`, settings.publicPerTokenPerDay, 1))
    })
  }

  const unicast = (call: Call, form: Form): Reply => {
    const message = parseObject(form.fields.get('message') ?? '')
    if (!message) return oppoReply('40', { detail: 'message' })
    const token = String(message.target_value ?? '')
    const refuse = (code: string, detail?: string): Reply =>
      oppoReply(code, { ...(detail === undefined ? {} : { detail }), verdicts: [{ token, code, accepted: false, id: '' }] })
    const fault = messageFault(message, settings)
    if (fault) return refuse(fault[0], fault[1])
    const notification = objectAt(message, 'notification')
    const judged = judge(call, [token])
    if (isReply(judged)) return judged
    if (judged[0]?.code === '10000' && settings.deadIs41) return refuse('41', 'Invalid registration_id')
    if (judged[0]?.code) return refuse(judged[0].code)
    return limit(1, isPublic(notification) ? 1 : 0) ?? oppoReply('0', { data: { messageId: newId() }, verdicts: verdicts(judged, notification) })
  }

  const batch = (call: Call, form: Form): Reply => {
    const list = parseJson(form.fields.get('messages') ?? '')
    if (!Array.isArray(list) || list.length === 0) return oppoReply('40', { detail: 'messages' })
    if (list.length > mostTargets) return oppoReply('41', { detail: 'messages' })
    const limited = limit(list.length, list.filter(message => isObject(message) && isPublic(objectAt(message, 'notification'))).length)
    if (limited) return limited
    const data: JsonObject[] = []
    const all: Verdict[] = []
    for (const message of list) {
      const held: JsonObject = isObject(message) ? message : {}
      const registrationId = String(held.target_value ?? '')
      const fault = messageFault(held, settings)
      const judged = fault ? [{ token: registrationId, code: fault[0], state: 'live' as const }] : judge(call, [registrationId])
      if (isReply(judged)) return judged
      all.push(...verdicts(judged, objectAt(held, 'notification')))
      const code = judged[0]?.code
      data.push(
        code ? { registrationId, errorCode: Number(code), errorMessage: fault?.[1] ?? 'Invalid RegistrationId' } : { messageId: newId(), registrationId },
      )
    }
    return oppoReply('0', { data, verdicts: all })
  }

  const save = (form: Form): Reply => {
    const notification = Object.fromEntries([...form.fields].filter(([name]) => name !== 'auth_token'))
    const fault = notificationFault(notification, false, settings)
    if (fault) return oppoReply(fault[0], { detail: fault[1], kind: 'other' })
    if (!today('saved', settings.savedPerDay, 1)) return oppoReply('42', { kind: 'other' })
    const id = newId()
    if (saved.size >= 10_000) saved.clear()
    saved.set(id, notification)
    return oppoReply('0', { data: { message_id: id }, kind: 'other' })
  }

  const broadcast = (call: Call, form: Form): Reply => {
    const id = form.fields.get('message_id') ?? ''
    const notification = saved.get(id)
    const list = (form.fields.get('target_value') ?? '').split(';').filter(token => token !== '')
    if (!notification) return oppoReply('31', { detail: 'message_id' })
    if (form.fields.get('target_type') !== '2') return oppoReply('41', { detail: 'target_type' })
    if (list.length === 0 || list.length > mostTargets) return oppoReply(list.length === 0 ? '40' : '41', { detail: 'target_value' })
    const judged = judge(call, list)
    if (isReply(judged)) return judged
    const limited = limit(list.length, isPublic(notification) ? list.length : 0)
    if (limited) return limited
    const failed = Map.groupBy(
      judged.filter(each => each.code !== null),
      each => each.code ?? '',
    )
    const byCode = Object.fromEntries([...failed].map(([code, each]) => [code, each.map(one => one.token)]))
    return oppoReply('0', {
      data: { message_id: id, task_id: newId(), ...byCode },
      verdicts: verdicts(judged, notification.app_message_id === undefined ? { ...notification, message_id: id } : notification),
    })
  }

  const emulator: Emulator = {
    vendor: 'oppo',
    settings,
    credentials,
    kindOf: call => (paths[call.path] === 'auth' ? 'auth' : paths[call.path] === undefined || paths[call.path] === 'save' ? 'other' : 'send'),
    handle(call) {
      const which = paths[call.path]
      const kind = emulator.kindOf(call)
      if (which === undefined) return oppoReply('20', { kind })
      if (call.method !== 'POST') return oppoReply('12', { kind })
      const form = parseForm(isForm(call.headers['content-type']) ? call.body : '')
      if (which === 'auth') return authorize(form)
      const token = form.fields.get('auth_token') ?? call.headers.auth_token
      if (token === undefined) return oppoReply('29', { kind })
      const known = tokens.look(token)
      if (!known || known.expiresAt <= desk.now()) return oppoReply('11', { kind })
      return which === 'unicast' ? unicast(call, form) : which === 'batch' ? batch(call, form) : which === 'save' ? save(form) : broadcast(call, form)
    },
    answer: (code, call) => oppoReply(code, { kind: emulator.kindOf(call) }),
    expire: () => tokens.expireAll(desk.now()),
    reset() {
      for (const windows of [seconds, days, reached]) windows.clear()
      saved.clear()
    },
  }
  return emulator
}
