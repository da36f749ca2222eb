import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createAuthority } from '../common/authority.ts'
import { ask, jwt, openHttp2 } from '../common/test-clients.fixture.ts'
import { type Sandbox, startSandbox } from '../start.ts'
import { certificateFault } from './certificate.ts'
import type { ApnsCredentials } from './emulator.ts'
import { apnsReasons } from './reasons.ts'

let sandbox: Sandbox
let clock = Date.now()
const token = 'ab'.repeat(32)
const payload = JSON.stringify({ aps: { alert: { title: 'Bob', body: 'hello' } } })

const info = () => {
  const apns = sandbox.info.apns
  if (!apns) throw new Error('no apns')
  return { ...apns, credentials: apns.credentials as ApnsCredentials, development: apns.development as { url: string } }
}

const seconds = () => Math.floor(clock / 1000)
const providerToken = (over: { iat?: number; iss?: string; kid?: string; key?: string } = {}): Promise<string> => {
  const { teamId, keyId, key } = info().credentials
  return jwt('ES256', over.key ?? key, { kid: over.kid ?? keyId, typ: 'JWT' }, { iss: over.iss ?? teamId, iat: over.iat ?? seconds() })
}

async function push(over: Record<string, string | undefined> = {}, body: string | Buffer = payload, to = token, url = info().url) {
  const session = await openHttp2(url, info().ca)
  try {
    const authorization = `bearer ${await providerToken()}`
    const headers: Record<string, string> = {}
    for (const [name, value] of Object.entries({
      ':path': `/3/device/${to}`,
      authorization,
      'apns-topic': 'com.example.chat',
      'apns-push-type': 'alert',
      ...over,
    }))
      if (value !== undefined) headers[name] = value
    return await ask(session, headers, body)
  } finally {
    session.close()
  }
}

beforeAll(async () => {
  sandbox = await startSandbox({ vendors: ['apns'], now: () => clock })
})
afterEach(() => {
  sandbox.control.reset()
  clock = Date.now()
})
afterAll(() => sandbox.close())

describe('the APNs emulator', () => {
  it('accepts a push with an empty 200 that echoes apns-id', async () => {
    const id = randomUUID()
    const answer = await push({ 'apns-id': id })
    expect(answer).toMatchObject({ status: 200, text: '' })
    expect(answer.headers['apns-id']).toBe(id)
    expect(answer.headers['apns-unique-id']).toBeUndefined()
    expect(sandbox.control.received({ vendor: 'apns' })).toMatchObject([
      { status: 200, body: JSON.parse(payload), tokens: [{ token, accepted: true, id, shown: true }] },
    ])
  })

  it('makes an apns-id where none came, and says apns-unique-id in development alone', async () => {
    const answer = await push({}, payload, token, info().development.url)
    expect(answer.headers['apns-id']).toMatch(/^[0-9a-f-]{36}$/)
    expect(answer.headers['apns-unique-id']).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('needs neither content-type, content-length nor apns-id, and no order of claims', async () => {
    const { teamId, keyId, key } = info().credentials
    const backwards = await jwt('ES256', key, { typ: 'JWT', kid: keyId }, { iat: seconds(), iss: teamId })
    expect((await push({ authorization: `bearer ${backwards}` })).status).toBe(200)
    const [{ headers } = { headers: {} }] = sandbox.control.received({ limit: 1 })
    for (const name of ['content-type', 'content-length', 'apns-id']) expect(headers).not.toHaveProperty(name)
  })

  it('refuses a wrong signature with InvalidProviderToken', async () => {
    const { privateKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    })
    expect(await push({ authorization: `bearer ${await providerToken({ key: privateKey })}` })).toMatchObject({
      status: 403,
      json: { reason: 'InvalidProviderToken' },
    })
  })

  it('refuses an expired token with ExpiredProviderToken', async () => {
    const old = await providerToken({ iat: seconds() - 3600 })
    expect(await push({ authorization: `bearer ${old}` })).toMatchObject({ status: 403, json: { reason: 'ExpiredProviderToken' } })
  })

  it('refuses an oversized body with PayloadTooLarge, and gives voip a kilobyte more', async () => {
    const body = (bytes: number) => payload.padEnd(bytes, ' ')
    expect((await push({}, body(4096))).status).toBe(200)
    expect(await push({}, body(4097))).toMatchObject({ status: 413, json: { reason: 'PayloadTooLarge' } })
    const voip = { 'apns-push-type': 'voip', 'apns-topic': 'com.example.chat.voip' }
    expect((await push(voip, body(5120))).status).toBe(200)
    expect((await push(voip, body(5121))).status).toBe(413)
  })

  it.each([
    ['no authorization', { authorization: undefined }, 'MissingProviderToken'],
    ['another scheme', { authorization: 'Basic abc' }, 'InvalidProviderToken'],
    ['no topic', { 'apns-topic': undefined }, 'MissingTopic'],
    ['a topic of blanks', { 'apns-topic': 'a b' }, 'BadTopic'],
    ['another app', { 'apns-topic': 'com.example.other' }, 'TopicDisallowed'],
    ['a topic that the push type does not go with', { 'apns-push-type': 'voip' }, 'BadTopic'],
    ['controls with the bare topic', { 'apns-push-type': 'controls' }, 'BadTopic'],
    ['an unknown push type', { 'apns-push-type': 'shout' }, 'InvalidPushType'],
    ['priority 7', { 'apns-priority': '7' }, 'BadPriority'],
    ['background at priority 10', { 'apns-push-type': 'background', 'apns-priority': '10' }, 'BadPriority'],
    ['an expiration in words', { 'apns-expiration': 'tomorrow' }, 'BadExpirationDate'],
    ['an id that is no UUID', { 'apns-id': '1' }, 'BadMessageId'],
    ['a collapse id of 65 bytes', { 'apns-collapse-id': 'x'.repeat(65) }, 'BadCollapseId'],
    ['another path', { ':path': '/4/device/ab' }, 'BadPath'],
    ['no device token', { ':path': '/3/device/' }, 'MissingDeviceToken'],
    ['GET', { ':method': 'GET' }, 'MethodNotAllowed'],
  ])('refuses %s', async (_name, over, reason) => {
    expect(await push(over, over[':method' as keyof typeof over] === 'GET' ? '' : payload)).toMatchObject({ status: apnsReasons[reason], json: { reason } })
  })

  it('refuses other teams, other keys and tokens of the future', async () => {
    for (const over of [{ iss: 'OTHERTEAM0' }, { kid: 'OTHERKEY00' }, { iat: seconds() + 3600 }])
      expect((await push({ authorization: `bearer ${await providerToken(over)}` })).json.reason).toBe('InvalidProviderToken')
  })

  it('refuses an empty payload, one that is no JSON object and one that is no UTF-8', async () => {
    for (const body of ['', '[]', '{', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])]) expect((await push({}, body)).json.reason).toBe('PayloadEmpty')
  })

  it('refuses tokens that are no hex, and takes those of any length', async () => {
    expect((await push({}, payload, 'zz'.repeat(32))).json.reason).toBe('BadDeviceToken')
    expect((await push({}, payload, 'ab'.repeat(80))).status).toBe(200)
  })

  it.each([
    ['widgets', '.push-type.widgets', '10', { 'content-changed': true }, true],
    ['widgets', '.push-type.widgets', '10', {}, false],
    ['controls', '.push-type.controls', '10', { 'content-changed': true }, true],
    ['controls', '.push-type.controls', '10', { 'content-available': 1 }, false],
    ['alert', '', '10', { alert: 'hello', 'content-available': 1 }, true],
    ['liveactivity', '.push-type.liveactivity', '5', { timestamp: 1, event: 'update', 'content-state': {} }, true],
    ['liveactivity', '.push-type.liveactivity', '1', { timestamp: 1, event: 'update', 'content-state': {} }, false],
    ['liveactivity', '.push-type.liveactivity', '10', { timestamp: 1, event: 'start', 'content-state': {}, 'attributes-type': 'A', attributes: {} }, false],
    [
      'liveactivity',
      '.push-type.liveactivity',
      '10',
      { timestamp: 1, event: 'start', 'content-state': {}, 'attributes-type': 'A', attributes: {}, alert: { title: 't' } },
      true,
    ],
  ])('accepts a push of type %s (topic %s, priority %s) and knows whether a phone acts on it: %j', async (pushType, suffix, priority, aps, shown) => {
    const headers = { 'apns-push-type': pushType, 'apns-topic': `com.example.chat${suffix}`, 'apns-priority': priority }
    expect((await push(headers, JSON.stringify({ aps }))).status).toBe(200)
    expect(sandbox.control.received({ vendor: 'apns', limit: 1 })[0]?.tokens).toMatchObject([{ accepted: true, shown }])
  })

  it('answers by the state of the token', async () => {
    const since = clock - 86_400_000
    const set = (state: 'dead' | 'reinstalled' | 'switched-off' | 'other-app' | 'wrong-environment') =>
      sandbox.control.tokens({ vendor: 'apns', token, state, timestamp: since })
    set('dead')
    expect(await push()).toMatchObject({ status: 410, json: { reason: 'Unregistered', timestamp: since } })
    set('reinstalled')
    expect(await push()).toMatchObject({ status: 410, json: { reason: 'Unregistered', timestamp: since } })
    set('other-app')
    expect((await push()).json).toEqual({ reason: 'DeviceTokenNotForTopic' })
    set('wrong-environment')
    expect((await push()).json).toEqual({ reason: 'BadDeviceToken' })
    set('switched-off')
    expect((await push()).status).toBe(200)
    expect(sandbox.control.received({ vendor: 'apns', limit: 1 })[0]?.tokens).toMatchObject([{ accepted: true, shown: false }])
  })

  it('knows a token of the development environment in that one alone', async () => {
    sandbox.control.tokens({ vendor: 'apns', token, state: 'live', environment: 'development' })
    expect((await push()).json.reason).toBe('BadDeviceToken')
    expect((await push({}, payload, token, info().development.url)).status).toBe(200)
  })

  it('refuses a second new provider token on a connection within 20 minutes, and takes it after', async () => {
    const session = await openHttp2(info().url, info().ca)
    const send = async (iat: number) =>
      ask(session, { ':path': `/3/device/${token}`, authorization: `bearer ${await providerToken({ iat })}`, 'apns-topic': 'com.example.chat' }, payload)
    const first = seconds()
    expect((await send(first)).status).toBe(200)
    clock += 60_000
    expect(await send(first + 60)).toMatchObject({ status: 429, json: { reason: 'TooManyProviderTokenUpdates' } })
    clock += 1_200_000
    expect((await send(first + 1260)).status).toBe(200)
    session.close()
  })

  it('keeps to as many requests to a device token, and new provider tokens of a key, as it is told', async () => {
    sandbox.control.quota({ vendor: 'apns', perTokenPerMinute: 1 })
    expect([(await push()).status, (await push()).json.reason, (await push({}, payload, 'cd'.repeat(32))).status]).toEqual([200, 'TooManyRequests', 200])
    clock += 60_000
    expect((await push()).status).toBe(200)
    sandbox.control.quota({ vendor: 'apns', perTokenPerMinute: null, tokenUpdatesPerKey: 1 })
    sandbox.control.reset()
    expect((await push()).status).toBe(200)
    // Each push makes a token of its own, on a connection of its own.
    expect(await push()).toMatchObject({ status: 429, json: { reason: 'TooManyProviderTokenUpdates' } })
    clock += 1_200_000
    expect((await push()).status).toBe(200)
    sandbox.control.quota({ vendor: 'apns', tokenUpdatesPerKey: null })
  })

  it('expires all provider tokens on demand, and takes a new one at once', async () => {
    const session = await openHttp2(info().url, info().ca)
    const old = await providerToken()
    const send = (jwtText: string) =>
      ask(session, { ':path': `/3/device/${token}`, authorization: `bearer ${jwtText}`, 'apns-topic': 'com.example.chat' }, payload)
    expect((await send(old)).status).toBe(200)
    sandbox.control.expire({ vendor: 'apns' })
    expect((await send(old)).json.reason).toBe('ExpiredProviderToken')
    expect((await send(await providerToken())).status).toBe(200)
    session.close()
  })

  it('allows one stream until the first 200, then a thousand', async () => {
    const session = await openHttp2(info().url, info().ca)
    expect(session.remoteSettings.maxConcurrentStreams).toBe(1)
    const changed = new Promise<number | undefined>(resolve => session.once('remoteSettings', settings => resolve(settings.maxConcurrentStreams)))
    const authorization = `bearer ${await providerToken()}`
    const headers = { ':path': `/3/device/${token}`, authorization, 'apns-topic': 'com.example.chat' }
    expect((await ask(session, { ...headers, ':path': '/3/device/zz' }, payload)).status).toBe(400)
    expect(session.remoteSettings.maxConcurrentStreams).toBe(1)
    expect((await ask(session, headers, payload)).status).toBe(200)
    expect(await changed).toBe(1000)
    session.close()
  })

  it('takes a client certificate in the place of a token, and then no topic is needed', async () => {
    const { certificate } = info().credentials as unknown as { certificate: { cert: string; key: string } }
    const withIt = async (identity: { cert: string; key: string }, headers: Record<string, string> = {}) => {
      const session = await openHttp2(info().url, info().ca, identity)
      try {
        return await ask(session, { ':path': `/3/device/${token}`, 'apns-push-type': 'alert', ...headers }, payload)
      } finally {
        session.close()
      }
    }
    expect((await withIt(certificate)).status).toBe(200)
    expect((await withIt(certificate, { 'apns-topic': 'com.example.chat' })).status).toBe(200)
    expect((await withIt(certificate, { 'apns-topic': 'com.example.other' })).json.reason).toBe('TopicDisallowed')
    const authority = await createAuthority()
    expect((await withIt(await authority.issueClient('Apple Push Services: com.example.chat'))).json.reason).toBe('BadCertificate')
  })

  it('judges a certificate by its authority, its app and its environment', () => {
    const of = (name: string, trusted: boolean, environment: 'production' | 'development') => certificateFault({ name, trusted }, 'a.b', environment)
    expect(of('Apple Push Services: a.b', true, 'production')).toBeNull()
    expect(of('Apple Push Services: a.b', true, 'development')).toBeNull()
    expect(of('Apple Push Services: a.b', false, 'production')).toBe('BadCertificate')
    expect(of('Apple Push Services: a.c', true, 'production')).toBe('BadCertificate')
    expect(of('Apple Development IOS Push Services: a.b', true, 'production')).toBe('BadCertificateEnvironment')
    expect(of('Apple Development IOS Push Services: a.b', true, 'development')).toBeNull()
  })

  it.each(Object.keys(apnsReasons))('can be told to answer %s', async reason => {
    sandbox.control.answers({ vendor: 'apns', next: 1, code: reason })
    expect(await push()).toMatchObject({ status: apnsReasons[reason], json: { reason } })
    expect((await push()).status).toBe(200)
  })
})
