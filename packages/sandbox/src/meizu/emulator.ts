import { createHash, randomBytes, randomInt } from 'node:crypto'
import { isReply, type Judged, judgeBatch, verdictsOf } from '../common/batch.ts'
import type { Call } from '../common/call.ts'
import type { Emulator } from '../common/emulator.ts'
import { digest, type EmulatorContext } from '../common/emulator-context.ts'
import { isForm } from '../common/form.ts'
import { type JsonObject, parseObject } from '../common/json.ts'
import { characters, objectAt } from '../common/json-reader.ts'
import { chinaOffset, createRateWindows, day } from '../common/rate-windows.ts'
import type { CallKind, Reply } from '../common/reply.ts'
import type { TokenState } from '../common/tokens.ts'
import { type Count, dataFault, notificationFault } from './checks.ts'
import { meizuReply } from './codes.ts'

/** The switches of the Meizu emulator. Source: docs/vendors/meizu.md, "Limits". */
export const meizuSettings = {
  /** Requests a second. */
  perSecond: 200,
  /** Messages to one device a minute; what is over is folded, 520. */
  perTokenPerMinute: 5,
  /** Messages of the app a day, counted by ids; what is over is 110019. No source gives a number. */
  perDay: Number.POSITIVE_INFINITY,
  /** Public messages to one device a day; what is over is 110011. */
  publicPerTokenPerDay: 3,
  /** Whether an emoji counts two, as UTF-16 units do: unconfirmed. */
  emojiCountTwo: false,
}

/** What Meizu's console gives an app. */
export interface MeizuCredentials extends JsonObject {
  readonly appId: string
  readonly appSecret: string
}

/** Makes an app's id and secret. */
export const createMeizuCredentials = (): MeizuCredentials => ({ appId: String(randomInt(100_000, 999_999)), appSecret: randomBytes(16).toString('hex') })

const states: Readonly<Record<TokenState, string | null>> = {
  live: null,
  dead: '110002',
  reinstalled: '110002',
  'switched-off': '110010',
  'other-app': '110003',
  'wrong-environment': '110003',
}

/** An alias that is not subscribed, or whose switch is off, has one code of its own. */
const aliasCode = '110005'

/** Codes that stand in `value` for a single id. */
const idCodes = ['110002', '110003', '110005', '110010', '110011', '201', '501', '513', '518', '519', '520']
const base = '/garcia/api/server/'
const paths: Readonly<Record<string, string>> = {
  [`${base}push/varnished/pushByPushId`]: 'notification',
  [`${base}push/varnished/pushByAlias`]: 'alias',
  [`${base}push/unvarnished/pushByPushId`]: 'data',
  [`${base}push/pushTask/getTaskId`]: 'save',
  [`${base}push/task/varnished/pushByPushId`]: 'task',
  [`${base}message/getRegisterSwitch`]: 'switch',
}
const mostIds = 100

/** The signature over all fields but `sign`, empty ones too. Source: docs/vendors/meizu.md, "Signature". */
export function meizuSign(fields: Iterable<readonly [string, string]>, secret: string): string {
  const sorted = [...fields].filter(([name]) => name !== 'sign').sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return createHash('md5')
    .update(`${sorted.map(([name, value]) => `${name}=${value}`).join('')}${secret}`)
    .digest('hex')
}

/** Meizu's push API. Source: docs/vendors/meizu.md. */
export function createMeizu(options: {
  readonly credentials: MeizuCredentials
  readonly settings: typeof meizuSettings
  readonly desk: EmulatorContext
}): Emulator {
  const { credentials, desk, settings } = options
  const seconds = createRateWindows(1000)
  const minutes = createRateWindows(60_000)
  const days = createRateWindows(day)
  const tasks = new Map<string, JsonObject>()

  const count = (): Count => (settings.emojiCountTwo ? text => text.length : characters)
  const limited = (judged: readonly Judged[], isPublic: boolean): readonly Judged[] =>
    judged.map(each => {
      if (each.code !== null) return each
      if (!minutes.take(each.token, settings.perTokenPerMinute, desk.now())) return { ...each, code: '520' }
      return isPublic && !days.take(`to ${each.token}`, settings.publicPerTokenPerDay, desk.now() + chinaOffset) ? { ...each, code: '110011' } : each
    })

  const deliver = (call: Call, which: string, message: JsonObject, list: readonly string[]): Reply => {
    const isPublic = which !== 'data' && objectAt(message, 'noticeBarInfo').noticeMsgType !== 1
    const rules = { states, wellFormed: (token: string) => /^[^\s,]{1,128}$/.test(token), malformed: '110003' }
    const first = judgeBatch(desk, emulator, call, list, rules, code => idCodes.includes(code))
    if (isReply(first)) return first
    const byState = (each: Judged): Judged =>
      which === 'alias' && each.code === states[each.state] && each.code !== null ? { ...each, code: aliasCode } : each
    const judged = limited(first.map(byState), isPublic)
    const failed = Map.groupBy(
      judged.filter(each => each.code !== null),
      each => each.code ?? '',
    )
    const value = Object.fromEntries([...failed].map(([code, each]) => [code, each.map(one => one.token)]))
    return meizuReply('200', { value, verdicts: verdictsOf(judged, '200', digest(JSON.stringify(message))) })
  }

  const push = (call: Call, which: string, fields: ReadonlyMap<string, string>): Reply => {
    const target = which === 'alias' ? 'alias' : 'pushIds'
    const list = (fields.get(target) ?? '').split(',').filter(id => id !== '')
    const refuse = (code: string, detail: string): Reply =>
      meizuReply(code, { detail, verdicts: list.map(token => ({ token, code, accepted: false, id: '' })) })
    if (!seconds.take('', settings.perSecond, desk.now())) return refuse('110010', 'too fast')
    if (list.length === 0) return meizuReply('110004', { detail: target })
    if (list.length > mostIds) return refuse('1005', target)
    const message = which === 'task' ? tasks.get(fields.get('taskId') ?? '') : parseObject(fields.get('messageJson') ?? '')
    if (!message) return which === 'task' ? refuse('110032', 'taskId') : refuse(fields.get('messageJson') ? '1005' : '110004', 'messageJson')
    const fault = which === 'data' ? dataFault(message) : notificationFault(message, count())
    if (fault) return refuse('1005', fault)
    if (!days.take('app', settings.perDay, desk.now() + chinaOffset, list.length)) return refuse('110019', 'today')
    return deliver(call, which, message, list)
  }

  const save = (fields: ReadonlyMap<string, string>): Reply => {
    const message = parseObject(fields.get('messageJson') ?? '')
    const fault = message ? notificationFault(message, count()) : 'messageJson'
    if (!message || fault) return meizuReply('1005', { detail: fault ?? '', kind: 'other' })
    const taskId = String(randomInt(1_000_000, 2 ** 40))
    if (tasks.size >= 10_000) tasks.clear()
    tasks.set(taskId, message)
    return meizuReply('200', { value: { taskId: Number(taskId), pushType: 0, appId: Number(credentials.appId) }, kind: 'other' })
  }

  const kindOf = (call: Call): CallKind => {
    const which = paths[call.path]
    return which === undefined || which === 'save' || which === 'switch' ? 'other' : 'send'
  }
  const emulator: Emulator = {
    vendor: 'meizu',
    settings,
    credentials,
    kindOf,
    handle(call) {
      const which = paths[call.path]
      const kind = kindOf(call)
      if (which === undefined || call.method !== (which === 'switch' ? 'GET' : 'POST')) return { status: 404, body: 'Not Found', code: '404', kind }
      if (which !== 'switch' && !isForm(call.headers['content-type'])) return meizuReply('1005', { detail: 'the body is no form', kind })
      const pairs = [...new URLSearchParams(which === 'switch' ? call.query : call.body)]
      const fields = new Map(pairs)
      if (!fields.get('appId')) return meizuReply('110004', { detail: 'appId', kind })
      if (fields.get('appId') !== credentials.appId) return meizuReply('110000', { kind })
      if (!fields.get('sign')) return meizuReply('110004', { detail: 'sign', kind })
      if (fields.get('sign') !== meizuSign(pairs, credentials.appSecret)) return meizuReply('1006', { kind })
      if (which === 'save') return save(fields)
      if (which !== 'switch') return push(call, which, fields)
      const { state } = desk.tokens.get(fields.get('pushId') ?? '')
      return meizuReply('200', { value: { barTypeSwitch: state === 'switched-off' ? 0 : 1, directTypeSwitch: 1 }, kind })
    },
    answer: (code, call) => meizuReply(code, { kind: kindOf(call) }),
    expire: () => undefined,
    reset() {
      for (const windows of [seconds, minutes, days]) windows.clear()
      tasks.clear()
    },
  }
  return emulator
}
