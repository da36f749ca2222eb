import { generateKeyPairSync, randomBytes, randomInt } from 'node:crypto'
import { createAccessTokens } from '../common/access-tokens.ts'
import { createBuckets } from '../common/buckets.ts'
import type { Call } from '../common/call.ts'
import type { Emulator } from '../common/emulator.ts'
import { digest, type EmulatorContext, standingOf } from '../common/emulator-context.ts'
import { isObject, type JsonObject, parseObject } from '../common/json.ts'
import { createRateWindows } from '../common/rate-windows.ts'
import type { Reply, Verdict } from '../common/reply.ts'
import { scriptedReply } from '../common/scripted-reply.ts'
import type { TokenState } from '../common/tokens.ts'
import { messageFaults } from './checks.ts'
import { fcmError, fcmErrors } from './errors.ts'
import { requestShape } from './message-shape.ts'
import { createTokenEndpoint, tokenPaths } from './oauth.ts'
import { normalize } from './shape.ts'

/** The switches of the FCM emulator. Source of the rates: docs/vendors/fcm.md, "Errors". */
export const fcmSettings = {
  /** Seconds an access token is good for. */
  tokenLifetime: 3599,
  /** Messages a minute over the whole project. */
  perMinute: 600_000,
  /** Messages to one device a minute. */
  perTokenPerMinute: 240,
  /** Messages to one device an hour. */
  perTokenPerHour: 5000,
  /** Messages with a collapse key to one device: so many at once. */
  collapsibleBurst: 20,
  /** Seconds until one more of them goes through. */
  collapsibleRefill: 180,
}

/** A service account as Google's console gives it out; `token_uri` is filled in when the port is known. */
export interface ServiceAccount extends JsonObject {
  readonly type: 'service_account'
  readonly project_id: string
  readonly private_key_id: string
  readonly private_key: string
  readonly client_email: string
  readonly client_id: string
  readonly token_uri: string
}

const stateCodes: Readonly<Record<TokenState, string | null>> = {
  live: null,
  dead: 'UNREGISTERED',
  reinstalled: 'UNREGISTERED',
  'switched-off': null,
  'other-app': 'SENDER_ID_MISMATCH',
  'wrong-environment': 'SENDER_ID_MISMATCH',
}

const messages: Readonly<Record<string, string>> = {
  UNREGISTERED: 'Requested entity was not found.',
  SENDER_ID_MISMATCH: 'SenderId mismatch',
  QUOTA_EXCEEDED: 'Quota exceeded',
  UNAUTHENTICATED: 'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
}

/** Makes an RSA key and a service account for it. */
export function createServiceAccount(tokenUri: string): ServiceAccount {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  const project = `sandbox-${randomBytes(3).toString('hex')}`
  return {
    type: 'service_account',
    project_id: project,
    private_key_id: randomBytes(20).toString('hex'),
    private_key: privateKey,
    client_email: `push@${project}.iam.gserviceaccount.com`,
    client_id: String(randomInt(1e12, 2e12)),
    token_uri: tokenUri,
  }
}

/** The token or installation id that a message is for; empty: a topic or condition. */
const addressee = ({ fid, token }: JsonObject): string => (typeof fid === 'string' ? fid : typeof token === 'string' ? token : '')

const isCollapsible = ({ android }: JsonObject): boolean => isObject(android) && typeof android.collapseKey === 'string' && android.collapseKey !== ''

const sendPath = /^\/v1\/projects\/([^/]+)\/messages(?::|%3A)send$/i
const mayMessage = (scope: string): boolean => /auth\/(?:firebase\.messaging|cloud-platform|firebase)(?:\s|$)/.test(scope)

/** What the FCM emulator is made of. */
export interface FcmOptions {
  readonly account: ServiceAccount
  readonly audiences: readonly string[]
  readonly settings: typeof fcmSettings
  /** The package name of the app, for restrictedPackageName. */
  readonly packageName: string
  readonly desk: EmulatorContext
}

/** Google's push API with its token endpoint. Source: docs/vendors/fcm.md. */
export function createFcm(options: FcmOptions): Emulator {
  const { account, desk, settings } = options
  const tokens = createAccessTokens(() => `ya29.c.${randomBytes(96).toString('base64url')}`)
  const tokenEndpoint = createTokenEndpoint({ clientEmail: account.client_email, privateKeyPem: account.private_key, audiences: options.audiences, tokens })
  const minutes = createRateWindows(60_000)
  const hours = createRateWindows(3_600_000)
  const collapsible = createBuckets()
  let sent = 0

  const named = (code: string): Reply => fcmError(code, messages[code] ?? code)
  const about = (reply: Reply, token: string, id: string): Reply => ({ ...reply, verdicts: [{ token, code: reply.code, accepted: false, id }] })

  const authFault = (call: Call, project: string, now: number): Reply | null => {
    const token = /^Bearer (\S+)$/i.exec(call.headers.authorization ?? '')?.[1]
    const known = token === undefined ? null : tokens.look(token)
    if (!known || known.expiresAt <= now) return named('UNAUTHENTICATED')
    if (project !== account.project_id)
      return fcmError(
        'PERMISSION_DENIED',
        `Permission 'cloudmessaging.messages.create' denied on resource '//cloudresourcemanager.googleapis.com/projects/${project}' (or it may not exist).`,
      )
    if (!mayMessage(known.about)) return fcmError('PERMISSION_DENIED', 'Request had insufficient authentication scopes.')
    return null
  }

  const deliver = (call: Call, message: JsonObject, now: number): Reply => {
    const token = addressee(message)
    const id = digest(call.body)
    const standing = standingOf(desk, token)
    if (standing.script) return about(scriptedReply(emulator, standing.script, call), token, id)
    const code = stateCodes[standing.state]
    if (code) return about(named(code), token, id)
    const allowed =
      minutes.take('', settings.perMinute, now) &&
      (token === '' ||
        (minutes.take(token, settings.perTokenPerMinute, now) &&
          hours.take(token, settings.perTokenPerHour, now) &&
          (!isCollapsible(message) || collapsible.take(token, settings.collapsibleBurst, settings.collapsibleRefill * 1000, now))))
    if (!allowed) return about(named('QUOTA_EXCEEDED'), token, id)
    sent += 1
    const verdict: Verdict = { token, code: '200', accepted: true, id, shown: standing.state !== 'switched-off' }
    return {
      status: 200,
      body: { name: `projects/${account.project_id}/messages/0:${now}${String(sent).padStart(6, '0')}%31bd1c9631bd1c96` },
      code: '200',
      kind: 'send',
      verdicts: [verdict],
    }
  }

  const send = (call: Call, project: string): Reply => {
    const now = desk.now()
    if (call.method !== 'POST') return { ...fcmError('NOT_FOUND', 'Method not found.'), kind: 'other' }
    const refused = authFault(call, project, now)
    if (refused) return refused
    const body = call.validUtf8 ? parseObject(call.body) : undefined
    if (!body) return fcmError('INVALID_ARGUMENT', 'Invalid JSON payload received.')
    const normal = normalize(body, requestShape)
    const value = isObject(normal.value) ? normal.value : {}
    const message = isObject(value.message) ? value.message : {}
    const faults = normal.violations.length > 0 ? normal.violations : messageFaults(message, options.packageName)
    if (faults.length > 0) {
      const reply = fcmError('INVALID_ARGUMENT', faults[0]?.description ?? 'Request contains an invalid argument.', faults)
      const token = addressee(message)
      return token === '' ? reply : about(reply, token, digest(call.body))
    }
    if (value.validateOnly === true) return { status: 200, body: { name: `projects/${project}/messages/fake_message_id` }, code: '200', kind: 'other' }
    return deliver(call, message, now)
  }

  const emulator: Emulator = {
    vendor: 'fcm',
    settings,
    credentials: { serviceAccount: account },
    kindOf: call => (tokenPaths.includes(call.path) ? 'auth' : 'send'),
    handle(call) {
      if (tokenPaths.includes(call.path)) return tokenEndpoint(call, desk.now(), settings.tokenLifetime)
      const project = sendPath.exec(call.path)?.[1]
      return project === undefined
        ? { ...fcmError('NOT_FOUND', `The requested URL ${call.path} was not found on this server.`), kind: 'other' }
        : send(call, decodeURIComponent(project))
    },
    answer(code, call) {
      if (tokenPaths.includes(call.path))
        return { status: code === 'invalid_grant' ? 400 : 503, body: { error: code, error_description: code }, code, kind: 'auth' }
      return fcmErrors[code] || messages[code] || code === 'PERMISSION_DENIED' ? named(code) : { status: 200, code, kind: 'send' }
    },
    expire: () => tokens.expireAll(desk.now()),
    reset() {
      minutes.clear()
      hours.clear()
      collapsible.clear()
    },
  }
  return emulator
}
