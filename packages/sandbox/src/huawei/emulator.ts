import { isReply, type Judged, judgeBatch, verdictsOf } from '../common/batch.ts'
import type { Call } from '../common/call.ts'
import type { Emulator } from '../common/emulator.ts'
import { digest, type EmulatorContext } from '../common/emulator-context.ts'
import { isObject, type Json, type JsonObject, parseObject } from '../common/json.ts'
import { objectAt } from '../common/json-reader.ts'
import { chinaOffset, createRateWindows, day } from '../common/rate-windows.ts'
import type { Reply } from '../common/reply.ts'
import type { TokenState } from '../common/tokens.ts'
import { bodyFault } from './checks.ts'
import { huaweiFlowControl, huaweiReply } from './codes.ts'
import type { HuaweiCredentials } from './credentials.ts'
import { harmonyFault, pushTypes } from './harmony-checks.ts'
import { createHuaweiTokens, createOAuth, oauthPath } from './oauth.ts'
import { createServiceJwts } from './service-jwt.ts'

/** The switches of Huawei's two emulators. Source: docs/vendors/huawei.md, "Limits". */
export const huaweiSettings = {
  /** Seconds an access token is good for. */
  tokenLifetime: 3600,
  /** Access tokens in five minutes. */
  tokensPer5Minutes: 1000,
  /** Devices a second; the console says an app's own number. */
  perSecond: Number.POSITIVE_INFINITY,
  /** Messages to one device a day; what is over is dropped without a word in the answer. */
  perTokenPerDay: 3000,
  /** The same of marketing, and of messages without a category. */
  marketingPerTokenPerDay: 2,
  /** Test messages a day. */
  testPerDay: 500,
  /** Whether the app may send data messages of high urgency (v1, v2). */
  mayHighUrgency: true,
  /** Whether the app may say the category of a message; without the right all are marketing. */
  selfClassification: true,
  /** Whether images have passed review (v3). */
  imagesReviewed: true,
}

/** The switches of v3, where they start with other numbers. */
export const harmonySettings: typeof huaweiSettings = { ...huaweiSettings, testPerDay: 1000 }

/** Token states as v1 and v2 tell them apart: a token is illegal or it is not. */
const v1States: Readonly<Record<TokenState, string | null>> = {
  live: null,
  dead: 'illegal',
  reinstalled: 'illegal',
  'switched-off': null,
  'other-app': 'illegal',
  'wrong-environment': 'illegal',
}
/** Token states as v3 gives reasons. */
const v3States: Readonly<Record<TokenState, string | null>> = {
  live: null,
  dead: 'tokenFormatError',
  reinstalled: 'noRight',
  'switched-off': null,
  'other-app': 'noRight',
  'wrong-environment': 'tokenPlatformNotSupport',
}

const wellFormed = (token: string): boolean => /^[\w:.|+/=-]{1,512}$/.test(token)
const path = /^\/v([123])\/([^/]+)\/messages(?::|%3A)(send|revoke)$/i
const mostTokens = 1000

/** Huawei's push API: v1 and v2 as vendor `huawei`, v3 as `harmony`. Source: docs/vendors/huawei.md. */
export function createHuawei(options: {
  readonly vendor: 'huawei' | 'harmony'
  readonly credentials: HuaweiCredentials
  readonly settings: typeof huaweiSettings
  readonly desk: EmulatorContext
}): Emulator {
  const { credentials, desk, settings, vendor } = options
  const account = credentials.serviceAccount
  const tokens = createHuaweiTokens()
  const oauth = createOAuth({ id: credentials.clientId, secret: credentials.clientSecret }, tokens)
  const jwts = createServiceJwts({ keyId: account.key_id, subAccount: account.sub_account, privateKeyPem: account.private_key })
  const seconds = createRateWindows(1000)
  const days = createRateWindows(day)
  const shownIds = createRateWindows(day)

  const authFault = async (call: Call): Promise<string | null> => {
    const bearer = /^Bearer (\S+)$/i.exec(call.headers.authorization ?? '')?.[1]
    if (bearer === undefined) return '80200001'
    if (bearer.split('.').length === 3) return jwts.check(bearer, desk.now())
    const known = vendor === 'huawei' ? tokens.look(bearer) : null
    if (!known) return '80200001'
    return known.expiresAt <= desk.now() ? '80200003' : null
  }

  const summary = (judged: readonly Judged[], bad: readonly Judged[]): string => {
    const counts = { success: judged.length - bad.length, failure: bad.length }
    if (vendor === 'huawei') return JSON.stringify({ ...counts, illegal_tokens: bad.map(each => each.token) })
    return JSON.stringify({
      ...counts,
      illegalTokens: Object.fromEntries(
        Map.groupBy(bad, each => each.code ?? '')
          .entries()
          .map(([reason, list]) => [reason, list.map(each => each.token)]),
      ),
    })
  }

  /** `once`: the sender's own message id, of which a phone shows one a day. */
  const deliver = (call: Call, list: readonly string[], id: string, marketing: boolean, test: boolean, once?: string): Reply => {
    const now = desk.now()
    if (!seconds.take('', settings.perSecond, now, list.length)) return huaweiFlowControl
    if (test && !days.take('test', settings.testPerDay, now + chinaOffset, list.length)) return huaweiReply('80300029')
    const judged = judgeBatch(
      desk,
      emulator,
      call,
      list,
      { states: vendor === 'huawei' ? v1States : v3States, wellFormed, malformed: vendor === 'huawei' ? 'illegal' : 'tokenFormatError' },
      code => !/^\d+$/.test(code),
    )
    if (isReply(judged)) return judged
    const bad = judged.filter(each => each.code !== null)
    const allowed = (token: string): boolean =>
      test ||
      (days.take(token, settings.perTokenPerDay, now + chinaOffset) &&
        (!marketing || days.take(`marketing ${token}`, settings.marketingPerTokenPerDay, now + chinaOffset)))
    const shown = (token: string): boolean => allowed(token) && (once === undefined || shownIds.take(`${token} ${once}`, 1, now))
    const verdicts = verdictsOf(judged, '80000000', id, shown)
    if (bad.length === 0) return huaweiReply('80000000', { verdicts })
    const msg = summary(judged, bad)
    return bad.length < judged.length
      ? huaweiReply('80100000', { msg, verdicts })
      : huaweiReply('80300007', vendor === 'harmony' ? { msg, verdicts } : { verdicts })
  }

  const listOf = (value: Json | undefined): readonly string[] | null =>
    Array.isArray(value) && value.length >= 1 && value.length <= mostTokens && value.every(item => typeof item === 'string') ? (value as string[]) : null

  const sendV1 = (call: Call, body: JsonObject): Reply => {
    const message = objectAt(body, 'message')
    if (['token', 'topic', 'condition'].filter(name => message[name] !== undefined).length > 1) return huaweiReply('80100001')
    const list = message.topic !== undefined || message.condition !== undefined ? [] : listOf(message.token)
    if (!list) return huaweiReply('80300010')
    const fault = bodyFault(body, settings.mayHighUrgency)
    if (fault)
      return huaweiReply(fault[0], {
        ...(fault[1] === undefined ? {} : { msg: fault[1] }),
        verdicts: list.map(token => ({ token, code: fault[0], accepted: false, id: '' })),
      })
    if (body.validate_only === true || list.length === 0) return huaweiReply('80000000', { kind: 'other' })
    const android = objectAt(message, 'android')
    const isData = !isObject(message.notification) && !isObject(android.notification)
    const marketing = !isData && (!settings.selfClassification || android.category === undefined || android.category === 'MARKETING')
    return deliver(call, list, digest(JSON.stringify({ ...message, token: undefined })), marketing, android.target_user_type === 1)
  }

  const sendV3 = (call: Call, body: JsonObject): Reply => {
    const pushType = call.headers['push-type']
    if (pushType === undefined || !pushTypes.includes(pushType)) return huaweiReply('80100001', { msg: 'push-type' })
    const list = listOf(objectAt(body, 'target').token)
    if (!list || (pushType === '1' && list.length > 1)) return huaweiReply('80300010')
    const fault = harmonyFault(body, pushType)
    if (fault)
      return huaweiReply(fault[0], {
        ...(fault[1] === undefined ? {} : { msg: fault[1] }),
        verdicts: list.map(token => ({ token, code: fault[0], accepted: false, id: '' })),
      })
    const test = objectAt(body, 'pushOptions').testMessage === true
    if (test && list.length > 10) return huaweiReply('80300030')
    const notification = objectAt(objectAt(body, 'payload'), 'notification')
    if (notification.image !== undefined && !settings.imagesReviewed) return huaweiReply('80100022')
    const marketing = pushType === '0' && (!settings.selfClassification || notification.category === 'MARKETING')
    const once = typeof notification.appMessageId === 'string' ? notification.appMessageId : undefined
    return deliver(call, list, once ?? digest(JSON.stringify({ ...body, target: undefined })), marketing, test, once)
  }

  /** Takes pushes back from the phones. Source: docs/vendors/huawei.md, "v3: recall and badge update". */
  const revoke = (call: Call, body: JsonObject): Reply => {
    const pushType = call.headers['push-type']
    if (pushType !== '0' && pushType !== '2') return huaweiReply('80100001', { msg: 'push-type' })
    const list = listOf(body.token)
    if (!list) return huaweiReply('80300010')
    const { notifyId } = body
    if (typeof notifyId !== 'number' || !Number.isInteger(notifyId) || notifyId < 0) return huaweiReply('80100003', { msg: 'notifyId' })
    const rules = { states: v3States, wellFormed, malformed: 'tokenFormatError' }
    const judged = judgeBatch(desk, emulator, call, list, rules, code => !/^\d+$/.test(code))
    if (isReply(judged)) return judged
    return huaweiReply('80000000', { verdicts: verdictsOf(judged, '80000000', `${notifyId}`, () => false) })
  }

  const emulator: Emulator = {
    vendor,
    settings,
    credentials,
    kindOf: call => (call.path === oauthPath ? 'auth' : path.test(call.path) ? 'send' : 'other'),
    async handle(call) {
      if (call.path === oauthPath) return oauth(call, desk.now(), settings.tokenLifetime, settings.tokensPer5Minutes)
      const match = path.exec(call.path)
      const version = match?.[1] ?? ''
      const isRevoke = match?.[3]?.toLowerCase() === 'revoke'
      // A recall from HarmonyOS is a call of v1, and names the client.
      const isHarmony = version === '3' || (version === '1' && isRevoke)
      if (!match || call.method !== 'POST' || (vendor === 'harmony') !== isHarmony || (isRevoke && version !== '1'))
        return { status: 404, body: 'Not Found', code: '404', kind: 'other' }
      const refused = await authFault(call)
      if (refused) return huaweiReply(refused)
      if (match[2] !== (version === '1' ? credentials.clientId : credentials.projectId)) return huaweiReply('80300002')
      const body = call.validUtf8 ? parseObject(call.body) : undefined
      if (!body) return huaweiReply('80100003')
      if (isRevoke) return revoke(call, body)
      return version === '3' ? sendV3(call, body) : sendV1(call, body)
    },
    answer(code, call) {
      if (call.path === oauthPath) return { status: 400, body: { error: Number(code) || 1101, sub_error: 0, error_description: code }, code, kind: 'auth' }
      return code === '503' ? huaweiFlowControl : huaweiReply(code)
    },
    expire() {
      tokens.expireAll(desk.now())
      jwts.expire()
    },
    reset() {
      seconds.clear()
      days.clear()
      shownIds.clear()
    },
  }
  return emulator
}
