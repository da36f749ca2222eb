import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { postJson } from '../common/test-clients.fixture.ts'
import { startVendorTest, type VendorTest } from '../common/vendor-test.fixture.ts'
import type { VivoCredentials } from './emulator.ts'

let test: VendorTest<VivoCredentials>
let access = ''
const grant = (over: Record<string, unknown> = {}) => {
  const { appId, appKey, appSecret } = test.credentials
  const timestamp = over.timestamp ?? test.now()
  const sign = createHash('md5').update(`${appId}${appKey}${timestamp}${appSecret}`).digest('hex')
  return postJson(`${test.url}/message/auth`, test.ca, { appId, appKey, timestamp, sign, ...over })
}
const message = (over: Record<string, unknown> = {}) => ({
  regId: 'r1',
  notifyType: 4,
  title: 'Bob',
  content: 'hello',
  skipType: 1,
  classification: 1,
  category: 'IM',
  requestId: 'q1',
  timeToLive: 86_400,
  ...over,
})
const call = (path: string, body: unknown, token = access) => postJson(`${test.url}/message/${path}`, test.ca, body, { authToken: token })

beforeAll(async () => {
  test = await startVendorTest('vivo')
})
beforeEach(async () => {
  access = String((await grant()).json.authToken)
})
afterEach(() => test.reset())
afterAll(() => test.sandbox.close())

describe('the vivo emulator', () => {
  it('checks ids, signature and clock, whether timestamp is a number or a text', async () => {
    expect((await grant({ timestamp: String(test.now()) })).json.result).toBe(0)
    expect((await grant({ appId: Number(test.credentials.appId) })).json.result).toBe(0)
    for (const [missing, code] of [
      ['appId', 10200],
      ['appKey', 10201],
      ['timestamp', 10203],
      ['sign', 10204],
    ] as const) {
      expect((await grant({ [missing]: '' })).json.result, missing).toBe(code)
    }
    expect((await grant({ appId: '1' })).json.result).toBe(10205)
    expect((await grant({ sign: 'x' })).json.result).toBe(10206)
    expect((await grant({ appKey: 'x' })).json.result).toBe(10202)
    expect((await grant({ timestamp: test.now() - 700_000 })).json.result).toBe(10207)
  })

  it('accepts a message with and without appId', async () => {
    expect((await call('send', message())).json).toMatchObject({ result: 0, taskId: expect.any(String) })
    expect((await call('send', message({ appId: Number(test.credentials.appId), requestId: 12 }))).json.result).toBe(0)
    expect((await call('send', message({ appId: '1' }))).json.result).toBe(10094)
  })

  it('refuses a wrong token and an expired one with 10000', async () => {
    expect((await call('send', message(), 'x')).json.result).toBe(10000)
    test.later(86_400_000)
    expect((await call('send', message())).json.result).toBe(10000)
  })

  it.each<[number, Record<string, unknown>]>([
    [10050, { regId: '' }],
    [10054, { notifyType: 5 }],
    [10055, { title: '' }],
    [10056, { title: 'x'.repeat(41) }],
    [10057, { content: '' }],
    [10058, { content: 'x'.repeat(101) }],
    [10059, { timeToLive: 59 }],
    [10060, { skipType: 5 }],
    [10061, { skipType: 2 }],
    [10062, { skipType: 2, skipContent: `https://${'x'.repeat(2048)}` }],
    [10065, { networkType: 0 }],
    [10066, { clientCustomMap: { a: 1 } }],
    [10067, { clientCustomMap: { a: 'x'.repeat(1024) } }],
    [10051, { auditReview: {} }],
    [10051, { profileId: 'x'.repeat(65) }],
    [10095, { notifyId: 0 }],
    [10096, { category: 'CHAT' }],
    [10097, { category: 'MARKETING' }],
    [10051, { timedDisplay: { showStartTime: 1, overtimeDisplay: 'yes' } }],
    [10051, { pushMode: 2 }],
    [10051, { foregroundShow: 'no' }],
    [10051, { sendOnline: 1 }],
    [10063, { skipType: 3 }],
    [10064, { skipType: 3, skipContent: 'x'.repeat(1025) }],
    [10068, { skipType: 4 }],
    [10069, { skipType: 4, skipContent: 'x'.repeat(2049) }],
    [10067, { clientCustomMap: Object.fromEntries([...'abcdefghijk'].map(key => [key, 'v'])) }],
    [10304, { extra: { x: '1' } }],
    [10305, { extra: { callback: `https://${'x'.repeat(128)}` } }],
    [10306, { extra: { 'callback.param': 'x'.repeat(193) } }],
    [10352, { requestId: '' }],
    [10353, { requestId: 'x'.repeat(65) }],
    [11000, { classification: 2 }],
  ])('answers %d for %j', async (result, over) => {
    expect((await call('send', message(over))).json.result).toBe(result)
  })

  const hour = 3_600_000
  const noonInChina = () => Math.floor(test.now() / (24 * hour)) * 24 * hour + 28 * hour

  it.each<[string, number, number]>([
    ['nine minutes ahead', 9, 39],
    ['more than a day ahead', 24 * 60 + 1, 24 * 60 + 31],
    ['for 120 minutes', 60, 180],
    ['for no time', 60, 60],
    ['over midnight', 11 * 60 + 30, 12 * 60 + 30],
  ])('refuses to show a message %s', async (_name, from, to) => {
    test.later(noonInChina() - test.now())
    access = String((await grant()).json.authToken)
    const at = (minutes: number) => String(test.now() + minutes * 60_000)
    expect((await call('send', message({ timedDisplay: { showStartTime: at(from), showEndTime: at(to) } }))).json.result).toBe(10051)
    expect((await call('send', message({ timedDisplay: { showStartTime: at(10), showEndTime: at(129), overtimeDisplay: true } }))).json.result).toBe(0)
    expect((await call('send', message({ timedDisplay: { showStartTime: test.now() + hour, showEndTime: test.now() + 2 * hour } }))).json.result).toBe(0)
    expect((await call('send', message({ timedDisplay: { showStartTime: 'noon', showEndTime: test.now() + 2 * hour } }))).json.result).toBe(10051)
  })

  it('takes a badge to add 1 to, and no other', async () => {
    expect((await call('send', message({ addBadge: true }))).json.result).toBe(0)
    expect((await call('send', message({ addBadge: 1 }))).json.result).toBe(10051)
  })

  it('refuses texts that look like a test where told to', async () => {
    test.sandbox.control.quota({ vendor: 'vivo', refusesTests: true })
    for (const content of ['[图片]', '{你好}', '测试一下', 'hello 123', '123', '!?'])
      expect((await call('send', message({ title: '小明', content }))).json.result, content).toBe(10104)
    expect((await call('send', message({ title: '小明', content: '(图片) 你好 1' }))).json.result).toBe(0)
    test.sandbox.control.quota({ vendor: 'vivo', refusesTests: false })
  })

  it('counts an emoji as one character, and as older texts do where told to', async () => {
    const long = message({ title: '消'.repeat(40), content: '😀'.repeat(100) })
    expect((await call('send', long)).json.result).toBe(0)
    test.sandbox.control.quota({ vendor: 'vivo', olderCount: true })
    expect((await call('send', long)).json.result).toBe(10056)
    expect((await call('send', message({ title: '消'.repeat(20), content: `${'，'.repeat(49)}ab` }))).json.result).toBe(0)
    expect((await call('send', message({ content: `${'…'.repeat(50)}a` }))).json.result).toBe(10058)
  })

  it('sends test messages to test devices alone, free of the limits of the day', async () => {
    test.sandbox.control.quota({ vendor: 'vivo', testDevices: 'r1,r3', systemPerDay: 0 })
    expect((await call('send', message({ pushMode: 1 }))).json.result).toBe(0)
    expect((await call('send', message({ pushMode: 1, regId: 'r2' }))).json).toMatchObject({ result: 10302, invalidUser: { userid: 'r2', status: 4 } })
    const { taskId } = (await call('saveListPayload', message({ pushMode: 1 }))).json
    const list = await call('pushToList', { regIds: ['r1', 'r2', 'r3'], taskId, requestId: 'q2' })
    expect(list.json).toMatchObject({ result: 0, invalidUsers: [{ userid: 'r2', status: 4 }] })
  })

  it('takes an alias in the place of a regId', async () => {
    const { regId: _, ...rest } = message()
    expect((await call('send', { ...rest, alias: 'bob' })).json.result).toBe(0)
    expect((await call('send', { ...rest, alias: 'x'.repeat(71) })).json.result).toBe(10301)
    const { taskId } = (await call('saveListPayload', rest)).json
    expect((await call('pushToList', { aliases: ['bob', 'carol'], taskId, requestId: 'q2' })).json.result).toBe(0)
    expect((await call('pushToList', { aliases: ['bob'], taskId, requestId: 'q2' })).json.result).toBe(10154)
  })

  it('saves as many messages a day as it is told to', async () => {
    test.sandbox.control.quota({ vendor: 'vivo', savedPerDay: 1 })
    expect((await call('saveListPayload', message())).json.result).toBe(0)
    expect((await call('saveListPayload', message())).json.result).toBe(10252)
    expect((await call('send', message())).json.result).toBe(0)
  })

  it('answers by the state of the token', async () => {
    const by = async (state: 'dead' | 'reinstalled' | 'other-app' | 'wrong-environment' | 'switched-off' | 'live') => {
      test.sandbox.control.tokens({ vendor: 'vivo', token: 'r1', state })
      return (await call('send', message())).json
    }
    expect(await by('dead')).toMatchObject({ result: 10302, invalidUser: { userid: 'r1', status: 2 } })
    expect(await by('reinstalled')).toMatchObject({ result: 10302, invalidUser: { userid: 'r1', status: 2 } })
    expect(await by('other-app')).toMatchObject({ result: 10302, invalidUser: { userid: 'r1', status: 1 } })
    expect(await by('wrong-environment')).toMatchObject({ result: 10302, invalidUser: { userid: 'r1', status: 1 } })
    expect(await by('switched-off')).toMatchObject({ result: 10311 })
    expect(await by('live')).toMatchObject({ result: 0 })
  })

  it('pushes a saved payload to 2 to 1000 ids, always with invalidUsers', async () => {
    const { regId, ...common } = message()
    const { taskId } = (await call('saveListPayload', common)).json
    const list = (regIds: string[], task: unknown = taskId) => call('pushToList', { regIds, taskId: task, requestId: 'q2' })
    expect((await list([regId, 'r2'])).json).toMatchObject({ result: 0, invalidUsers: [] })
    test.sandbox.control.tokens({ vendor: 'vivo', token: 'r2', state: 'dead' })
    expect((await list([regId, 'r2'])).json).toMatchObject({ result: 0, invalidUsers: [{ userid: 'r2', status: 2 }] })
    expect((await list([regId])).json.result).toBe(10153)
    expect((await list([regId, 'r2'], '1')).json.result).toBe(10155)
    expect((await call('saveListPayload', { ...common, timeToLive: 60 })).json.result).toBe(10059)
    expect((await list([regId, 'r2'], '')).json.result).toBe(10151)
    expect((await list([regId, 'r2'], 'no-task')).json.result).toBe(10152)
    expect((await list([])).json.result).toBe(10150)
    expect((await list(Array.from({ length: 1001 }, (_, n) => `t${n}`))).json.result).toBe(10153)
    expect((await call('pushToList', { regIds: [regId, 'r2'], taskId })).json.result).toBe(10352)
    test.sandbox.control.quota({ vendor: 'vivo', systemPerDay: 1 })
    expect((await list(['r3', 'r4'])).json.result).toBe(10073)
  })

  it('says what it is told to say of a token, of the whole call where it is no word on one device', async () => {
    const { taskId } = (await call('saveListPayload', message())).json
    const list = () => call('pushToList', { regIds: ['r1', 'r2'], taskId, requestId: 'q2' })
    test.sandbox.control.answers({ vendor: 'vivo', token: 'r1', code: 10040, times: 2 })
    expect((await call('send', message())).json.result).toBe(10040)
    expect((await list()).json.result).toBe(10040)
    test.sandbox.control.answers({ vendor: 'vivo', token: 'r1', code: 3, times: 2 })
    expect((await list()).json).toMatchObject({ result: 0, invalidUsers: [{ userid: 'r1', status: 3 }] })
    expect((await call('send', message())).json).toMatchObject({ result: 10302, invalidUser: { status: 3 } })
  })

  it('takes a message without a category, and no other paths than its own', async () => {
    expect((await call('send', message({ category: undefined, classification: 0 }))).json.result).toBe(0)
    expect(await call('sendAll', message())).toMatchObject({ status: 404 })
  })

  it('keeps to rates and quotas, and to the hours when told to', async () => {
    test.sandbox.control.quota({ vendor: 'vivo', perSecond: 1, operationPerDay: 1, systemPerDay: 1 })
    const marketing = message({ classification: 0, category: 'MARKETING' })
    expect((await call('send', marketing)).json.result).toBe(0)
    expect((await call('send', message())).json.result).toBe(10072)
    test.later(1000)
    expect((await call('send', marketing)).json.result).toBe(10070)
    test.later(1000)
    expect((await call('send', message())).json.result).toBe(0)
    test.later(1000)
    expect((await call('send', message())).json.result).toBe(10073)
    test.sandbox.control.quota({ vendor: 'vivo', operationHours: true, perSecond: null, operationPerDay: null })
    const hour = Math.floor((test.now() + 8 * 3_600_000) / 3_600_000) % 24
    test.later(((26 - hour) % 24) * 3_600_000)
    access = String((await grant()).json.authToken)
    expect((await call('send', marketing)).json.result).toBe(10071)
  })

  it('answers a plain 500 to what is no JSON, and counts calls of auth', async () => {
    expect(await call('send', 'plain')).toMatchObject({ status: 500, text: 'Internal Server Error' })
    test.sandbox.control.quota({ vendor: 'vivo', authPerSecond: 0 })
    expect((await grant()).json.result).toBe(10093)
  })
})
