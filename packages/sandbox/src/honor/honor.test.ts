import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { postForm, postJson } from '../common/test-clients.fixture.ts'
import { startVendorTest, type VendorTest } from '../common/vendor-test.fixture.ts'
import type { HonorCredentials } from './emulator.ts'

let test: VendorTest<HonorCredentials>
let access = ''
const grant = (over: Record<string, string> = {}, path = '/auth/token') =>
  postForm(`${test.url}${path}`, test.ca, {
    grant_type: 'client_credentials',
    client_id: test.credentials.clientId,
    client_secret: test.credentials.clientSecret,
    ...over,
  })
const notification = { title: 'Bob', body: 'hello', clickAction: { type: 3 }, importance: 'NORMAL' }
const body = (over: Record<string, unknown> = {}, held: Record<string, unknown> = {}) => ({
  token: ['t1'],
  android: { ttl: '86400s', notification: { ...notification, ...held } },
  ...over,
})
const send = (what: unknown, headers: Record<string, string> = {}) =>
  postJson(`${test.url}/api/v1/${test.credentials.appId}/sendMessage`, test.ca, what, {
    authorization: `Bearer ${access}`,
    timestamp: String(test.now()),
    ...headers,
  })

beforeAll(async () => {
  test = await startVendorTest('honor')
})
beforeEach(async () => {
  access = String((await grant()).json.access_token)
})
afterEach(() => test.reset())
afterAll(() => test.sandbox.close())

describe('the Honor emulator', () => {
  it('gives access tokens on both paths, and none for a wrong secret', async () => {
    expect((await grant({}, '/auth/realms/developer/protocol/openid-connect/token')).json).toMatchObject({ token_type: 'Bearer', expires_in: 3600 })
    expect((await grant({ client_id: 'x' })).json).toMatchObject({ error: 'invalid_client' })
    expect((await grant({ client_secret: 'x' })).json).toMatchObject({ error: 'unauthorized_client' })
  })

  it('accepts a message with code 200 and both lists', async () => {
    expect((await send(body())).json).toMatchObject({ code: 200, data: { sendResult: true, failTokens: [], expireTokens: [] } })
  })

  it('refuses no token, an expired token and a clock in seconds', async () => {
    expect((await send(body(), { authorization: access })).status).toBe(401)
    expect((await send(body(), { timestamp: String(Math.floor(test.now() / 1000)) })).status).toBe(400)
    test.later(3_600_000)
    expect((await send(body())).status).toBe(401)
  })

  it.each<[string, unknown, number]>([
    ['an oversized body', body({ data: JSON.stringify({ x: 'x'.repeat(4096) }) }), 80300008],
    ['no tokens', body({ token: [] }), 80300010],
    ['1001 tokens', body({ token: Array.from({ length: 1001 }, (_, index) => `t${index}`) }), 80300010],
    ["Huawei's body", { message: body(), token: ['t1'] }, 80100003],
    ['click_action', body({}, { clickAction: undefined, click_action: { type: 3 } }), 80100003],
    ['big text other than the text', body({}, { style: 1, bigTitle: 'Bob', bigBody: 'other' }), 80100003],
    ['when as a number', body({}, { when: 1 }), 80100003],
    ['an unknown importance', body({}, { importance: 'HIGH' }), 80100003],
    ['a ttl over 15 days', { ...body(), android: { ttl: '1296001s', notification } }, 80100003],
    ['a page button without its intent type', body({}, { buttons: [{ name: 'x', actionType: 1, intent: 'i' }] }), 80100003],
    ['four buttons', body({}, { buttons: [1, 2, 3, 4].map(name => ({ name: `${name}` })) }), 80100003],
    ['button data of 1025', body({}, { buttons: [{ name: 'x', data: 'x'.repeat(1025) }] }), 80100003],
    ['a badge without its class', body({}, { badge: { addNum: 1 } }), 80100003],
    ['a badge of 100', body({}, { badge: { badgeClass: 'a.B', setNum: 100 } }), 80100003],
    ['no title anywhere', body({}, { title: undefined }), 80100003],
    ['data that is no JSON text beside a notification', body({ data: 'plain' }), 80100003],
    ['neither notification nor data', { token: ['t1'], android: {} }, 80100003],
    ['a ttl as a number', { ...body(), android: { ttl: 60, notification } }, 80100003],
  ])('refuses %s', async (_name, what, code) => {
    expect((await send(what)).json.code).toBe(code)
  })

  it('names expired tokens and failed ones apart', async () => {
    test.sandbox.control.tokens({ vendor: 'honor', token: 'dead', state: 'dead' })
    test.sandbox.control.answers({ vendor: 'honor', token: 'busy', times: 1, code: 'failTokens' })
    expect((await send(body({ token: ['t1', 'dead', 'busy'] }))).json).toMatchObject({ code: 200, data: { expireTokens: ['dead'], failTokens: ['busy'] } })
  })

  it.each([
    ['dead', ['one'], [], undefined],
    ['reinstalled', ['one'], [], undefined],
    ['other-app', [], ['one'], undefined],
    ['wrong-environment', [], ['one'], undefined],
    ['switched-off', [], [], false],
    ['live', [], [], true],
  ] as const)('lists a token that is %s', async (state, expireTokens, failTokens, shown) => {
    test.sandbox.control.tokens({ vendor: 'honor', token: 'one', state })
    expect((await send(body({ token: ['one'] }))).json).toMatchObject({ code: 200, data: { expireTokens, failTokens } })
    expect(test.sandbox.control.received({ kind: 'send' })[0]?.tokens[0]?.shown).toBe(shown)
  })

  it('takes data messages of any text, a badge of 0, and a notify id as text', async () => {
    expect((await send({ token: ['t1'], data: 'plain' })).json.code).toBe(200)
    expect((await send(body({}, { badge: { badgeClass: 'a.B', setNum: 0 }, notifyId: '7' }))).json.code).toBe(200)
  })

  it('refuses what is over the rate, the tests of a day, and the tokens of a request', async () => {
    test.sandbox.control.quota({ vendor: 'honor', perSecond: 1, testPerDay: 1, tokensPerRequest: 2 })
    expect([(await send(body())).status, (await send(body())).status]).toEqual([200, 429])
    test.later(1000)
    const trial = { token: ['t1'], android: { targetUserType: 1, notification } }
    expect((await send(trial)).status).toBe(200)
    test.later(1000)
    expect((await send(trial)).status).toBe(429)
    expect((await send(body({ token: ['a', 'b', 'c'] }))).json.code).toBe(80300010)
  })

  it('refuses the paths and the header of clients that guessed from Huawei', async () => {
    for (const path of [`/v1/${test.credentials.appId}/messages:send`, `/v2/${test.credentials.appId}/messages:send`, '/oauth2/v3/token']) {
      expect((await postJson(`${test.url}${path}`, test.ca, body(), { authorization: `Bearer ${access}`, timestamp: String(test.now()) })).status).toBe(404)
    }
    expect(
      (await postJson(`${test.url}/api/v1/1/sendMessage`, test.ca, body(), { authorization: `Bearer ${access}`, timestamp: String(test.now()) })).status,
    ).toBe(403)
  })

  it('files what is not of normal importance as marketing, two a day', async () => {
    for (let count = 0; count < 3; count++) await send(body({}, { importance: undefined }))
    expect(test.sandbox.control.received({ kind: 'send' }).map(request => request.tokens[0]?.shown)).toEqual([true, true, false])
  })

  it('expires access tokens and answers scripted codes', async () => {
    test.sandbox.control.expire({ vendor: 'honor' })
    expect((await send(body())).status).toBe(401)
    test.sandbox.control.answers({ vendor: 'honor', next: 2, code: 81000001 })
    expect((await send(body())).json.code).toBe(81000001)
    expect((await send(body())).json.code).toBe(81000001)
    test.sandbox.control.answers({ vendor: 'honor', next: 1, code: 503 })
    expect((await send(body())).status).toBe(503)
  })
})
