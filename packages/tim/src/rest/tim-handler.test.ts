import { RouseError } from '@rouse/core'
import { describe, expect, it } from 'vitest'
import { type ChatServerOptions, createChatServer, createTimHandler, type TimCaller, type TimHandlerOptions, timCodes } from '../index.ts'
import { recordingEngine } from '../recording.fixture.ts'
import { sampleInfo, sendmsg } from './requests.fixture.ts'

const query = 'sdkappid=88888888&identifier=administrator&usersig=sig&random=99999999&contenttype=json'
const paths = {
  one: '/v4/openim/sendmsg',
  many: '/v4/openim/batchsendmsg',
  group: '/v4/group_open_http_svc/send_group_msg',
  push: '/v4/timpush/batch',
}
const text = [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'red packet' } }]
const many = { From_Account: 'bob', To_Account: ['alice', 'carol'], MsgRandom: 7, MsgBody: text }
const group = { GroupId: 'g1', From_Account: 'bob', Random: 8912345, MsgBody: text }
const push = { From_Account: 'bob', To_Account: ['alice'], MsgRandom: 3674128, OfflinePushInfo: { PushFlag: 0, Title: 't', Desc: 'd' } }

function start(options: Partial<TimHandlerOptions & ChatServerOptions> = {}) {
  const recording = recordingEngine()
  const clock = { now: 1_795_428_000_000 }
  const server = createChatServer({ engine: recording.engine, clock: () => clock.now, random: () => 0, ...options })
  server.setGroup({ id: 'g1', name: 'Climbers', members: ['alice', 'bob', 'carol'] })
  const failures: unknown[] = []
  const handle = createTimHandler({ server, checkUserSig: () => true, onError: error => failures.push(error), ...options })
  const call = async (path: string, body: unknown, url = `${path}?${query}`): Promise<Record<string, unknown>> => {
    const response = await handle(new Request(`http://127.0.0.1${url}`, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }))
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain('application/json')
    return (await response.json()) as Record<string, unknown>
  }
  return { ...recording, server, handle, call, clock, failures, last: () => recording.submitted.at(-1) }
}
const ok = { ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '' }
const fail = (code: number) => ({ ActionStatus: 'FAIL', ErrorCode: code, ErrorInfo: expect.any(String) })

describe('the four calls', () => {
  it('sendmsg answers MsgTime and MsgKey once the message is taken over', async () => {
    const { call, last } = start()
    expect(await call(paths.one, { ...sendmsg, OfflinePushInfo: sampleInfo })).toEqual({ ...ok, MsgTime: 1795428000, MsgKey: '1_0_1795428000' })
    expect(last()?.message).toMatchObject({
      id: '1_0_1795428000',
      sender: { id: 'bob' },
      sentAt: '2026-11-23T10:00:00Z',
      push: { title: 'title', vendors: { xiaomi: { channelId: 'xiaomi_channel' } } },
    })
    expect(last()?.recipients).toMatchObject([{ id: 'alice', unread: 0 }])
  })

  it('sendmsg without From_Account is from the administrator who calls', async () => {
    const { call, last } = start()
    const { From_Account: _, ...anonymous } = sendmsg
    await call(paths.one, anonymous)
    expect(last()?.message.sender).toEqual({ id: 'administrator' })
  })

  it('batchsendmsg sends one message to all its accounts', async () => {
    const { call, last, submitted } = start()
    expect(await call(paths.many, many)).toEqual({ ...ok, MsgTime: 1795428000, MsgKey: '1_0_1795428000' })
    expect(last()?.recipients.map(({ id }) => id)).toEqual(['alice', 'carol'])
    expect(submitted).toHaveLength(1)
  })

  it('batchsendmsg lists the accounts that do not exist, and sends to the others', async () => {
    const { call, last } = start({ unknownAccounts: 'refuse' })
    expect(await call(paths.many, { ...many, To_Account: ['alice', 'nobody'] })).toMatchObject({
      ...ok,
      ErrorList: [{ To_Account: 'nobody', ErrorCode: timCodes.accountUnknown }],
    })
    expect(last()?.recipients.map(({ id }) => id)).toEqual(['alice'])
    expect(await call(paths.one, { ...sendmsg, To_Account: 'nobody' })).toEqual(fail(timCodes.toAccountUnknown))
  })

  it('send_group_msg sends to the members, with mentions', async () => {
    const { call, last } = start()
    const answer = await call(paths.group, { ...group, GroupAtInfo: [{ GroupAtAllFlag: 0, GroupAt_Account: 'alice' }] })
    expect(answer).toEqual({ ...ok, MsgTime: 1795428000, MsgSeq: 1, MsgKey: '1_0_1795428000' })
    expect(last()?.message).toMatchObject({ conversation: { type: 'group', id: 'g1', name: 'Climbers' }, mentions: { users: ['alice'] } })
    expect(last()?.recipients.map(({ id }) => id)).toEqual(['alice', 'carol'])
  })

  it('send_group_msg: an administrator need not be a member, a named sender must', async () => {
    const { call, last } = start()
    const { From_Account: _, ...anonymous } = group
    expect(await call(paths.group, { ...anonymous, To_Account: ['carol'] })).toMatchObject(ok)
    expect(last()?.recipients.map(({ id }) => id)).toEqual(['carol'])
    expect(await call(paths.group, { ...group, From_Account: 'mallory' })).toEqual(fail(timCodes.groupForbidden))
    expect(await call(paths.group, { ...group, GroupId: 'g2' })).toEqual(fail(timCodes.groupUnknown))
  })

  it('timpush/batch answers a TaskId, and counts nothing unread', async () => {
    const { call, last, server } = start()
    expect(await call(paths.push, push)).toEqual({ ...ok, TaskId: 'batch_1_0_1795428000' })
    expect(last()?.message).toMatchObject({ elements: [], push: { title: 't', body: 'd', ios: { badge: false } } })
    expect(server.unread('alice', { type: 'c2c', id: 'bob' })).toBe(0)
    await call(paths.push, { ...push, MsgRandom: 1, OfflinePushInfo: { Desc: 'd', ApnsInfo: { BadgeMode: 0 } } })
    expect(last()?.message.push).toEqual({ body: 'd' })
    expect(await call(paths.push, { ...push, MsgRandom: 'x' })).toEqual({ ...fail(timCodes.msgRandom), TaskId: '' })
    expect(await call(paths.push, { ...push, DataId: '字'.repeat(22) })).toEqual({ ...fail(timCodes.dataIdTooLong), TaskId: '' })
  })
})

describe('what a call controls', () => {
  it('a repeated MsgRandom within the second, and a repeated Random within five minutes, is answered and not sent again', async () => {
    const { call, clock, submitted } = start()
    const first = await call(paths.one, sendmsg)
    expect(await call(paths.one, sendmsg)).toEqual(first)
    expect(await call(paths.one, { ...sendmsg, To_Account: 'carol' })).not.toEqual(first)
    const grouped = await call(paths.group, group)
    clock.now += 299_000
    expect(await call(paths.group, group)).toEqual(grouped)
    expect(submitted).toHaveLength(3)
    await call(paths.one, sendmsg)
    clock.now += 1000
    await call(paths.group, group)
    expect(submitted).toHaveLength(5)
  })

  it('NoUnread does not count; OnlineOnlyFlag and a MsgLifeTime of 0 wake nobody', async () => {
    const { call, last, server } = start()
    const conversation = { type: 'c2c', id: 'bob' } as const
    await call(paths.one, { ...sendmsg, SendMsgControl: ['NoUnread', 'NoLastMsg'] })
    expect(server.unread('alice', conversation)).toBe(0)
    expect(last()?.message.push).toBeUndefined()
    for (const control of [{ OnlineOnlyFlag: 1 }, { MsgLifeTime: 0 }]) {
      await call(paths.one, { ...sendmsg, ...control, MsgRandom: Object.keys(control).length + JSON.stringify(control).length })
      expect(last()?.message.push).toEqual({ enabled: false })
    }
    expect(server.unread('alice', conversation)).toBe(0)
  })

  it('PushFlag 1 pushes nothing, and still counts', async () => {
    const { call, last, server } = start()
    await call(paths.one, { ...sendmsg, OfflinePushInfo: { PushFlag: 1 } })
    expect(last()?.message.push).toEqual({ enabled: false })
    expect(server.unread('alice', { type: 'c2c', id: 'bob' })).toBe(1)
  })
})

describe('who may call', () => {
  it('is for the host to say: it gets what the URL shows', async () => {
    const callers: TimCaller[] = []
    const { call, submitted } = start({
      checkUserSig: async caller => {
        callers.push(caller)
        return caller.usersig === 'expired' ? timCodes.signatureExpired : caller.usersig === 'good'
      },
    })
    const url = (sig: string) => `${paths.one}?sdkappid=1&identifier=admin&usersig=${sig}`
    expect(await call(paths.one, sendmsg, url('bad'))).toEqual(fail(timCodes.signatureWrong))
    expect(await call(paths.one, sendmsg, url('expired'))).toEqual(fail(timCodes.signatureExpired))
    expect(await call(paths.one, sendmsg, url('good'))).toMatchObject(ok)
    expect(callers.at(-1)).toEqual({ sdkappid: '1', identifier: 'admin', usersig: 'good' })
    expect(submitted).toHaveLength(1)
  })

  it('nobody without sdkappid, identifier and usersig', async () => {
    const { call } = start()
    expect(await call(paths.one, sendmsg, paths.one)).toEqual(fail(timCodes.missingSdkAppId))
    expect(await call(paths.one, sendmsg, `${paths.one}?sdkappid=1&identifier=admin`)).toEqual(fail(timCodes.forbiddenSignature))
    expect(await call(paths.one, sendmsg, `${paths.one}?sdkappid=1&usersig=sig`)).toEqual(fail(timCodes.forbiddenSignature))
  })

  it('a signature never comes back in an answer', async () => {
    const { call } = start({ checkUserSig: () => false })
    expect(JSON.stringify(await call(paths.one, sendmsg, `${paths.one}?sdkappid=1&identifier=admin&usersig=s3cret`))).not.toContain('s3cret')
  })
})

describe('what is refused', () => {
  it('a body that is no JSON, or no UTF-8; its content is not quoted', async () => {
    const { call, handle } = start()
    const answer = await call(paths.one, '{"Text": s3cret')
    expect(answer).toEqual(fail(timCodes.jsonMalformed))
    expect(JSON.stringify(answer)).not.toContain('s3cret')
    expect(await call(paths.many, '')).toEqual(fail(timCodes.jsonMalformed))
    expect(await call(paths.group, '[')).toEqual(fail(timCodes.groupJsonMalformed))
    const bytes = await handle(new Request(`http://127.0.0.1${paths.one}?${query}`, { method: 'POST', body: new Uint8Array([0x7b, 0xff, 0x7d]) }))
    expect(await bytes.json()).toEqual(fail(timCodes.jsonMalformed))
    const none = await handle(new Request(`http://127.0.0.1${paths.one}?${query}`, { method: 'POST' }))
    expect(await none.json()).toEqual(fail(timCodes.jsonMalformed))
  })

  it('a body over the limit, told or streamed', async () => {
    const { handle } = start({ maxBytes: 64 })
    const request = (body: string | ReadableStream, headers = {}) =>
      handle(new Request(`http://127.0.0.1${paths.one}?${query}`, { method: 'POST', body, headers, duplex: 'half' } as RequestInit))
    expect(await (await request('x'.repeat(65))).json()).toEqual(fail(timCodes.bodyTooLarge))
    expect(await (await request('{}', { 'content-length': '1000000' })).json()).toEqual(fail(timCodes.bodyTooLarge))
    let pulled = 0
    const endless = new ReadableStream({
      pull(controller) {
        pulled += 1
        controller.enqueue(new Uint8Array(32))
      },
    })
    expect(await (await request(endless)).json()).toEqual(fail(timCodes.bodyTooLarge))
    expect(pulled).toBeLessThan(10)
  })

  it.each([
    ['no To_Account', 'one', { ...sendmsg, To_Account: undefined }, timCodes.toAccount],
    ['a To_Account that is no text', 'one', { ...sendmsg, To_Account: ['alice'] }, timCodes.toAccount],
    ['no MsgRandom', 'one', { ...sendmsg, MsgRandom: undefined }, timCodes.msgRandom],
    ['a MsgTimeStamp that is no number', 'one', { ...sendmsg, MsgTimeStamp: 'now' }, timCodes.msgTimeStamp],
    ['a From_Account that is no text', 'one', { ...sendmsg, From_Account: 7 }, timCodes.fromAccount],
    ['no MsgBody', 'one', { ...sendmsg, MsgBody: undefined }, timCodes.bodyMalformed],
    ['a MsgBody that is no array', 'one', { ...sendmsg, MsgBody: {} }, timCodes.msgBodyNotArray],
    ['an empty MsgBody', 'one', { ...sendmsg, MsgBody: [] }, timCodes.bodyMalformed],
    ['an element that nobody knows', 'one', { ...sendmsg, MsgBody: [{ MsgType: 'X', MsgContent: {} }] }, timCodes.elementMalformed],
    ['an element without its text', 'one', { ...sendmsg, MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: {} }] }, timCodes.elementMalformed],
    ['a SyncOtherMachine that is no integer', 'one', { ...sendmsg, SyncOtherMachine: 'yes' }, timCodes.syncOtherMachine],
    ['a MsgLifeTime that is no integer', 'one', { ...sendmsg, MsgLifeTime: '1' }, timCodes.lifeTime],
    ['a MsgLifeTime over seven days', 'one', { ...sendmsg, MsgLifeTime: 604801 }, timCodes.lifeTimeTooLong],
    ['an OfflinePushInfo that is none', 'one', { ...sendmsg, OfflinePushInfo: { PushFlag: 'no' } }, timCodes.offlinePushInfo],
    ['a body that is no object', 'one', [], timCodes.bodyMalformed],
    ['over 500 accounts', 'many', { ...many, To_Account: Array.from({ length: 501 }, (_, i) => `u${i}`) }, timCodes.tooManyAccounts],
    ['no account', 'many', { ...many, To_Account: [] }, timCodes.toAccountEmpty],
    ['accounts that are no array', 'many', { ...many, To_Account: 'alice' }, timCodes.toAccountNotArray],
    ['no accounts', 'many', { ...many, To_Account: undefined }, timCodes.toAccount],
    ['a group message without its group', 'group', { ...group, GroupId: undefined }, timCodes.groupParameters],
    ['a group message without Random', 'group', { ...group, Random: undefined }, timCodes.groupParameters],
    ['too many members', 'group', { ...group, To_Account: Array.from({ length: 501 }, (_, i) => `u${i}`) }, timCodes.groupTooManyAccounts],
    ['a push without OfflinePushInfo', 'push', { ...push, OfflinePushInfo: undefined }, timCodes.offlinePushInfo],
    ['a push without From_Account', 'push', { ...push, From_Account: undefined }, timCodes.fromAccount],
  ] as const)('%s', async (_, path, body, code) => {
    const { call, submitted, failures } = start()
    expect(await call(paths[path], body)).toMatchObject(fail(code))
    expect([submitted, failures]).toEqual([[], []])
  })

  it('500 accounts are not too many', async () => {
    const { call, last } = start()
    expect(await call(paths.many, { ...many, To_Account: Array.from({ length: 500 }, (_, i) => `u${i}`) })).toMatchObject(ok)
    expect(last()?.recipients).toHaveLength(500)
    const narrow = start({ maxAccounts: 1 })
    expect(await narrow.call(paths.many, many)).toEqual(fail(timCodes.tooManyAccounts))
  })

  it('a call that is none, and a method that is not POST', async () => {
    const { call, handle } = start()
    expect(await call('/v4/openim/nothing', sendmsg)).toEqual(fail(timCodes.unknownUrl))
    expect(await call('/constructor', sendmsg)).toEqual(fail(timCodes.unknownUrl))
    expect(await (await handle(new Request(`http://127.0.0.1${paths.one}?${query}`))).json()).toEqual(fail(timCodes.httpFormat))
  })

  it('what the engine refuses, with the code of the field; a vendor’s field is OfflinePushInfo’s', async () => {
    const { call, state } = start()
    state.failure = new RouseError('message-invalid', 'no', { mistakes: [{ pointer: '/push/vendors/xiaomi/channelId', message: 'too long' }] })
    expect(await call(paths.one, sendmsg)).toEqual({ ...fail(timCodes.offlinePushInfo), ErrorInfo: 'no: /push/vendors/xiaomi/channelId: too long' })
    state.failure = new RouseError('message-invalid', 'no')
    expect(await call(paths.one, sendmsg)).toEqual(fail(timCodes.bodyMalformed))
  })

  it('a failure of ours is told to the host, and to the caller only that there was one', async () => {
    const { call, state, failures } = start()
    state.failure = new Error('password of the database: s3cret')
    expect(await call(paths.one, sendmsg)).toEqual({ ...fail(timCodes.internal), ErrorInfo: 'the server failed; try again' })
    expect(failures).toEqual([state.failure])
  })
})
