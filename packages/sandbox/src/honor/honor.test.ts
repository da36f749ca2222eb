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
    ['a ttl as a number', { ...body(), android: { ttl: 60, notification } }, 80100003],
  ])('refuses %s', async (_name, what, code) => {
    expect((await send(what)).json.code).toBe(code)
  })

  it('names expired tokens and failed ones apart', async () => {
    test.sandbox.control.tokens({ vendor: 'honor', token: 'dead', state: 'dead' })
    test.sandbox.control.answers({ vendor: 'honor', token: 'busy', times: 1, code: 'failTokens' })
    expect((await send(body({ token: ['t1', 'dead', 'busy'] }))).json).toMatchObject({ code: 200, data: { expireTokens: ['dead'], failTokens: ['busy'] } })
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
    test.sandbox.control.answers({ vendor: 'honor', next: 1, code: 503 })
  })
})
