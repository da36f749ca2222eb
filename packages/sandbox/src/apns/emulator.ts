import { generateKeyPairSync, randomUUID } from 'node:crypto'
import type { Call, Connection } from '../common/call.ts'
import type { Emulator } from '../common/emulator.ts'
import { digest, type EmulatorContext, standingOf } from '../common/emulator-context.ts'
import { type JsonObject, parseObject } from '../common/json.ts'
import { createRateWindows } from '../common/rate-windows.ts'
import type { Reply, Verdict } from '../common/reply.ts'
import { scriptedReply } from '../common/scripted-reply.ts'
import type { TokenState } from '../common/tokens.ts'
import { certificateFault } from './certificate.ts'
import { isDeviceToken, requestFault } from './checks.ts'
import { createProviderTokens } from './provider-token.ts'
import { apnsReasons } from './reasons.ts'
import { wouldShow } from './shown.ts'

/** An APNs provider key with what a provider must state beside it. */
export interface ApnsCredentials extends JsonObject {
  readonly teamId: string
  readonly keyId: string
  /** PKCS#8 PEM, as in a `.p8` file. */
  readonly key: string
  readonly bundleId: string
}

/** The switches of the APNs emulator. */
export const apnsSettings = {
  /** Streams of a connection before its first 200. */
  firstStreams: 1,
  /** Streams of a connection after it. */
  streams: 1000,
  /** Seconds a provider token is good for. */
  tokenLifetime: 3600,
  /** Seconds between different provider tokens on one connection. */
  tokenUpdateInterval: 1200,
  /** Different provider tokens of one key in that time, over all connections: APNs says no number. */
  tokenUpdatesPerKey: Number.POSITIVE_INFINITY,
  /** Requests to one device token a minute: APNs says no number. */
  perTokenPerMinute: Number.POSITIVE_INFINITY,
}

const stateReasons: Readonly<Record<TokenState, string | null>> = {
  live: null,
  dead: 'Unregistered',
  reinstalled: 'Unregistered',
  'switched-off': null,
  'other-app': 'DeviceTokenNotForTopic',
  'wrong-environment': 'BadDeviceToken',
}

const word = (): string => randomUUID().replaceAll('-', '').slice(0, 10).toUpperCase()

/** Makes a P-256 key and its ids. */
export function createApnsCredentials(bundleId: string): ApnsCredentials {
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  return { teamId: word(), keyId: word(), key: privateKey, bundleId }
}

/** What one environment's emulator is made of. */
export interface ApnsOptions {
  readonly credentials: ApnsCredentials
  readonly settings: typeof apnsSettings
  readonly environment: 'production' | 'development'
  readonly desk: EmulatorContext
}

/** Apple's push API of one environment. Source: docs/vendors/apns.md. */
export function createApns(options: ApnsOptions): Emulator {
  const { credentials, desk, settings } = options
  const providers = createProviderTokens({ teamId: credentials.teamId, keyId: credentials.keyId, publicKeyPem: credentials.key })
  const perToken = createRateWindows(60_000)
  let opened = new WeakSet<Connection>()

  const refuse = (reason: string, headers: Readonly<Record<string, string>>, token?: string, timestamp?: number): Reply => ({
    status: apnsReasons[reason] ?? 400,
    headers,
    body: timestamp === undefined ? { reason } : { reason, timestamp },
    code: reason,
    kind: 'send',
    ...(token === undefined ? {} : { verdicts: [{ token, code: reason, accepted: false, id: headers['apns-id'] ?? '' }] }),
  })

  const answerHeaders = (call: Call): Record<string, string> => ({ 'apns-id': call.headers['apns-id'] || randomUUID() })

  const deliver = (call: Call, token: string, headers: Record<string, string>): Reply => {
    const fault = requestFault(call, credentials.bundleId)
    if (fault) return refuse(fault, headers, token)
    if (!isDeviceToken(token)) return refuse('BadDeviceToken', headers, token)
    const standing = standingOf(desk, token)
    if (standing.script) {
      const reply = scriptedReply(emulator, standing.script, call)
      return { ...reply, verdicts: [{ token, code: reply.code, accepted: false, id: headers['apns-id'] ?? '' }] }
    }
    const elsewhere = standing.environment !== undefined && standing.environment !== options.environment
    const reason = elsewhere ? 'BadDeviceToken' : stateReasons[standing.state]
    if (reason) return refuse(reason, headers, token, reason === 'Unregistered' ? standing.timestamp : undefined)
    if (!perToken.take(token, settings.perTokenPerMinute, desk.now())) return refuse('TooManyRequests', headers, token)
    if (!opened.has(call.connection)) {
      opened.add(call.connection)
      call.connection.limitStreams(settings.streams)
    }
    const payload = parseObject(call.body) ?? {}
    const verdict: Verdict = {
      token,
      code: '200',
      accepted: true,
      id: call.headers['apns-id'] || digest(call.body),
      shown: standing.state !== 'switched-off' && wouldShow(payload, call.headers),
    }
    if (options.environment === 'development') headers['apns-unique-id'] = randomUUID()
    return { status: 200, headers, code: '200', kind: 'send', verdicts: [verdict] }
  }

  const emulator: Emulator = {
    vendor: 'apns',
    settings,
    credentials,
    kindOf: () => 'send',
    handle(call) {
      const headers = answerHeaders(call)
      if (!call.path.startsWith('/3/device')) return refuse('BadPath', headers)
      if (call.method !== 'POST') return refuse('MethodNotAllowed', headers)
      const token = /^\/3\/device\/([^/]*)$/.exec(call.path)?.[1]
      if (call.path === '/3/device' || token === '') return refuse('MissingDeviceToken', headers)
      if (token === undefined) return refuse('BadPath', headers)
      const decide = (reason: string | null): Reply => (reason ? refuse(reason, headers, token) : deliver(call, token, headers))
      const { client } = call.connection
      if (client !== undefined) return decide(certificateFault(client, credentials.bundleId, options.environment))
      const rules = {
        now: desk.now(),
        lifetime: settings.tokenLifetime,
        updateInterval: settings.tokenUpdateInterval,
        updatesPerKey: settings.tokenUpdatesPerKey,
      }
      const checked = providers.check(call.headers.authorization, call.connection, rules)
      return checked instanceof Promise ? checked.then(decide) : decide(checked)
    },
    answer: (code, call) => {
      if (code === '200') return { status: 200, headers: answerHeaders(call), code, kind: 'send' }
      return refuse(code, answerHeaders(call), undefined, code === 'Unregistered' || code === 'ExpiredToken' ? desk.now() : undefined)
    },
    expire: () => providers.expire(desk.now()),
    // A client may not make another token before.
    expireGapMs: () => settings.tokenUpdateInterval * 1000,
    reset() {
      providers.reset()
      perToken.clear()
      opened = new WeakSet()
    },
  }
  return emulator
}
