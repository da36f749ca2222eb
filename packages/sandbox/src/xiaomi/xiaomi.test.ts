import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { fetchPlain, postForm } from '../common/test-clients.fixture.ts'
import { type Sandbox, startSandbox } from '../start.ts'
import type { XiaomiCredentials } from './emulator.ts'

let sandbox: Sandbox
let clock = Date.now()
const info = () => {
  const xiaomi = sandbox.info.xiaomi
  if (!xiaomi) throw new Error('no xiaomi')
  return { ...xiaomi, credentials: xiaomi.credentials as XiaomiCredentials }
}
const key = () => `key=${info().credentials.appSecret}`
const fields = (over: Record<string, string> = {}) => ({
  registration_id: 'A+/b=',
  restricted_package_name: 'com.example.chat',
  pass_through: '0',
  title: 'Bob',
  description: 'hello',
  'extra.channel_id': 'chat',
  'extra.notify_effect': '1',
  ...over,
})
const send = (over: Record<string, string> = {}, authorization = key(), path = '/v3/message/regid') =>
  postForm(`${info().url}${path}`, info().ca, fields(over), { authorization })

beforeAll(async () => {
  sandbox = await startSandbox({ vendors: ['xiaomi'], now: () => clock })
})
afterEach(() => {
  clock = Date.now()
  sandbox.control.reset()
  sandbox.control.quota({ vendor: 'xiaomi', perSecond: 500, publicChannels: '', approvedChannels: '*', strictNotifyId: false })
})
afterAll(() => sandbox.close())

describe('the Xiaomi emulator', () => {
  it('accepts a notification, and says code as a number', async () => {
    expect(await send()).toMatchObject({ status: 200, json: { result: 'ok', code: 0, data: { id: expect.any(String) } } })
    expect(sandbox.control.received()[0]).toMatchObject({ body: { registration_id: 'A+/b=' }, tokens: [{ token: 'A+/b=', accepted: true }] })
  })

  it('refuses a wrong secret, and anything that is not "key="', async () => {
    for (const authorization of ['key=wrong', `Bearer ${info().credentials.appSecret}`, `Key=${info().credentials.appSecret}`])
      expect((await send({}, authorization)).json).toMatchObject({ result: 'error', code: 21301 })
  })

  it('names dead ids in a comma separated text while the others are served', async () => {
    sandbox.control.tokens({ vendor: 'xiaomi', tokens: ['dead1', 'dead2'], state: 'dead' })
    expect((await send({ registration_id: 'dead1,good,dead2,' })).json).toMatchObject({ code: 0, data: { bad_regids: 'dead1,dead2' } })
    expect((await send({ registration_id: 'dead1,dead2' })).json).toMatchObject({ code: 20301, reason: 'No valid targets!' })
  })

  it.each([
    ['a title of 50', { title: 'x'.repeat(50) }, 65009],
    ['a description of 128', { description: 'x'.repeat(128) }, 65009],
    ['a payload over 4 KB', { payload: 'x'.repeat(4097) }, 65009],
    ['an empty title', { title: ' ' }, 65011],
    ['no ids', { registration_id: ',' }, 10008],
    ['1001 ids', { registration_id: Array.from({ length: 1001 }, (_, index) => `id${index}`).join(',') }, 10016],
    ['another package', { restricted_package_name: 'com.example.other' }, 22022],
    ['a ttl of eleven days', { time_to_live: String(11 * 86_400_000) }, 10016],
    ['a ttl below nothing', { time_to_live: '-1' }, 10016],
    ['a pass_through of 2', { pass_through: '2' }, 10016],
    ['a notify_type of 8', { notify_type: '8' }, 10016],
    ['a notify_type in words', { notify_type: 'loud' }, 10016],
    ['a notify_id below 0', { notify_id: '-1' }, 10016],
    ['a notify_effect of 4', { 'extra.notify_effect': '4' }, 10016],
    ['an activity without its intent', { 'extra.notify_effect': '2' }, 10016],
    ['an activity by an intent that is none', { 'extra.notify_effect': '2', 'extra.intent_uri': 'com.example/.Main' }, 10016],
    ['a page without its address', { 'extra.notify_effect': '3' }, 10016],
    ['a page by another scheme', { 'extra.notify_effect': '3', 'extra.web_uri': 'ftp://example.com' }, 10016],
    ['a jobkey that begins with _', { 'extra.jobkey': '_a' }, 10016],
    ['receipts to no URL', { 'extra.callback': 'example.com' }, 65038],
    ['receipts with a parameter of 65 bytes', { 'extra.callback': 'https://example.com', 'extra.callback.param': 'x'.repeat(65) }, 65036],
    ['template values without a template', { 'extra.template_param': '{"name":"Bob"}' }, 10017],
    ['a template value of blanks', { 'extra.template_id': 'T1', 'extra.template_param': '{"name":" "}' }, 10017],
    ['a template value of 129 characters', { 'extra.template_id': 'T1', 'extra.template_param': `{"name":"${'x'.repeat(129)}"}` }, 10017],
    ['a jobkey of 21', { 'extra.jobkey': 'x'.repeat(21) }, 10016],
    ['eleven keys of its own', Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`extra.k${index}`, 'v'])), 65014],
    ['keys over 1024 characters', { 'extra.k': 'x'.repeat(1024) }, 65015],
    ['an emoji in a template', { 'extra.template_id': 'T1', 'extra.template_param': '{"name":"Bob 😀"}' }, 10017],
    [
      'ten template variables',
      { 'extra.template_id': 'T1', 'extra.template_param': JSON.stringify(Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`v${index}`, 'x']))) },
      10017,
    ],
  ])('refuses %s', async (_name, over, code) => {
    expect((await send(over)).json).toMatchObject({ result: 'error', code })
  })

  it('takes 49 and 127 characters, a query beside the form, fields without meaning and empty ones', async () => {
    expect((await send({ title: 'x'.repeat(49), description: 'x'.repeat(127), unknown: '1', payload: '' })).json.code).toBe(0)
    const { title, ...rest } = fields()
    const answer = await fetchPlain(`${info().url}/v4/message/regid?title=${title}`, info().ca, {
      headers: { authorization: key(), 'content-type': 'application/x-www-form-urlencoded' },
      body: `${new URLSearchParams(rest)}&a=1&a=2`,
    })
    expect(answer.json.code).toBe(0)
  })

  it.each([
    ['without a charset', 'application/x-www-form-urlencoded', {}],
    ['with another case and spacing', 'Application/X-WWW-Form-Urlencoded ; charset=utf-8', {}],
    ['in chunks', 'application/x-www-form-urlencoded;charset=UTF-8', { 'transfer-encoding': 'chunked' }],
  ])('takes a form %s, a space as %%20 or +', async (_, type, more) => {
    const body = new URLSearchParams(fields({ title: 'a b' })).toString()
    for (const text of [body, body.replaceAll('+', '%20')]) {
      const answer = await fetchPlain(`${info().url}/v3/message/regid`, info().ca, {
        headers: { authorization: key(), 'content-type': type, ...more },
        body: text,
      })
      expect(answer.json.code).toBe(0)
      expect(sandbox.control.received({ limit: 1 })).toMatchObject([{ body: { title: 'a b' } }])
    }
  })

  it.each(['v2', 'v3', 'v4'])('serves /%s/message/regid', async version => {
    expect((await send({}, key(), `/${version}/message/regid`)).json.code).toBe(0)
  })

  it('takes a notify_id over 2^31-1 unless told to be strict', async () => {
    expect((await send({ notify_id: '2147483648' })).json.code).toBe(0)
    sandbox.control.quota({ vendor: 'xiaomi', strictNotifyId: true })
    expect((await send({ notify_id: '2147483648' })).json.code).toBe(10016)
  })

  it('keeps a public message one day at most, and a private one ten', async () => {
    sandbox.control.quota({ vendor: 'xiaomi', publicChannels: 'news' })
    const day = 86_400_000
    const news = (time_to_live: number) => send({ 'extra.channel_id': 'news', time_to_live: `${time_to_live}` })
    expect([(await news(day)).json.code, (await news(day + 1)).json.code]).toEqual([0, 10016])
    expect((await send({ time_to_live: `${10 * day}` })).json.code).toBe(0)
  })

  it('refuses requests without a channel when it is told to, as for apps moved to the new classes', async () => {
    sandbox.control.quota({ vendor: 'xiaomi', channelRequired: true })
    expect([(await send({ 'extra.channel_id': '' })).json.code, (await send()).json.code]).toEqual([27001, 0])
    sandbox.control.quota({ vendor: 'xiaomi', channelRequired: false })
  })

  it('refuses channels that are not approved', async () => {
    sandbox.control.quota({ vendor: 'xiaomi', approvedChannels: 'chat,news' })
    expect((await send({ 'extra.channel_id': 'other' })).json.code).toBe(27001)
    expect((await send()).json.code).toBe(0)
  })

  it('counts requests a second, and the public class by the day', async () => {
    sandbox.control.quota({ vendor: 'xiaomi', perSecond: 1, publicPerDay: 2, publicChannels: 'news' })
    const news = { 'extra.channel_id': 'news', registration_id: 'a,b' }
    expect((await send(news)).json.code).toBe(0)
    expect((await send(news)).json.code).toBe(200002)
    clock += 1000
    expect((await send(news)).json).toMatchObject({ code: 200001, reason: expect.stringContaining('exceed quota, quota: 2') })
    clock += 1000
    expect((await send()).json.code).toBe(0)
  })

  it('shows one message a device and day to requests without a channel', async () => {
    await send({ 'extra.channel_id': '' })
    await send({ 'extra.channel_id': '' })
    expect(sandbox.control.received().map(request => request.tokens[0]?.shown)).toEqual([true, false])
  })

  it('shows the first message with a jobkey, and no other', async () => {
    for (const title of ['one', 'two']) await send({ title, 'extra.jobkey': 'conversation-7' })
    await send({ 'extra.jobkey': 'other' })
    expect(sandbox.control.received().map(request => request.tokens[0]?.shown)).toEqual([true, false, true])
  })

  it('wants templates of private messages when it is told to', async () => {
    sandbox.control.quota({ vendor: 'xiaomi', templateRequired: true, publicChannels: 'news' })
    expect((await send()).json.code).toBe(27001)
    expect((await send({ 'extra.template_id': 'T1', 'extra.template_param': '{"name":"Bob"}' })).json.code).toBe(0)
    expect((await send({ 'extra.channel_id': 'news' })).json.code).toBe(0)
    sandbox.control.quota({ vendor: 'xiaomi', templateRequired: false })
  })

  it('answers by the state of the token', async () => {
    for (const state of ['dead', 'reinstalled', 'other-app', 'wrong-environment'] as const) {
      sandbox.control.tokens({ vendor: 'xiaomi', token: 'A+/b=', state })
      expect((await send()).json, state).toMatchObject({ code: 20301, reason: 'No valid targets!' })
      expect((await send({ registration_id: 'A+/b=,good' })).json, state).toMatchObject({ code: 0, data: { bad_regids: 'A+/b=' } })
    }
    sandbox.control.tokens({ vendor: 'xiaomi', token: 'A+/b=', state: 'switched-off' })
    expect((await send()).json.code).toBe(0)
    expect(sandbox.control.received({ limit: 1 })[0]?.tokens).toMatchObject([{ accepted: true, shown: false }])
  })

  it('recalls by message id and by jobkey, and knows what it never accepted', async () => {
    const recall = (form: Record<string, string>, path = '/v3/message/regid/revoke') => postForm(info().url + path, info().ca, form, { authorization: key() })
    const { data } = (await send({ 'extra.jobkey': 'job-1' })).json as { data: { id: string } }
    expect((await recall({ registration_ids: 'A+/b=', msg_ids: data.id })).json.code).toBe(0)
    expect((await recall({ registration_ids: 'A+/b=', job_keys: 'job-1' })).json.code).toBe(0)
    expect((await recall({ registration_ids: 'A+/b=', job_keys: 'job-2' })).json.code).toBe(65028)
    expect((await recall({ registration_ids: 'A+/b=', msg_ids: 'scm1' })).json.code).toBe(65028)
    expect((await recall({ registration_ids: 'A+/b=' })).json.code).toBe(10008)
    expect((await recall({ msg_ids: data.id })).json.code).toBe(10008)
    expect((await recall({ registration_ids: 'A+/b=', msg_ids: data.id }, '/v1/message/regid/revoke')).status).toBe(404)
  })

  it('accepts a pass-through message and never shows it', async () => {
    expect((await send({ pass_through: '1', payload: 'p' })).json.code).toBe(0)
    expect(sandbox.control.received({ limit: 1 })[0]?.tokens).toMatchObject([{ accepted: true, shown: false }])
  })
})
