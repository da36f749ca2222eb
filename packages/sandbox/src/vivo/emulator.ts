import { createHash, randomBytes, randomInt } from 'node:crypto'
import { createAccessTokens } from '../common/access-tokens.ts'
import { isReply, type Judged, judgeBatch, verdictsOf } from '../common/batch.ts'
import type { Call } from '../common/call.ts'
import type { Emulator } from '../common/emulator.ts'
import { digest, type EmulatorContext } from '../common/emulator-context.ts'
import { type Json, type JsonObject, parseObject } from '../common/json.ts'
import { filled } from '../common/json-reader.ts'
import { chinaOffset, createRateWindows, day } from '../common/rate-windows.ts'
import type { Reply } from '../common/reply.ts'
import type { TokenState } from '../common/tokens.ts'
import { messageFault, requestIdFault } from './checks.ts'
import { vivoReply } from './codes.ts'

/** The switches of the vivo emulator. Source: docs/vendors/vivo.md, "Auth" and "Quotas". */
export const vivoSettings = {
  /** Seconds an auth token is good for. */
  tokenLifetime: 86_400,
  /** Calls of auth a second. */
  authPerSecond: 10,
  /** Targets a second. */
  perSecond: 3000,
  /** System messages a day; unlimited on application. */
  systemPerDay: Number.POSITIVE_INFINITY,
  /** Operation messages a day. */
  operationPerDay: 20_000,
  /** The same to one device; what is over is not shown. */
  operationPerTokenPerDay: 2,
  /** Calls of saveListPayload a day; no source gives a number. */
  savedPerDay: Number.POSITIVE_INFINITY,
  /** The console's test devices, separated by commas; `*`: all. A test message (pushMode 1) to another one has status 4. */
  testDevices: '',
  /** Whether title and content are counted by the older texts, which the SDK keeps to. */
  olderCount: false,
  /** Whether texts that look like a test get 10104; off, since one source alone has it and every English text would. */
  refusesTests: false,
  /** Whether operation messages are refused outside 7:00 to 23:00 China time; off, so that tests do not depend on the hour. */
  operationHours: false,
}

/** What vivo's console gives an app. */
export interface VivoCredentials extends JsonObject {
  readonly appId: string
  readonly appKey: string
  readonly appSecret: string
}

/** Makes an app's ids and secret. */
export const createVivoCredentials = (): VivoCredentials => ({
  appId: String(randomInt(10_000, 99_999)),
  appKey: randomBytes(16).toString('hex'),
  appSecret: randomBytes(16).toString('hex'),
})

/** `invalidUser.status` of a token, or the code for one that cannot be pushed to now. */
const states: Readonly<Record<TokenState, string | null>> = {
  live: null,
  dead: '2',
  reinstalled: '2',
  'switched-off': '10311',
  'other-app': '1',
  'wrong-environment': '1',
}
const wellFormed = (token: string): boolean => /^\S{1,256}$/.test(token)
/** Characters of an alias: 40 in older texts, 70 in newer ones. */
const longestAlias = 70
const calls = ['/message/auth', '/message/send', '/message/saveListPayload', '/message/pushToList']
const clockTolerance = 600_000

const isText = (value: Json | undefined): boolean => (typeof value === 'string' && value.trim() !== '') || typeof value === 'number'
const textOf = (value: Json | undefined): string => String(value ?? '').trim()

/** vivo's push API. Source: docs/vendors/vivo.md. */
export function createVivo(options: {
  readonly credentials: VivoCredentials
  readonly settings: typeof vivoSettings
  readonly desk: EmulatorContext
}): Emulator {
  const { credentials, desk, settings } = options
  const tokens = createAccessTokens(() => randomBytes(16).toString('hex'))
  const seconds = createRateWindows(1000)
  const days = createRateWindows(day)
  const tasks = new Map<string, JsonObject>()
  const newTask = (): string => String(BigInt(`0x${randomBytes(7).toString('hex')}`))

  const authorize = (body: JsonObject): Reply => {
    const refuse = (code: string): Reply => vivoReply(code, { kind: 'auth' })
    const [appId, appKey, timestamp] = [textOf(body.appId), textOf(body.appKey), textOf(body.timestamp)]
    if (!isText(body.appId)) return refuse('10200')
    if (!isText(body.appKey)) return refuse('10201')
    if (!isText(body.timestamp)) return refuse('10203')
    if (!isText(body.sign)) return refuse('10204')
    if (!seconds.take('auth', settings.authPerSecond, desk.now())) return refuse('10093')
    if (appId !== credentials.appId) return refuse('10205')
    if (appKey !== credentials.appKey) return refuse('10202')
    if (!/^\d{13}$/.test(timestamp) || Math.abs(Number(timestamp) - desk.now()) > clockTolerance) return refuse('10207')
    if (
      body.sign !==
      createHash('md5')
        .update(appId + appKey + timestamp + credentials.appSecret)
        .digest('hex')
    )
      return refuse('10206')
    return vivoReply('0', { kind: 'auth', extra: { authToken: tokens.issue(desk.now(), settings.tokenLifetime) } })
  }

  const limit = (message: JsonObject, count: number): string | null => {
    const now = desk.now() + chinaOffset
    if (!seconds.take('send', settings.perSecond, desk.now(), count)) return '10072'
    // Test messages are free of the day's limits.
    if (message.pushMode === 1) return null
    if (message.classification === 1) return days.take('system', settings.systemPerDay, now, count) ? null : '10073'
    const hour = Math.floor((now % day) / 3_600_000)
    if (settings.operationHours && (hour < 7 || hour >= 23)) return '10071'
    return days.take('operation', settings.operationPerDay, now, count) ? null : '10070'
  }
  const isTestDevice = (token: string): boolean => settings.testDevices === '*' || settings.testDevices.split(',').includes(token)
  const judge = (call: Call, list: readonly string[], message: JsonObject): readonly Judged[] | Reply => {
    const judged = judgeBatch(desk, emulator, call, list, { states, wellFormed, malformed: '1' }, code => /^([1-4]|10302|10311)$/.test(code))
    if (isReply(judged) || message.pushMode !== 1) return judged
    return judged.map(each => (each.code === null && !isTestDevice(each.token) ? { ...each, code: '4' } : each))
  }
  const rulesFor = (shortestTtl: number) => ({ shortestTtl, olderCount: settings.olderCount, refusesTests: settings.refusesTests, now: desk.now() })
  const shown = (message: JsonObject) => (token: string) =>
    message.classification === 1 || message.pushMode === 1 || days.take(`to ${token}`, settings.operationPerTokenPerDay, desk.now() + chinaOffset)
  const idOf = (message: JsonObject): string => digest(JSON.stringify({ ...message, regId: undefined, requestId: undefined }))

  const send = (call: Call, body: JsonObject): Reply => {
    const token = textOf(filled(body.regId) ? body.regId : body.alias)
    const refuse = (code: string, extra: JsonObject = {}): Reply => vivoReply(code, { extra, verdicts: [{ token, code, accepted: false, id: '' }] })
    if (!filled(body.regId) && !filled(body.alias)) return vivoReply('10050')
    if (!filled(body.regId) && token.length > longestAlias) return refuse('10301')
    const fault = messageFault(body, rulesFor(60))
    if (fault) return refuse(fault)
    const judged = judge(call, [token], body)
    if (isReply(judged)) return judged
    const code = judged[0]?.code
    if (code === '10311') return refuse(code)
    if (code) return refuse('10302', { invalidUser: { userid: token, status: code === '10302' ? 1 : Number(code) } })
    const over = limit(body, 1)
    if (over) return refuse(over)
    return vivoReply('0', { extra: { taskId: newTask() }, verdicts: verdictsOf(judged, '0', textOf(body.requestId), shown(body)) })
  }

  const save = (body: JsonObject): Reply => {
    const fault = messageFault(body, rulesFor(900))
    if (fault) return vivoReply(fault, { kind: 'other' })
    if (!days.take('saved', settings.savedPerDay, desk.now() + chinaOffset)) return vivoReply('10252', { kind: 'other' })
    const taskId = newTask()
    if (tasks.size >= 10_000) tasks.clear()
    tasks.set(taskId, body)
    return vivoReply('0', { kind: 'other', extra: { taskId } })
  }

  const pushToList = (call: Call, body: JsonObject): Reply => {
    const byAlias = body.regIds === undefined && body.aliases !== undefined
    const named = byAlias ? body.aliases : body.regIds
    const list = Array.isArray(named) ? named.filter(id => typeof id === 'string') : []
    const task = tasks.get(textOf(body.taskId))
    if (!isText(body.taskId)) return vivoReply('10151')
    if (!/^\d+$/.test(textOf(body.taskId))) return vivoReply('10152')
    if (list.length === 0) return vivoReply('10150')
    if (list.length < 2 || list.length > 1000) return vivoReply(byAlias ? '10154' : '10153')
    const fault = requestIdFault(body.requestId)
    if (fault) return vivoReply(fault)
    if (!task) return vivoReply('10155')
    const judged = judge(call, list, task)
    if (isReply(judged)) return judged
    const over = limit(task, list.length)
    if (over) return vivoReply(over, { verdicts: list.map(token => ({ token, code: over, accepted: false, id: '' })) })
    const invalidUsers = judged
      .filter(each => each.code !== null && each.code !== '10311')
      .map(each => ({ userid: each.token, status: each.code === '10302' ? 1 : Number(each.code) }))
    return vivoReply('0', { extra: { invalidUsers }, verdicts: verdictsOf(judged, '0', idOf(task), shown(task)) })
  }

  const emulator: Emulator = {
    vendor: 'vivo',
    settings,
    credentials,
    kindOf: call => (call.path === calls[0] ? 'auth' : call.path === calls[1] || call.path === calls[3] ? 'send' : 'other'),
    handle(call) {
      const kind = emulator.kindOf(call)
      if (!calls.includes(call.path) || call.method !== 'POST') return { status: 404, body: 'Not Found', code: '404', kind }
      const body = call.validUtf8 && /^application\/json\b/i.test(call.headers['content-type'] ?? '') ? parseObject(call.body) : undefined
      if (!body) return { status: 500, body: 'Internal Server Error', code: '500', kind }
      if (kind === 'auth') return authorize(body)
      const known = tokens.look(call.headers.authtoken ?? '')
      if (!known || known.expiresAt <= desk.now()) return vivoReply('10000', { kind })
      if (body.appId !== undefined && textOf(body.appId) !== credentials.appId) return vivoReply('10094', { kind })
      return call.path === calls[1] ? send(call, body) : call.path === calls[2] ? save(body) : pushToList(call, body)
    },
    answer: (code, call) =>
      vivoReply(code, { kind: emulator.kindOf(call), ...(call.path === calls[3] && code === '0' ? { extra: { invalidUsers: [] } } : {}) }),
    expire: () => tokens.expireAll(desk.now()),
    reset() {
      seconds.clear()
      days.clear()
      tasks.clear()
    },
  }
  return emulator
}
