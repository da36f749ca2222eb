import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fetchPlain, postForm, postJson } from '../common/test-clients.fixture.ts'
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
    for (const [missing, code] of [
      ['app_key', 15],
      ['sign', 17],
    ] as const) {
      expect((await grant({ [missing]: '' })).json.code).toBe(code)
    }
    expect((await postForm(`${test.url}/server/v1/auth`, test.ca, { app_key: test.credentials.appKey, sign: 'x' })).json.code).toBe(18)
  })

  it('accepts a unicast with the token as a field or as a header', async () => {
    expect((await unicast(message())).json).toMatchObject({ code: 0, data: { messageId: expect.any(String) } })
    const byHeader = await postForm(`${test.url}${api}unicast`, test.ca, { message: JSON.stringify(message('CN_b')) }, { auth_token: access })
    expect(byHeader.json.code).toBe(0)
  })

  it('takes a badge that is set, cleared or added to, and a life of 30 s', async () => {
    for (const over of [
      { badge_operation_type: 0, badge_message_count: 99 },
      { badge_operation_type: 0, badge_message_count: 0 },
      { badge_operation_type: 1, badge_message_count: 1 },
      { badge_operation_type: 1 },
      { off_line: true, off_line_ttl: 30 },
    ])
      expect((await unicast(message('CN_badge', over))).json.code, JSON.stringify(over)).toBe(0)
  })

  it('says of a dead id 10000, or 41 as live calls do', async () => {
    test.sandbox.control.tokens({ vendor: 'oppo', token: 'CN_dead', state: 'dead' })
    expect((await unicast(message('CN_dead'))).json.code).toBe(10000)
    test.sandbox.control.quota({ vendor: 'oppo', deadIs41: true })
    expect((await unicast(message('CN_dead'))).json).toMatchObject({ code: 41, message: 'Invalid Arguments: Invalid registration_id' })
    expect((await unicast(message('CN_alive'))).json.code).toBe(0)
    test.sandbox.control.quota({ vendor: 'oppo', deadIs41: false })
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
    ['a badge of 100', message('a', { badge_operation_type: 0, badge_message_count: 100 }), 41],
    ['a badge without a count', message('a', { badge_operation_type: 0 }), 40],
    ['a count that is neither set nor added', message('a', { badge_message_count: 1 }), 40],
    ['another badge operation', message('a', { badge_operation_type: 2, badge_message_count: 1 }), 41],
    ['action_parameters as an object', message('a', { action_parameters: { a: 1 } }), 41],
    ['action_parameters over 4000', message('a', { action_parameters: JSON.stringify({ a: 'x'.repeat(4000) }) }), 41],
    ['a level without a category', message('a', { category: undefined }), 67],
    ['a category in lower case', message('a', { category: 'im' }), 67],
    ['click type 3', message('a', { click_action_type: 3 }), 41],
    ['click type 5 to nowhere', message('a', { click_action_type: 5 }), 40],
    ['click type 4 to nowhere', message('a', { click_action_type: 4 }), 40],
    ['an activity over 500', message('a', { click_action_type: 1, click_action_activity: 'x'.repeat(501) }), 41],
    ['a page over 2000', message('a', { click_action_type: 2, click_action_url: 'x'.repeat(2001) }), 41],
    ['a time to show in a unicast', message('a', { show_time_type: 1 }), 41],
    ['an app_message_id that is no id', message('a', { app_message_id: {} }), 41],
    ['a subtitle of 11 characters', message('a', { sub_title: 'x'.repeat(11) }), 41],
    ['off_line that is no boolean', message('a', { off_line: 1 }), 41],
    ['a ttl that is no number', message('a', { off_line_ttl: 'a day' }), 41],
    ['a network that there is not', message('a', { network_type: 2 }), 41],
    ['a notify id that is no number', message('a', { notify_id: 'x' }), 41],
    ['a notify id of 2^31', message('a', { notify_id: 2 ** 31 }), 41],
    ['a channel that is no text', message('a', { channel_id: 5 }), 41],
    ['a callback over 200', message('a', { call_back_url: `https://${'x'.repeat(200)}` }), 41],
    ['a callback parameter over 100', message('a', { call_back_parameter: 'x'.repeat(101) }), 41],
    ['no target type', { ...message('a'), target_type: undefined }, 40],
    ['a target type of all users', { ...message('a'), target_type: 1 }, 41],
    ['no target', message(''), 40],
    ['a verification that is no boolean', { ...message('a'), verify_registration_id: 5 }, 41],
    ['no notification', { target_type: 2, target_value: 'a' }, 40],
    ['what is no object', 'text', 40],
    ['a picture in a unicast', message('a', { style: 3 }), 41],
    ['a picture id in a unicast', message('a', { big_picture_id: 'p' }), 30],
    ['a speed in a unicast', message('a', { fix_speed: true, fix_speed_rate: 2000 }), 41],
    ['a time to send', message('a', { push_time_type: 1 }), 41],
    ['a marketing message that stays over 12 hours', message('a', { category: 'MARKETING', show_ttl: 43_201 }), 41],
    ['a chat message that stays over 24 hours', message('a', { show_ttl: 86_401 }), 41],
    ['an empty template', message('a', { private_msg_template_id: 'T', private_title_parameters: '{}' }), 54],
  ])('refuses %s', async (_name, held, code) => {
    expect((await unicast(held)).json.code).toBe(code)
  })

  it('takes an app_message_id of any length, as text or as a number, and a level in 1, 2 and 16', async () => {
    for (const over of [{ app_message_id: 'x'.repeat(200) }, { app_message_id: 12 }, { notify_level: 16, category: 'NEW_WORD2' }]) {
      expect((await unicast(message('a', over))).json.code).toBe(0)
    }
  })

  it('knows the categories, templates and levels that were approved', async () => {
    test.sandbox.control.quota({ vendor: 'oppo', approved: 'IM,ORDER', templates: 'T1,T2', bannerGranted: false })
    const codeOf = async (over: Record<string, unknown>) => (await unicast(message('a', over))).json.code
    expect(await codeOf({ category: 'ORDER' })).toBe(0)
    expect(await codeOf({ category: 'NEWS' })).toBe(67)
    expect(await codeOf({ notify_level: 16 })).toBe(67)
    expect(await codeOf({ private_msg_template_id: 'T2', title: '', content: '' })).toBe(0)
    expect(await codeOf({ private_msg_template_id: 'T3' })).toBe(54)
  })

  it('takes 200 characters in style 1 where told to', async () => {
    test.sandbox.control.quota({ vendor: 'oppo', contentLength: 200 })
    expect((await unicast(message('a', { content: 'x'.repeat(200) }))).json.code).toBe(0)
    expect((await unicast(message('b', { content: 'x'.repeat(129), style: 2 }))).json.code).toBe(41)
  })

  it('answers by the state of the token: one that was switched off is taken, and not shown', async () => {
    for (const [state, code] of [
      ['dead', 10000],
      ['reinstalled', 10000],
      ['other-app', 10000],
      ['wrong-environment', 10000],
      ['switched-off', 0],
      ['live', 0],
    ] as const) {
      test.sandbox.control.tokens({ vendor: 'oppo', token: state, state })
      expect((await unicast(message(state))).json.code, state).toBe(code)
    }
    const shown = test.sandbox.control.received({ kind: 'send' }).flatMap(({ tokens }) => tokens.filter(each => each.accepted).map(each => each.shown))
    expect(shown).toEqual([false, true])
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
    expect((await call('broadcast', { message_id, target_type: '1', target_value: 'a' })).json.code).toBe(41)
    expect((await call('broadcast', { message_id, target_type: '2', target_value: '' })).json.code).toBe(40)
    const many = Array.from({ length: 1001 }, (_, n) => `t${n}`)
    expect((await call('broadcast', { message_id, target_type: '2', target_value: many.join(';') })).json.code).toBe(41)
    expect((await call('broadcast', { message_id, target_type: '2', target_value: many.slice(1).join(';') })).json.code).toBe(0)
    expect((await call('unicast_batch', { messages: JSON.stringify(many.map(token => message(token))) })).json.code).toBe(41)
  })

  it('says -1, and anything else that it is told to say, of the whole call; only 10000 is of one id', async () => {
    const { message_id } = (await call('save_message_content', { title: 'Bob', content: 'hello' })).json.data as { message_id: string }
    for (const [code, whole] of [
      [-1, true],
      [10000, false],
    ] as const) {
      test.sandbox.control.answers({ vendor: 'oppo', token: 'a', code, times: 3 })
      expect((await unicast(message('a'))).json.code).toBe(code)
      expect((await call('unicast_batch', { messages: JSON.stringify([message('a'), message('b')]) })).json.code).toBe(whole ? code : 0)
      expect((await call('broadcast', { message_id, target_type: '2', target_value: 'a;b' })).json.code).toBe(whole ? code : 0)
    }
  })

  it('knows its paths and takes POST alone', async () => {
    expect((await call('unicast_all', {})).json.code).toBe(20)
    expect((await fetchPlain(`${test.url}${api}unicast`, test.ca, { method: 'GET', headers: { auth_token: access } })).json.code).toBe(12)
  })

  it.each<[string, Record<string, string>, number]>([
    ['a time to show without its end', { show_time_type: '1', show_start_time: '1795500000000' }, 40],
    ['a time to show in seconds', { show_time_type: '1', show_start_time: '1795500000', show_end_time: '1795503600' }, 41],
    ['a way to show that there is not', { show_time_type: '2' }, 41],
    ['a speed that is no boolean', { fix_speed: 'fast' }, 41],
    ['a speed without its rate', { fix_speed: 'true' }, 41],
    ['a speed of 999', { fix_speed: 'true', fix_speed_rate: '999' }, 41],
    ['a big picture with 51 characters', { style: '3', content: 'x'.repeat(51) }, 41],
  ])('saves no message with %s', async (_name, over, code) => {
    expect((await call('save_message_content', { title: 'Bob', content: 'hello', ...over })).json.code).toBe(code)
  })

  it('saves what broadcasts alone have, and as many messages a day as it is told to', async () => {
    test.sandbox.control.quota({ vendor: 'oppo', savedPerDay: 1 })
    const times = { show_time_type: '1', show_start_time: '1795500000000', show_end_time: '1795503600000' }
    const fields = { title: 'Bob', content: 'hello', style: '3', big_picture_id: 'p', fix_speed: 'true', fix_speed_rate: '1000', ...times }
    expect((await call('save_message_content', fields)).json.code).toBe(0)
    expect((await call('save_message_content', fields)).json.code).toBe(42)
  })

  it('counts the classes of a batch one by one', async () => {
    test.sandbox.control.quota({ vendor: 'oppo', publicPerDay: 1, servicePerDay: 2 })
    const batch = (...held: unknown[]) => call('unicast_batch', { messages: JSON.stringify(held) })
    expect((await batch(message('a'), message('b', { category: 'NEWS' }))).json.code).toBe(0)
    expect((await batch(message('c'))).json.code).toBe(0)
    expect((await batch(message('d'))).json.code).toBe(33)
    expect((await batch(message('e', { category: '', notify_level: undefined }))).json.code).toBe(33)
    const { message_id } = (await call('save_message_content', { title: 'Bob', content: 'hello' })).json.data as { message_id: string }
    expect((await call('broadcast', { message_id, target_type: '2', target_value: 'f;g' })).json.code).toBe(33)
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
