import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { fetchPlain, postForm, postJson } from '../common/test-clients.fixture.ts'
import { startVendorTest, type VendorTest } from '../common/vendor-test.fixture.ts'
import { type MeizuCredentials, meizuSign } from './emulator.ts'

let test: VendorTest<MeizuCredentials>
const base = '/garcia/api/server/'
const signed = (fields: Record<string, string>, secret = test.credentials.appSecret) => ({ ...fields, sign: meizuSign(Object.entries(fields), secret) })
const json = (over: Record<string, unknown> = {}) => ({
  noticeBarInfo: { noticeMsgType: 1, title: 'Bob', content: 'hello' },
  pushTimeInfo: { offLine: 1, validTime: 24 },
  ...over,
})
const send = (ids: string, held: unknown = json(), path = 'push/varnished/pushByPushId') =>
  postForm(`${test.url}${base}${path}`, test.ca, signed({ appId: test.credentials.appId, pushIds: ids, messageJson: JSON.stringify(held) }))

beforeAll(async () => {
  test = await startVendorTest('meizu')
})
afterEach(() => test.reset())
afterAll(() => test.sandbox.close())

describe('the Meizu emulator', () => {
  it('signs sorted fields with the secret behind them', () => {
    const expected = createHash('md5').update('appId=10000messageJson={}pushIds=RA50secret').digest('hex')
    expect(
      meizuSign(
        [
          ['pushIds', 'RA50'],
          ['messageJson', '{}'],
          ['appId', '10000'],
        ],
        'secret',
      ),
    ).toBe(expected)
  })

  it('accepts a notification with code as text and an empty value', async () => {
    expect((await send('a,b')).json).toMatchObject({ code: '200', value: {}, redirect: '' })
  })

  it('takes empty fields into the signature', async () => {
    const fields = signed({ appId: test.credentials.appId, pushIds: 'a', messageJson: JSON.stringify(json()), extra: '' })
    expect((await postForm(`${test.url}${base}push/varnished/pushByPushId`, test.ca, fields)).json.code).toBe('200')
  })

  it('refuses a wrong signature with 1006, another app with 110000, and says value ""', async () => {
    const fields = { appId: test.credentials.appId, pushIds: 'a', messageJson: JSON.stringify(json()) }
    const path = `${test.url}${base}push/varnished/pushByPushId`
    expect((await postForm(path, test.ca, signed(fields, 'wrong'))).json).toMatchObject({ code: '1006', value: '' })
    expect((await postForm(path, test.ca, signed({ ...fields, appId: '1' }))).json.code).toBe('110000')
    expect((await postForm(path, test.ca, fields)).json.code).toBe('110004')
  })

  it.each<[string, unknown]>([
    ['a title of 33', json({ noticeBarInfo: { title: 'x'.repeat(33), content: 'a' } })],
    ['a content of 101', json({ noticeBarInfo: { title: 'a', content: 'x'.repeat(101) } })],
    ['a valid time of 73 hours', json({ pushTimeInfo: { offLine: 1, validTime: 73 } })],
    ['a notify key of 9', json({ advanceInfo: { notifyKey: 'x'.repeat(9) } })],
    ['an activity to nowhere', json({ clickTypeInfo: { clickType: 1 } })],
    ['parameters as text', json({ clickTypeInfo: { clickType: 0, parameters: '{}' } })],
    ['what is no object', 'text'],
    ['a message that is neither public nor private', json({ noticeBarInfo: { title: 'a', content: 'b', noticeMsgType: 2 } })],
    ['a bar that there is not', json({ noticeBarInfo: { title: 'a', content: 'b', noticeBarType: 1 } })],
    ['an expansion that there is not', json({ noticeExpandInfo: { noticeExpandType: 3 } })],
    ['an expanded text without the text', json({ noticeExpandInfo: { noticeExpandType: 1 } })],
    ['a big image without the image', json({ noticeExpandInfo: { noticeExpandType: 2 } })],
    ['click type 4', json({ clickTypeInfo: { clickType: 4 } })],
    ['a URI to nowhere', json({ clickTypeInfo: { clickType: 2 } })],
    ['a URI over 1000 bytes', json({ clickTypeInfo: { clickType: 2, url: '消'.repeat(334) } })],
    ['click type 3 without its attribute', json({ clickTypeInfo: { clickType: 3 } })],
    ['offLine that is no flag', json({ pushTimeInfo: { offLine: 2 } })],
    ['suspend that is no flag', json({ advanceInfo: { suspend: 'yes' } })],
    ['sound that is no flag', json({ advanceInfo: { notificationType: { sound: 2 } } })],
    ['a window without its end', json({ advanceInfo: { fixDisplay: 1, fixStartDisplayTime: '2026-11-23 10:00:00' } })],
    [
      'a time that no clock shows',
      json({ advanceInfo: { fixDisplay: 1, fixStartDisplayTime: '2026-13-23 10:00:00', fixEndDisplayTime: '2026-12-01 00:00:00' } }),
    ],
    ['a callback over 128 bytes', json({ extra: { callback: `https://${'x'.repeat(128)}` } })],
    ['a callback parameter over 64 bytes', json({ extra: { 'callback.param': 'x'.repeat(65) } })],
    ['a callback type of 4', json({ extra: { 'callback.type': 4 } })],
  ])('refuses %s with 1005', async (_name, held) => {
    expect((await send('a', held)).json.code).toBe('1005')
  })

  it('passes data through as it checks it', async () => {
    const path = 'push/unvarnished/pushByPushId'
    const pushTimeInfo = { offLine: 1, validTime: 24 }
    expect((await send('a', { title: 'Bob', content: 'x'.repeat(2000), pushTimeInfo }, path)).json.code).toBe('200')
    for (const over of [{ content: 'x'.repeat(2001) }, { content: '' }, { title: '', content: 'x' }, { title: 'x'.repeat(33), content: 'x' }]) {
      expect((await send('a', { pushTimeInfo, ...over }, path)).json.code).toBe('1005')
    }
  })

  it('refuses no ids, no app id, no form, a message that it would not store, and paths that there are not', async () => {
    const path = `${test.url}${base}push/varnished/pushByPushId`
    const { appId } = test.credentials
    expect((await send('')).json.code).toBe('110004')
    expect((await postForm(path, test.ca, signed({ pushIds: 'a', messageJson: '{}' }))).json.code).toBe('110004')
    expect((await postJson(path, test.ca, { appId })).json.code).toBe('1005')
    for (const messageJson of ['{}', 'no json']) {
      expect((await postForm(`${test.url}${base}push/pushTask/getTaskId`, test.ca, signed({ appId, messageJson }))).json.code).toBe('1005')
    }
    expect((await postForm(`${test.url}${base}push/pushToAll`, test.ca, signed({ appId }))).status).toBe(404)
    expect((await fetchPlain(path, test.ca, { method: 'GET' })).status).toBe(404)
  })

  it('says what it is told to say of the whole request, and of one id once', async () => {
    test.sandbox.control.answers({ vendor: 'meizu', token: 'a', code: 1003, times: 1 })
    expect((await send('a,b')).json).toMatchObject({ code: '1003', value: '' })
    test.sandbox.control.tokens({ vendor: 'meizu', token: 'dead', state: 'dead' })
    test.sandbox.control.quota({ vendor: 'meizu', perTokenPerMinute: 0 })
    expect((await send('dead,b')).json.value).toEqual({ '110002': ['dead'], '520': ['b'] })
  })

  it('refuses 101 ids, and takes flags as numbers or booleans', async () => {
    expect((await send(Array.from({ length: 101 }, (_, index) => `id${index}`).join(','))).json.code).toBe('1005')
    expect((await send('a', json({ advanceInfo: { suspend: true, clearNoticeBar: 1, notificationType: { sound: 0, vibrate: false } } }))).json.code).toBe('200')
  })

  it('maps codes to the ids that failed', async () => {
    test.sandbox.control.tokens({ vendor: 'meizu', token: 'dead', state: 'dead' })
    test.sandbox.control.tokens({ vendor: 'meizu', token: 'off', state: 'switched-off' })
    test.sandbox.control.answers({ vendor: 'meizu', token: 'busy', times: 1, code: '513' })
    expect((await send('a,dead,off,busy')).json).toMatchObject({ code: '200', value: { '110002': ['dead'], '110010': ['off'], '513': ['busy'] } })
  })

  it('folds the sixth message to one device in a minute, and counts public ones by the day', async () => {
    for (let count = 0; count < 5; count++) expect((await send('a')).json.value).toEqual({})
    expect((await send('a')).json.value).toEqual({ '520': ['a'] })
    test.later(60_000)
    const open = json({ noticeBarInfo: { title: 'a', content: 'b' } })
    for (let count = 0; count < 3; count++) await send('b', open)
    expect((await send('b', open)).json.value).toEqual({ '110011': ['b'] })
  })

  it('answers by the state of the token', async () => {
    for (const [state, code] of [
      ['dead', '110002'],
      ['reinstalled', '110002'],
      ['switched-off', '110010'],
      ['other-app', '110003'],
      ['wrong-environment', '110003'],
    ] as const) {
      test.sandbox.control.tokens({ vendor: 'meizu', token: state, state })
      expect((await send(`a,${state}`)).json, state).toMatchObject({ code: '200', value: { [code]: [state] } })
    }
    test.sandbox.control.tokens({ vendor: 'meizu', token: 'dead', state: 'live' })
    expect((await send('dead')).json.value).toEqual({})
  })

  it('pushes to aliases, with a code of their own for those that are not subscribed', async () => {
    test.sandbox.control.tokens({ vendor: 'meizu', tokens: ['bob', 'carol'], state: 'switched-off' })
    const fields = signed({ appId: test.credentials.appId, alias: 'alice,bob,carol', messageJson: JSON.stringify(json()) })
    const answer = await postForm(`${test.url}${base}push/varnished/pushByAlias`, test.ca, fields)
    expect(answer.json).toMatchObject({ code: '200', value: { '110005': ['bob', 'carol'] } })
  })

  it('counts an emoji as one character, or as two where told to', async () => {
    const long = json({ noticeBarInfo: { noticeMsgType: 1, title: '😀'.repeat(32), content: '😀'.repeat(100) } })
    expect((await send('a', long)).json.code).toBe('200')
    test.sandbox.control.quota({ vendor: 'meizu', emojiCountTwo: true })
    expect((await send('a', long)).json.code).toBe('1005')
    expect((await send('a', json({ noticeBarInfo: { noticeMsgType: 1, title: '😀'.repeat(16), content: '😀'.repeat(50) } }))).json.code).toBe('200')
  })

  it('counts the ids of a day where told to', async () => {
    test.sandbox.control.quota({ vendor: 'meizu', perDay: 3 })
    expect((await send('a,b')).json.code).toBe('200')
    expect((await send('c,d')).json).toMatchObject({ code: '110019', value: '' })
    expect((await send('c')).json.code).toBe('200')
  })

  it('keeps to 200 requests a second with 110010 for the whole request', async () => {
    test.sandbox.control.quota({ vendor: 'meizu', perSecond: 1 })
    await send('a')
    expect((await send('a')).json).toMatchObject({ code: '110010', value: '' })
  })

  it('stores a task and pushes it, and knows the switch of a device', async () => {
    const saved = await postForm(
      `${test.url}${base}push/pushTask/getTaskId`,
      test.ca,
      signed({ appId: test.credentials.appId, pushType: '0', messageJson: JSON.stringify(json()) }),
    )
    const { taskId } = saved.json.value as { taskId: number }
    const push = (task: string) =>
      postForm(`${test.url}${base}push/task/varnished/pushByPushId`, test.ca, signed({ appId: test.credentials.appId, pushIds: 'a', taskId: task }))
    expect((await push(String(taskId))).json.code).toBe('200')
    expect((await push('1')).json.code).toBe('110032')
    test.sandbox.control.tokens({ vendor: 'meizu', token: 'a', state: 'switched-off' })
    const query = new URLSearchParams(signed({ appId: test.credentials.appId, pushId: 'a' }))
    expect((await fetchPlain(`${test.url}${base}message/getRegisterSwitch?${query}`, test.ca, { method: 'GET' })).json).toMatchObject({
      value: { barTypeSwitch: 0 },
    })
  })
})
