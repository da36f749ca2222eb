import { generateKeyPairSync } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ask, fetchPlain, jwt, openHttp2, postForm, postJson } from '../common/test-clients.fixture.ts'
import { type Sandbox, startSandbox } from '../start.ts'
import type { ServiceAccount } from './emulator.ts'
import { fcmErrors } from './errors.ts'

let sandbox: Sandbox
let clock = Date.now()
let access = ''

const info = () => {
  const fcm = sandbox.info.fcm
  if (!fcm) throw new Error('no fcm')
  return { ...fcm, account: fcm.credentials.serviceAccount as ServiceAccount }
}
const scope = 'https://www.googleapis.com/auth/firebase.messaging'
const seconds = () => Math.floor(clock / 1000)

const assertion = (over: Record<string, unknown> = {}, key = info().account.private_key) =>
  jwt('RS256', key, {}, { iss: info().account.client_email, scope, aud: info().account.token_uri, iat: seconds(), exp: seconds() + 3600, ...over })
const exchange = async (text: string) =>
  postForm(info().account.token_uri, info().ca, { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: text })
const grant = async (over: Record<string, unknown> = {}) => String((await exchange(await assertion(over))).json.access_token)

const url = () => `${info().url}/v1/projects/${info().account.project_id}/messages:send`
const send = (message: unknown, token = access) => postJson(url(), info().ca, { message }, { authorization: `Bearer ${token}` })
const message = (over: Record<string, unknown> = {}) => ({ token: 'tok:A-1', notification: { title: 'Bob', body: 'hello' }, ...over })
const errorCode = (json: Record<string, unknown>): unknown => (json.error as { details?: { errorCode?: string }[] } | undefined)?.details?.[0]?.errorCode

beforeAll(async () => {
  sandbox = await startSandbox({ vendors: ['fcm'], now: () => clock })
  access = await grant()
})
afterEach(async () => {
  clock = Date.now()
  sandbox.control.reset()
  access = await grant()
})
afterAll(() => sandbox.close())

describe('the FCM emulator', () => {
  it('accepts a message over HTTP/1.1 and over HTTP/2', async () => {
    expect(await send(message())).toMatchObject({ status: 200, json: { name: expect.stringContaining(`projects/${info().account.project_id}/messages/`) } })
    const session = await openHttp2(info().url, info().ca)
    const path = new URL(url()).pathname
    expect(
      (await ask(session, { ':path': path, authorization: `Bearer ${access}`, 'content-type': 'application/json' }, JSON.stringify({ message: message() })))
        .status,
    ).toBe(200)
    session.close()
  })

  it('accepts a message to an installation id, and knows a dead one', async () => {
    const fid = 'cQ4bZ7tXT0uTmB2b9y6s4N'
    expect((await send(message({ token: undefined, fid }))).status).toBe(200)
    expect(sandbox.control.received({ vendor: 'fcm', kind: 'send', limit: 1 })).toMatchObject([{ tokens: [{ token: fid, accepted: true }] }])
    sandbox.control.tokens({ vendor: 'fcm', token: fid, state: 'dead' })
    expect(errorCode((await send(message({ token: undefined, fid }))).json)).toBe('UNREGISTERED')
  })

  it('accepts a data message, which has no notification at all', async () => {
    expect((await send({ token: 'tok:A-1', data: { ext: 'e' }, android: { priority: 'HIGH' } })).status).toBe(200)
  })

  it('takes :authority with and without the port, and an assertion without typ', async () => {
    const session = await openHttp2(info().url, info().ca)
    for (const authority of ['fcm.googleapis.com', 'fcm.googleapis.com:443'])
      expect(
        (
          await ask(
            session,
            { ':authority': authority, ':path': new URL(url()).pathname, authorization: `Bearer ${access}` },
            JSON.stringify({ message: message() }),
          )
        ).status,
      ).toBe(200)
    session.close()
    const [header] = (await assertion()).split('.')
    expect(JSON.parse(Buffer.from(header as string, 'base64url').toString())).toEqual({ alg: 'RS256' })
  })

  it('reads snake_case, a priority in lower case, and scopes beyond messaging', async () => {
    const wide = await grant({ scope: `https://www.googleapis.com/auth/userinfo.email ${scope}` })
    const snake = {
      android: {
        collapse_key: 'a',
        priority: 'high',
        ttl: '86400s',
        notification: { click_action: 'OPEN', notification_count: 3, body_loc_key: 'k', body_loc_args: ['x'] },
      },
    }
    expect((await send(message(snake), wide)).status).toBe(200)
  })

  it('refuses a wrong signature with invalid_grant', async () => {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    })
    expect(await exchange(await assertion({}, privateKey))).toMatchObject({
      status: 400,
      json: { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' },
    })
  })

  it('refuses an expired access token with UNAUTHENTICATED', async () => {
    clock += 3_600_000
    expect(await send(message())).toMatchObject({ status: 401, json: { error: { status: 'UNAUTHENTICATED' } } })
    clock = Date.now()
    sandbox.control.expire({ vendor: 'fcm' })
    expect((await send(message())).status).toBe(401)
    expect((await send(message(), await grant())).status).toBe(200)
  })

  it('refuses an oversized message with INVALID_ARGUMENT', async () => {
    expect((await send(message({ notification: undefined, data: { k: 'x'.repeat(4095) } }))).status).toBe(200)
    const answer = await send(message({ notification: undefined, data: { k: 'x'.repeat(4096) } }))
    expect(answer.status).toBe(400)
    expect(errorCode(answer.json)).toBe('INVALID_ARGUMENT')
  })

  it.each([
    ['another issuer', { iss: 'other@example.com' }],
    ['another audience', { aud: 'https://example.com/token' }],
    ['a life over an hour', { exp: Math.floor(Date.now() / 1000) + 7200 }],
    ['an end that has passed', { iat: 1, exp: 2 }],
  ])('gives no access token for %s', async (_name, over) => {
    expect(await exchange(await assertion(over))).toMatchObject({ status: 400, json: { error: 'invalid_grant' } })
  })

  it('refuses a scope that is not for messaging, and another project', async () => {
    expect(await send(message(), await grant({ scope: 'https://www.googleapis.com/auth/drive' }))).toMatchObject({
      status: 403,
      json: { error: { status: 'PERMISSION_DENIED' } },
    })
    const other = await postJson(`${info().url}/v1/projects/other/messages:send`, info().ca, { message: message() }, { authorization: `Bearer ${access}` })
    expect(other.status).toBe(403)
    expect((await fetchPlain(`${info().url}/batch`, info().ca)).status).toBe(404)
  })

  it.each([
    ['no target', { token: undefined }],
    ['two targets', { topic: 'news' }],
    ['a malformed topic', { token: undefined, topic: '/topics/news' }],
    ['a token that is no token', { token: 'a b' }],
    ['a number in data', { data: { level: 15 } }],
    ['a reserved key in data', { data: { from: 'bob' } }],
    ['a reserved prefix in data', { data: { 'google.x': '1' } }],
    ['the other reserved prefix in data', { data: { 'gcm.notification.x': '1' } }],
    ['any word that begins with google', { data: { google_x: '1' } }],
    ['any word that begins with gcm', { data: { 'gcm.n.e': '1' } }],
    ['an installation id as a token', { token: 'cQ4bZ7tXT0uTmB2b9y6s4N' }],
    ['a token as an installation id', { token: undefined, fid: 'tok:A-1' }],
    ['a token beside an installation id', { fid: 'cQ4bZ7tXT0uTmB2b9y6s4N' }],
    ['message_type in data', { data: { message_type: '1' } }],
    ['a ttl as a number', { android: { ttl: 60 } }],
    ['a ttl over four weeks', { android: { ttl: '2419201s' } }],
    ['a negative ttl', { android: { ttl: '-1s' } }],
    ['an unknown field', { android: { time_to_live: '60s' } }],
    ['a color that is none', { android: { notification: { color: 'red' } } }],
    ['locArgs without their key', { android: { notification: { bodyLocArgs: ['a'] } } }],
    ['a field under two spellings', { android: { collapseKey: 'a', collapse_key: 'a' } }],
    ['another package', { android: { restrictedPackageName: 'com.example.other' } }],
    ['an unknown priority', { android: { priority: 'URGENT' } }],
    ['an event time that is none', { android: { notification: { eventTime: 'now' } } }],
    ['a header that is a number', { apns: { headers: { 'apns-priority': 10 } } }],
  ])('refuses %s', async (_name, over) => {
    const answer = await send(message(over))
    expect(answer).toMatchObject({ status: 400, json: { error: { status: 'INVALID_ARGUMENT' } } })
    expect(errorCode(answer.json)).toBe('INVALID_ARGUMENT')
  })

  it('names the field of a bad token', async () => {
    const answer = await send(message({ token: 'a b' }))
    expect(answer.json).toMatchObject({ error: { details: [{}, { fieldViolations: [{ field: 'message.token' }] }] } })
  })

  it('answers by the state of the token', async () => {
    const by = async (state: 'dead' | 'reinstalled' | 'other-app' | 'wrong-environment' | 'switched-off') => {
      sandbox.control.tokens({ vendor: 'fcm', token: 'tok:A-1', state })
      const answer = await send(message())
      return [answer.status, errorCode(answer.json)]
    }
    expect(await by('dead')).toEqual([404, 'UNREGISTERED'])
    expect(await by('reinstalled')).toEqual([404, 'UNREGISTERED'])
    for (const state of ['other-app', 'wrong-environment'] as const) expect(await by(state)).toEqual([403, 'SENDER_ID_MISMATCH'])
    expect(await by('switched-off')).toEqual([200, undefined])
  })

  it('keeps to 240 messages a minute and device, and says Retry-After', async () => {
    sandbox.control.quota({ vendor: 'fcm', perTokenPerMinute: 2 })
    await send(message())
    await send(message())
    const answer = await send(message())
    expect(answer).toMatchObject({ status: 429, headers: { 'retry-after': '60' } })
    expect(errorCode(answer.json)).toBe('QUOTA_EXCEEDED')
    sandbox.control.quota({ vendor: 'fcm', perTokenPerMinute: 240 })
  })

  it('lets a burst of 20 collapsible messages to a device through, and then one every three minutes', async () => {
    const collapsible = () => send(message({ android: { collapseKey: 'typing' } }))
    for (let n = 0; n < 20; n++) expect((await collapsible()).status).toBe(200)
    expect(errorCode((await collapsible()).json)).toBe('QUOTA_EXCEEDED')
    expect((await send(message())).status).toBe(200)
    clock += 180_000
    expect([(await collapsible()).status, (await collapsible()).status]).toEqual([200, 429])
  })

  it('counts messages to a device by the hour, and those of the project by the minute', async () => {
    sandbox.control.quota({ vendor: 'fcm', perTokenPerHour: 1 })
    expect([(await send(message())).status, (await send(message())).status]).toEqual([200, 429])
    sandbox.control.quota({ vendor: 'fcm', perTokenPerHour: 5000, perMinute: 2 })
    const to = (token: string) => send(message({ token }))
    expect([(await to('tok:B')).status, (await to('tok:C')).status]).toEqual([429, 429])
    clock += 60_000
    expect([(await to('tok:B')).status, (await to('tok:C')).status, (await to('tok:D')).status]).toEqual([200, 200, 429])
    sandbox.control.quota({ vendor: 'fcm', perMinute: 600_000 })
  })

  it('checks a message without delivering it when asked to', async () => {
    const answer = await postJson(url(), info().ca, { message: message(), validate_only: true }, { authorization: `Bearer ${access}` })
    expect(answer).toMatchObject({ status: 200, json: { name: expect.stringContaining('fake_message_id') } })
    expect(sandbox.control.tally('fcm').accepted).toBe(0)
  })

  it.each(Object.entries(fcmErrors))('can be told to answer %s', async (code, [http, status]) => {
    sandbox.control.answers({ vendor: 'fcm', token: 'tok:A-1', times: 1, code })
    const answer = await send(message())
    expect(answer).toMatchObject({ status: http, json: { error: { code: http, status } } })
    expect(errorCode(answer.json)).toBe(code)
    expect((await send(message())).status).toBe(200)
  })
})
