import { generateKeyPairSync } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { jwt, postForm, postJson } from '../common/test-clients.fixture.ts'
import { startVendorTest, type VendorTest } from '../common/vendor-test.fixture.ts'
import { huaweiCodes } from './codes.ts'
import type { HuaweiCredentials } from './credentials.ts'

let test: VendorTest<HuaweiCredentials>
let access = ''
const oauth = (over: Record<string, string> = {}) =>
  postForm(`${test.url}/oauth2/v3/token`, test.ca, {
    grant_type: 'client_credentials',
    client_id: test.credentials.clientId,
    client_secret: test.credentials.clientSecret,
    ...over,
  })
const notification = { title: 'Bob', body: 'hello', click_action: { type: 3 } }
const message = (over: Record<string, unknown> = {}, android: Record<string, unknown> = {}) => ({
  token: ['t1'],
  android: { category: 'IM', ttl: '86400s', notification, ...android },
  ...over,
})
const send = (body: unknown, token = access, path = `/v1/${test.credentials.clientId}/messages:send`) =>
  postJson(`${test.url}${path}`, test.ca, body, { 'content-type': 'application/json; charset=UTF-8', authorization: `Bearer ${token}` })
const code = async (body: unknown) => (await send(body)).json.code

beforeAll(async () => {
  test = await startVendorTest('huawei')
})
beforeEach(async () => {
  access = String((await oauth()).json.access_token)
})
afterEach(() => test.reset())
afterAll(() => test.sandbox.close())

describe('the Huawei emulator (v1, v2)', () => {
  it('gives out access tokens that write / as \\/', async () => {
    const answer = await oauth()
    expect(answer).toMatchObject({ status: 200, json: { expires_in: 3600, token_type: 'Bearer' } })
    expect(answer.text).toContain('\\/')
    expect(await oauth({ client_secret: 'wrong' })).toMatchObject({ json: { error: 1101 } })
  })

  it('accepts a message on v1 by client id and on v2 by project id, code as text', async () => {
    expect(await send({ message: message() })).toMatchObject({ status: 200, json: { code: '80000000', requestId: expect.any(String) } })
    expect((await send({ message: message() }, access, `/v2/${test.credentials.projectId}/messages:send`)).json.code).toBe('80000000')
    expect((await send({ message: message() }, access, '/v1/12345/messages:send')).json.code).toBe('80300002')
    expect((await send({ message: message() }, access, `/v3/${test.credentials.projectId}/messages:send`)).status).toBe(404)
  })

  it('refuses a wrong token with 80200001 and an expired one with 80200003', async () => {
    expect(await send({ message: message() }, 'x')).toMatchObject({ status: 401, json: { code: '80200001' } })
    test.later(3_600_000)
    expect(await send({ message: message() })).toMatchObject({ status: 401, json: { code: '80200003' } })
  })

  it('refuses an oversized body with 80300008, tokens not counted', async () => {
    const big = message({ data: JSON.stringify({ x: 'x'.repeat(4096) }) })
    expect(await code({ message: big })).toBe('80300008')
    expect(await code({ message: message({ token: Array.from({ length: 1000 }, (_, index) => `token-${index}`) }) })).toBe('80000000')
  })

  it.each<[string, Record<string, unknown>, string]>([
    ['no tokens', { message: message({ token: [] }) }, '80300010'],
    ['1001 tokens', { message: message({ token: Array.from({ length: 1001 }, (_, index) => `t${index}`) }) }, '80300010'],
    ['a misspelt message', { mesage: message() }, '80300010'],
    ['a token beside a topic', { message: message({ topic: 'news' }) }, '80100001'],
    ['a ttl as a number', { message: message({}, { ttl: 86_400 }) }, '80100003'],
    ['a ttl over 15 days', { message: message({}, { ttl: '1296001s' }) }, '80100001'],
    ['a collapse key of 101', { message: message({}, { collapse_key: 101 }) }, '80100013'],
    ['an unknown category', { message: message({}, { category: 'CHAT' }) }, '80100003'],
    ['data that is no JSON text beside a notification', { message: message({ data: 'plain' }) }, '80100003'],
    ['no click action', { message: message({}, { notification: { title: 'a', body: 'b' } }) }, '80100003'],
    ['click action 4', { message: message({}, { notification: { ...notification, click_action: { type: 4 } } }) }, '80100003'],
    ['no title anywhere', { message: message({}, { notification: { ...notification, title: '' } }) }, '80100003'],
    ['a badge without class', { message: message({}, { notification: { ...notification, badge: { set_num: 1 } } }) }, '80100003'],
    ['a badge of 100', { message: message({}, { notification: { ...notification, badge: { class: 'a.B', set_num: 100 } } }) }, '80100003'],
    ['an oversized review', { message: message(), review: [{ reviewer: 'tuibian', type: 0, result: 'x'.repeat(4096) }] }, '80300008'],
    ['a review without a result', { message: message(), review: [{ reviewer: 'tuibian', type: 0 }] }, '80100003'],
    ['four buttons', { message: message({}, { notification: { ...notification, buttons: [1, 2, 3, 4].map(name => ({ name: `${name}` })) } }) }, '80100003'],
    ['a button of 41 characters', { message: message({}, { notification: { ...notification, buttons: [{ name: 'x'.repeat(41) }] } }) }, '80100003'],
    ['button data of 1025', { message: message({}, { notification: { ...notification, buttons: [{ name: 'x', data: 'x'.repeat(1025) }] } }) }, '80100003'],
    ['four languages', { message: message({}, { notification: { ...notification, multi_lang_key: { k: { a: '', b: '', c: '', d: '' } } } }) }, '80100003'],
    ['six lines', { message: message({}, { notification: { ...notification, style: 3, inbox_content: ['1', '2', '3', '4', '5', '6'] } }) }, '80100003'],
    ['a line of 1025', { message: message({}, { notification: { ...notification, style: 3, inbox_content: ['x'.repeat(1025)] } }) }, '80100003'],
    ['eleven vibrations', { message: message({}, { notification: { ...notification, vibrate_config: Array(11).fill('1s') } }) }, '80100003'],
    ['lights without a colour', { message: message({}, { notification: { ...notification, light_settings: { light_on_duration: '1s' } } }) }, '80100003'],
    ['a profile of 65', { message: message({}, { notification: { ...notification, profile_id: 'x'.repeat(65) } }) }, '80100003'],
    ['a local word for when', { message: message({}, { notification: { ...notification, when: 'tomorrow' } }) }, '80100003'],
    ['a URL without TLS', { message: message({}, { notification: { ...notification, click_action: { type: 2, url: 'http://example.com' } } }) }, '80100003'],
    ['PLAY_VOICE beside a notification', { message: message({}, { category: 'PLAY_VOICE' }) }, '80100003'],
    ['neither notification nor data', { message: { token: ['t1'], android: {} } }, '80100003'],
    ['big text without a big body', { message: message({}, { notification: { ...notification, style: 1, big_title: 'a' } }) }, '80100003'],
  ])('refuses %s', async (_name, body, expected) => {
    expect(await code(body)).toBe(expected)
  })

  it('takes a ttl without its s, a badge of 0, and a title outside of android', async () => {
    expect(await code({ message: message({}, { ttl: '1000', notification: { ...notification, badge: { class: 'a.B', set_num: 0 } } }) })).toBe('80000000')
    expect(await code({ message: message({ notification: { title: 'a', body: 'b' } }, { notification: { click_action: { type: 3 } } }) })).toBe('80000000')
  })

  it('lists dead tokens as JSON text in msg, and says when all are', async () => {
    test.sandbox.control.tokens({ vendor: 'huawei', tokens: ['dead', 'other'], state: 'dead' })
    const answer = await send({ message: message({ token: ['t1', 'dead', 'other'] }) })
    expect(answer.json.code).toBe('80100000')
    expect(JSON.parse(String(answer.json.msg))).toEqual({ success: 1, failure: 2, illegal_tokens: ['dead', 'other'] })
    expect(await code({ message: message({ token: ['dead'] }) })).toBe('80300007')
  })

  it('shows two marketing messages a device and day; a message without a category is one', async () => {
    for (let count = 0; count < 3; count++) await send({ message: message({}, { category: undefined }) })
    expect(test.sandbox.control.received({ kind: 'send' }).map(request => request.tokens[0]?.shown)).toEqual([true, true, false])
  })

  it('files all as marketing while the app may not say its category', async () => {
    test.sandbox.control.quota({ vendor: 'huawei', selfClassification: false, marketingPerTokenPerDay: 1 })
    for (let count = 0; count < 2; count++) await send({ message: message() })
    expect(test.sandbox.control.received({ kind: 'send' }).map(request => request.tokens[0]?.shown)).toEqual([true, false])
  })

  it('only looks at a message to be validated: nothing reaches a device', async () => {
    expect(await code({ validate_only: true, message: message() })).toBe('80000000')
    expect(await code({ validate_only: true, message: message({}, { ttl: 5 }) })).toBe('80100003')
    expect(test.sandbox.control.audit('huawei')).toEqual([])
  })

  it('drops what is over a device’s messages a day, and over the test messages of a day says 80300029', async () => {
    test.sandbox.control.quota({ vendor: 'huawei', perTokenPerDay: 1, testPerDay: 1 })
    for (let count = 0; count < 2; count++) expect(await code({ message: message() })).toBe('80000000')
    expect(test.sandbox.control.received({ kind: 'send' }).map(request => request.tokens[0]?.shown)).toEqual([true, false])
    const trial = message({}, { target_user_type: 1 })
    expect([await code({ message: trial }), await code({ message: trial })]).toEqual(['80000000', '80300029'])
    test.later(86_400_000)
    access = String((await oauth()).json.access_token)
    expect(await code({ message: trial })).toBe('80000000')
  })

  it('gives at most so many access tokens in five minutes', async () => {
    test.sandbox.control.quota({ vendor: 'huawei', tokensPer5Minutes: 1 })
    test.later(300_000)
    expect([(await oauth()).status, (await oauth()).status]).toEqual([200, 429])
    test.later(300_000)
    expect((await oauth()).status).toBe(200)
  })

  it('takes the JWT of the service account on both paths', async () => {
    const { key_id: kid, private_key: key, sub_account: iss } = test.credentials.serviceAccount
    const iat = Math.floor(test.now() / 1000)
    const aud = 'https://oauth-login.cloud.huawei.com/oauth2/v3/token'
    const bearer = await jwt('PS256', key, { kid, typ: 'JWT' }, { iss, aud, iat, exp: iat + 3600 })
    for (const path of [`/v1/${test.credentials.clientId}`, `/v2/${test.credentials.projectId}`]) {
      expect((await send({ message: message() }, bearer, `${path}/messages:send`)).json.code).toBe('80000000')
    }
  })

  it.each([
    ['dead', '80300007', undefined],
    ['reinstalled', '80300007', undefined],
    ['other-app', '80300007', undefined],
    ['wrong-environment', '80300007', undefined],
    ['switched-off', '80000000', false],
    ['live', '80000000', true],
  ] as const)('of a token that is %s says %s', async (state, expected, shown) => {
    test.sandbox.control.tokens({ vendor: 'huawei', token: 'one', state })
    expect(await code({ message: message({ token: ['one'] }) })).toBe(expected)
    expect(test.sandbox.control.received({ kind: 'send' })[0]?.tokens[0]?.shown).toBe(shown)
  })

  it('refuses high urgency without the right for it, and flows by the second', async () => {
    test.sandbox.control.quota({ vendor: 'huawei', mayHighUrgency: false, perSecond: 1 })
    expect(await code({ message: { token: ['t1'], data: 'x', android: { urgency: 'HIGH' } } })).toBe('80300011')
    await send({ message: message() })
    expect((await send({ message: message({ token: ['t1', 't2'] }) })).status).toBe(503)
  })

  it.each(Object.entries(huaweiCodes))('can be told to answer %s', async (wanted, [http]) => {
    test.sandbox.control.answers({ vendor: 'huawei', next: 1, code: wanted })
    expect(await send({ message: message() })).toMatchObject({ status: http, json: { code: wanted } })
  })
})

describe('the Harmony emulator (v3)', () => {
  let harmony: VendorTest<HuaweiCredentials>
  const payload = { notification: { category: 'IM', title: 'Bob', body: 'hello', clickAction: { actionType: 0 } } }
  const bearer = (
    over: Record<string, unknown> = {},
    key = harmony.credentials.serviceAccount.private_key,
    kid = harmony.credentials.serviceAccount.key_id,
  ) => {
    const iat = Math.floor(harmony.now() / 1000)
    return jwt(
      'PS256',
      key,
      { kid, typ: 'JWT' },
      { iss: harmony.credentials.serviceAccount.sub_account, aud: 'https://oauth-login.cloud.huawei.com/oauth2/v3/token', iat, exp: iat + 3600, ...over },
    )
  }
  const push = async (over: Record<string, unknown> = {}, options: { token?: string; pushType?: string } = {}) =>
    postJson(
      `${harmony.url}/v3/${harmony.credentials.projectId}/messages:send`,
      harmony.ca,
      { payload, target: { token: ['t1'] }, pushOptions: { ttl: 86_400 }, ...over },
      { authorization: `Bearer ${options.token ?? (await bearer())}`, 'push-type': options.pushType ?? '0' },
    )
  beforeAll(async () => {
    harmony = await startVendorTest('harmony')
  })
  afterEach(() => harmony.reset())
  afterAll(() => harmony.sandbox.close())

  it('accepts a service account JWT alone', async () => {
    expect((await push()).json.code).toBe('80000000')
    expect((await push({}, { token: access })).json.code).toBe('80200001')
  })

  it('refuses a wrong signature, an expired JWT, and one for over a day', async () => {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    })
    expect((await push({}, { token: await bearer({}, privateKey) })).json.code).toBe('80200001')
    expect((await push({}, { token: await bearer({ aud: 'https://example.com' }) })).json.code).toBe('80200001')
    const iat = Math.floor(harmony.now() / 1000) - 7200
    expect(await push({}, { token: await bearer({ iat, exp: iat + 3600 }) })).toMatchObject({ status: 401, json: { code: '80200005' } })
    expect((await push({}, { token: await bearer({ iat, exp: iat + 86_401 }) })).json.code).toBe('80300036')
  })

  it.each<[string, Record<string, unknown>, string]>([
    ['a body over 4096 bytes', { payload: { notification: { ...payload.notification, body: 'x'.repeat(4096) } } }, '80300008'],
    ['no category', { payload: { notification: { ...payload.notification, category: undefined } } }, '80100003'],
    ['a click of type 1 to nowhere', { payload: { notification: { ...payload.notification, clickAction: { actionType: 1 } } } }, '80100003'],
    ['click data as text', { payload: { notification: { ...payload.notification, clickAction: { actionType: 0, data: '{}' } } } }, '80100003'],
    ['a ttl as text', { pushOptions: { ttl: '86400s' } }, '80100003'],
    ['a tag of 65 bytes', { pushOptions: { biTag: '消'.repeat(22) } }, '80100003'],
    ['a collapse group of 101', { pushOptions: { collapseKey: 101 } }, '80100013'],
    ['a message id of 65', { payload: { notification: { ...payload.notification, appMessageId: 'x'.repeat(65) } } }, '80100003'],
    ['a sound of 61 seconds', { payload: { notification: { ...payload.notification, soundDuration: 61 } } }, '80100003'],
    ['four lines', { payload: { notification: { ...payload.notification, style: 3, inboxContent: ['1', '2', '3', '4'] } } }, '80100003'],
    ['PLAY_VOICE in an alert', { payload: { notification: { ...payload.notification, category: 'PLAY_VOICE' } } }, '80100003'],
    ['a badge of 100', { payload: { notification: { ...payload.notification, badge: { setNum: 100 } } } }, '80100003'],
    ['eleven test tokens', { target: { token: Array.from({ length: 11 }, (_, index) => `t${index}`) }, pushOptions: { testMessage: true } }, '80300030'],
    ['a v1 body', { payload: undefined, message: message() }, '80100003'],
  ])('refuses %s', async (_name, over, expected) => {
    expect((await push(over)).json.code).toBe(expected)
  })

  it('gives reasons for the tokens it does not take', async () => {
    harmony.sandbox.control.tokens({ vendor: 'harmony', token: 'a', state: 'wrong-environment' })
    harmony.sandbox.control.tokens({ vendor: 'harmony', token: 'b', state: 'other-app' })
    const answer = await push({ target: { token: ['t1', 'a', 'b'] } })
    expect(answer.json.code).toBe('80100000')
    expect(JSON.parse(String(answer.json.msg))).toEqual({ success: 1, failure: 2, illegalTokens: { tokenPlatformNotSupport: ['a'], noRight: ['b'] } })
  })

  it.each([
    ['dead', 'tokenFormatError'],
    ['reinstalled', 'noRight'],
    ['other-app', 'noRight'],
    ['wrong-environment', 'tokenPlatformNotSupport'],
  ] as const)('of a lone token that is %s gives the reason %s with 80300007', async (state, reason) => {
    harmony.sandbox.control.tokens({ vendor: 'harmony', token: 'one', state })
    const { code: said, msg } = (await push({ target: { token: ['one'] } })).json
    expect([said, JSON.parse(String(msg))]).toEqual(['80300007', { success: 0, failure: 1, illegalTokens: { [reason]: ['one'] } }])
  })

  it('takes test messages up to a thousand a day, ten a request', async () => {
    expect(harmony.sandbox.control.settings('harmony').testPerDay).toBe(1000)
    harmony.sandbox.control.quota({ vendor: 'harmony', testPerDay: 1 })
    const trial = { pushOptions: { testMessage: true } }
    expect([(await push(trial)).json.code, (await push(trial)).json.code]).toEqual(['80000000', '80300029'])
  })

  it('shows one message id once a day on a phone, and takes it again all the same', async () => {
    const once = { payload: { notification: { ...payload.notification, appMessageId: 'm-1' } } }
    for (const token of ['t1', 't1', 't2']) expect((await push({ ...once, target: { token: [token] } })).json.code).toBe('80000000')
    harmony.later(86_400_000)
    await push(once)
    expect(harmony.sandbox.control.received({ kind: 'send' }).map(request => request.tokens[0]?.shown)).toEqual([true, false, true, true])
  })

  it('refuses an image while none has passed review', async () => {
    const pictured = { payload: { notification: { ...payload.notification, image: 'https://example.com/a.png' } } }
    expect((await push(pictured)).json.code).toBe('80000000')
    harmony.sandbox.control.quota({ vendor: 'harmony', imagesReviewed: false })
    expect((await push(pictured)).json.code).toBe('80100022')
  })

  it('lets a call wait 30 to 60 seconds, and takes background data as text alone', async () => {
    const call = { payload: { extraData: 'ring' }, pushOptions: { ttl: 86_400 } }
    expect((await push(call, { pushType: '10' })).json.code).toBe('80100003')
    expect((await push({ ...call, pushOptions: { ttl: 45 } }, { pushType: '10' })).json.code).toBe('80000000')
    expect((await push({ payload: { extraData: {} } }, { pushType: '6' })).json.code).toBe('80100003')
    expect((await push({ payload: { extraData: 'x' } }, { pushType: '6' })).json.code).toBe('80000000')
  })

  it('refreshes a widget of one token a request', async () => {
    const widget = { payload: { formData: {} }, target: { token: ['t1', 't2'] } }
    expect((await push(widget, { pushType: '1' })).json.code).toBe('80300010')
    expect((await push({ ...widget, target: { token: ['t1'] } }, { pushType: '1' })).json.code).toBe('80000000')
  })

  it('wants a push-type', async () => {
    expect((await push({}, { pushType: '3' })).json.code).toBe('80100001')
  })
})
