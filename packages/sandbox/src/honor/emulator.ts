import { randomBytes, randomUUID } from 'node:crypto'
import { createAccessTokens } from '../common/access-tokens.ts'
import { isReply, judgeBatch, verdictsOf } from '../common/batch.ts'
import type { Call } from '../common/call.ts'
import type { Emulator } from '../common/emulator.ts'
import { digest, type EmulatorContext } from '../common/emulator-context.ts'
import { isForm, parseForm } from '../common/form.ts'
import { isObject, type JsonObject, parseObject } from '../common/json.ts'
import { objectAt } from '../common/json-reader.ts'
import { chinaOffset, createRateWindows, day } from '../common/rate-windows.ts'
import type { Reply, Verdict } from '../common/reply.ts'
import type { TokenState } from '../common/tokens.ts'
import { honorBytes, honorFault } from './checks.ts'

/** The switches of the Honor emulator. Source: docs/vendors/honor.md, "Limits". */
export const honorSettings = {
  /** Seconds an access token is good for. */
  tokenLifetime: 3600,
  /** Seconds that the `timestamp` header may be off (unconfirmed). */
  clockTolerance: 600,
  /** Bytes of a body without tokens (unconfirmed). */
  bodyBytes: 4096,
  /** Tokens a request (unconfirmed). */
  tokensPerRequest: 1000,
  /** Devices a second; Honor does not publish it. */
  perSecond: Number.POSITIVE_INFINITY,
  /** Marketing messages to one device a day; what is over is not shown. */
  marketingPerTokenPerDay: 2,
  /** Test messages a day. */
  testPerDay: 1000,
}

/** What Honor's console gives an app. */
export interface HonorCredentials extends JsonObject {
  readonly appId: string
  readonly clientId: string
  readonly clientSecret: string
}

/** Makes an app's ids and secret. */
export const createHonorCredentials = (): HonorCredentials => ({
  appId: String(104_000_000 + (randomBytes(3).readUIntBE(0, 3) % 1_000_000)),
  clientId: randomBytes(16).toString('hex'),
  clientSecret: randomBytes(24).toString('base64url'),
})

/** The list of the answer that a token of this state goes into. */
const states: Readonly<Record<TokenState, string | null>> = {
  live: null,
  dead: 'expireTokens',
  reinstalled: 'expireTokens',
  'switched-off': null,
  'other-app': 'failTokens',
  'wrong-environment': 'failTokens',
}

const words: Readonly<Record<string, string>> = {
  '200': 'success',
  '400': 'bad request',
  '401': 'access token missing or expired',
  '403': 'no permission',
  '429': 'too many requests',
  '80100003': 'Incorrect message structure',
  '80300008': 'The message body size exceeds the limit',
  '80300010': 'The number of tokens exceeds the limit',
}

const authPaths = ['/auth/token', '/auth/realms/developer/protocol/openid-connect/token']
const sendPath = /^\/api\/v1\/([^/]+)\/sendMessage$/
/** Codes of success; 80100000 is a partial one. */
const taken = new Set(['200', '0', '80000000', '80100000'])
const lists = ['expireTokens', 'failTokens']

/** An answer in Honor's form; a code of three digits is the HTTP status too. */
function honorReply(code: string, options: { readonly message?: string; readonly data?: JsonObject; readonly verdicts?: readonly Verdict[] } = {}): Reply {
  return {
    status: /^[2-5]\d\d$/.test(code) ? Number(code) : 200,
    body: {
      code: Number(code),
      message: options.message ?? words[code] ?? code,
      data: options.data ?? { sendResult: taken.has(code), requestId: randomUUID(), failTokens: [], expireTokens: [] },
    },
    code,
    kind: 'send',
    ...(options.verdicts === undefined ? {} : { verdicts: options.verdicts }),
  }
}

/** Honor's push API with its token endpoint. Source: docs/vendors/honor.md. */
export function createHonor(options: {
  readonly credentials: HonorCredentials
  readonly settings: typeof honorSettings
  readonly desk: EmulatorContext
}): Emulator {
  const { credentials, desk, settings } = options
  const tokens = createAccessTokens()
  const seconds = createRateWindows(1000)
  const days = createRateWindows(day)

  const authorize = (call: Call): Reply => {
    const refuse = (status: number, error: string): Reply => ({ status, body: { error, error_description: error }, code: error, kind: 'auth' })
    const { fields } = parseForm(call.body)
    if (call.method !== 'POST' || !isForm(call.headers['content-type'])) return refuse(400, 'invalid_request')
    if (fields.get('grant_type') !== 'client_credentials') return refuse(400, 'unsupported_grant_type')
    if (fields.get('client_id') !== credentials.clientId) return refuse(401, 'invalid_client')
    if (fields.get('client_secret') !== credentials.clientSecret) return refuse(401, 'unauthorized_client')
    return {
      status: 200,
      body: { access_token: tokens.issue(desk.now(), settings.tokenLifetime), expires_in: settings.tokenLifetime, token_type: 'Bearer' },
      code: '200',
      kind: 'auth',
    }
  }

  const headerFault = (call: Call, appId: string): Reply | null => {
    const bearer = /^Bearer (\S+)$/.exec(call.headers.authorization ?? '')?.[1]
    const known = bearer === undefined ? null : tokens.look(bearer)
    if (!known || known.expiresAt <= desk.now()) return honorReply('401')
    if (appId !== credentials.appId) return honorReply('403')
    const { timestamp } = call.headers
    if (timestamp === undefined || !/^\d{13}$/.test(timestamp) || Math.abs(Number(timestamp) - desk.now()) > settings.clockTolerance * 1000)
      return honorReply('400', { message: 'timestamp' })
    return null
  }

  const deliver = (call: Call, body: JsonObject, list: readonly string[]): Reply => {
    const now = desk.now()
    const android = objectAt(body, 'android')
    const test = android.targetUserType === 1
    if (!seconds.take('', settings.perSecond, now, list.length)) return honorReply('429')
    if (test && !days.take('test', settings.testPerDay, now + chinaOffset, list.length)) return honorReply('429')
    const rules = { states, wellFormed: (token: string) => /^[\w:.|+/=-]{1,512}$/.test(token), malformed: 'failTokens' }
    const judged = judgeBatch(desk, emulator, call, list, rules, code => lists.includes(code))
    if (isReply(judged)) return judged
    const notification = objectAt(android, 'notification')
    const isNotification = isObject(android.notification) || isObject(body.notification)
    const marketing = isNotification && notification.importance !== 'NORMAL' && !test
    const named = (name: string): string[] => judged.filter(each => each.code === name).map(each => each.token)
    return honorReply('200', {
      data: { sendResult: true, requestId: randomUUID(), failTokens: named('failTokens'), expireTokens: named('expireTokens') },
      verdicts: verdictsOf(
        judged,
        '200',
        digest(JSON.stringify({ ...body, token: undefined })),
        token => !marketing || days.take(token, settings.marketingPerTokenPerDay, now + chinaOffset),
      ),
    })
  }

  const emulator: Emulator = {
    vendor: 'honor',
    settings,
    credentials,
    kindOf: call => (authPaths.includes(call.path) ? 'auth' : sendPath.test(call.path) ? 'send' : 'other'),
    handle(call) {
      if (authPaths.includes(call.path)) return authorize(call)
      const appId = sendPath.exec(call.path)?.[1]
      if (appId === undefined || call.method !== 'POST') return { status: 404, body: 'Not Found', code: '404', kind: 'other' }
      const refused = headerFault(call, appId)
      if (refused) return refused
      const body = call.validUtf8 && /^application\/json\b/i.test(call.headers['content-type'] ?? '') ? parseObject(call.body) : undefined
      if (!body) return honorReply('80100003')
      const list = Array.isArray(body.token) && body.token.every(token => typeof token === 'string') ? (body.token as string[]) : []
      const refuse = (code: string, message?: string): Reply =>
        honorReply(code, { ...(message === undefined ? {} : { message }), verdicts: list.map(token => ({ token, code, accepted: false, id: '' })) })
      if (list.length === 0 || list.length > settings.tokensPerRequest) return honorReply('80300010')
      if (honorBytes(body) > settings.bodyBytes) return refuse('80300008')
      const fault = honorFault(body)
      return fault ? refuse('80100003', `Incorrect message structure: ${fault}`) : deliver(call, body, list)
    },
    answer: (code, call) =>
      authPaths.includes(call.path) ? { status: 401, body: { error: code, error_description: code }, code, kind: 'auth' } : honorReply(code),
    expire: () => tokens.expireAll(desk.now()),
    reset() {
      seconds.clear()
      days.clear()
    },
  }
  return emulator
}
