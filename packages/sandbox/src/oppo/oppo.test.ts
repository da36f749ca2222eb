import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { postForm, postJson } from '../common/test-clients.fixture.ts'
import { startVendorTest, type VendorTest } from '../common/vendor-test.fixture.ts'
import type { OppoCredentials } from './emulator.ts'

let test: VendorTest<OppoCredentials>
let access = ''
const api = '/server/v1/message/notification/'
const grant = (over: Record<string, string> = {}) => {
  const timestamp = over.timestamp ?? String(test.now())
  const sign = createHash('sha256').update(`${test.credentials.appKey}${timestamp}${test.credentials.masterSecret}`).digest('hex')
  return postForm(`${test.url}/server/v1/auth`, test.ca, { app_key: test.credentials.appKey, timestamp, sign, ...over })
}
const notification = (over: Record<string, unknown> = {}) => ({
  app_message_id: 'm1',
  title: 'Bob',
  content: 'hello',
  category: 'IM',
  notify_level: 2,
  ...over,
})
const message = (token = 'CN_a', over: Record<string, unknown> = {}) => ({
  target_type: 2,
  target_value: token,
  verify_registration_id: true,
  notification: notification(over),
})
const call = (path: string, fields: Record<string, string>) => postForm(`${test.url}${api}${path}`, test.ca, { auth_token: access, ...fields })
const unicast = (held: unknown) => call('unicast', { message: JSON.stringify(held) })

beforeAll(async () => {
  test = await startVendorTest('oppo')
})
beforeEach(async () => {
  const answer = await grant()
  access = String((answer.json.data as { auth_token: string }).auth_token)
})
afterEach(() => test.reset())
afterAll(() => test.sandbox.close())

describe('the OPPO emulator', () => {
  it('checks key, signature and clock', async () => {
    expect((await grant({ app_key: 'x' })).json.code).toBe(14)
    expect((await grant({ sign: 'x' })).json.code).toBe(16)
    expect((await grant({ timestamp: String(test.now() - 700_000) })).json.code).toBe(19)
    expect((await grant({ timestamp: String(Math.floor(test.now() / 1000)) })).json.code).toBe(19)
  })

  it('accepts a unicast with the token as a field or as a header', async () => {
    expect((await unicast(message())).json).toMatchObject({ code: 0, data: { messageId: expect.any(String) } })
    const byHeader = await postForm(`${test.url}${api}unicast`, test.ca, { message: JSON.stringify(message('CN_b')) }, { auth_token: access })
    expect(byHeader.json.code).toBe(0)
  })

  it('refuses no token, a wrong one and an expired one', async () => {
    expect((await postForm(`${test.url}${api}unicast`, test.ca, { message: JSON.stringify(message()) })).json.code).toBe(29)
    expect((await call('unicast', { auth_token: 'x', message: '{}' })).json.code).toBe(11)
    test.later(86_400_000)
    expect((await unicast(message())).json.code).toBe(11)
  })

  it.each<[string, unknown, number]>([
    ['a title of 51 characters', message('a', { title: 'x'.repeat(51) }), 41],
    ['a content of 51 characters in style 1', message('a', { content: 'x'.repeat(51) }), 41],
    ['no content', message('a', { content: '' }), 40],
    ['two targets', message('a;b'), 41],
    ['action_parameters as an object', message('a', { action_parameters: { a: 1 } }), 41],
    ['action_parameters over 4000', message('a', { action_parameters: JSON.stringify({ a: 'x'.repeat(4000) }) }), 41],
    ['a level without a category', message('a', { category: undefined }), 67],
    ['a category in lower case', message('a', { category: 'im' }), 67],
    ['click type 3', message('a', { click_action_type: 3 }), 41],
    ['click type 5 to nowhere', message('a', { click_action_type: 5 }), 40],
    ['a picture in a unicast', message('a', { style: 3 }), 41],
    ['an empty template', message('a', { private_msg_template_id: 'T', private_title_parameters: '{}' }), 54],
  ])('refuses %s', async (_name, held, code) => {
    expect((await unicast(held)).json.code).toBe(code)
  })

  it('counts an emoji as one character and takes 128 in style 2', async () => {
    expect((await unicast(message('a', { title: '😀'.repeat(50), content: 'x'.repeat(128), style: 2 }))).json.code).toBe(0)
  })

  it('refuses JSON as the body', async () => {
    expect((await postJson(`${test.url}${api}unicast`, test.ca, { auth_token: access, message: message() })).json.code).toBe(29)
  })

  it('answers 10000 for a dead registration id, in a batch beside the others', async () => {
    test.sandbox.control.tokens({ vendor: 'oppo', token: 'dead', state: 'dead' })
    expect((await unicast(message('dead'))).json.code).toBe(10000)
    const answer = await call('unicast_batch', { messages: JSON.stringify([message('a'), message('dead'), message('b', { title: '' })]) })
    expect(answer.json).toMatchObject({
      code: 0,
      data: [
        { registrationId: 'a', messageId: expect.any(String) },
        { registrationId: 'dead', errorCode: 10000 },
        { registrationId: 'b', errorCode: 40 },
      ],
    })
    expect((await call('unicast_batch', { message: JSON.stringify([message('a')]) })).json.code).toBe(40)
  })

  it('broadcasts a saved message and lists the failed ids under the code', async () => {
    test.sandbox.control.tokens({ vendor: 'oppo', token: 'dead', state: 'dead' })
    const saved = await call('save_message_content', { title: 'Bob', content: 'hello', category: 'IM', style: '1' })
    const { message_id } = saved.json.data as { message_id: string }
    const answer = await call('broadcast', { message_id, target_type: '2', target_value: 'a;dead' })
    expect(answer.json).toMatchObject({ code: 0, data: { message_id, task_id: expect.any(String), '10000': ['dead'] } })
    expect((await call('broadcast', { message_id: 'gone', target_type: '2', target_value: 'a' })).json.code).toBe(31)
  })

  it('shows one app_message_id to one target once', async () => {
    await unicast(message())
    await unicast(message())
    expect(test.sandbox.control.received({ kind: 'send' }).map(request => request.tokens[0]?.shown)).toEqual([true, false])
    expect(test.sandbox.control.duplicates('oppo')).toMatchObject([{ token: 'CN_a', id: 'm1', accepted: 2, lost: 0 }])
  })

  it('keeps to the rate and, for marketing, to the day', async () => {
    test.sandbox.control.quota({ vendor: 'oppo', perSecond: 1, publicPerDay: 1 })
    expect((await unicast(message('a', { category: 'MARKETING' }))).json.code).toBe(0)
    test.later(1000)
    expect((await unicast(message('b', { category: 'MARKETING' }))).json.code).toBe(33)
    test.later(1000)
    expect((await unicast(message('c'))).json.code).toBe(0)
    expect((await unicast(message('d'))).json.code).toBe(13)
  })
})
