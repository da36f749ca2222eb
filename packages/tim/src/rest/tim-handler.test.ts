import { describe, expect, it } from 'vitest'
import { timCodes } from '../index.ts'
import { sampleInfo, sendmsg } from './requests.fixture.ts'
import { fail, group, many, ok, paths, push, query, start, text } from './tim-handler.fixture.ts'

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
    expect(last()?.recipients).toMatchObject([{ id: 'alice', unread: 1 }])
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
    expect(await call(paths.many, { ...many, To_Account: ['alice', 'nobody'] })).toEqual({
      ...ok,
      MsgTime: 1795428000,
      MsgKey: '1_0_1795428000',
      ErrorList: [{ To_Account: 'nobody', ErrorCode: timCodes.accountUnknown, ErrorInfo: 'this account does not exist: import it first' }],
    })
    expect(await call(paths.push, { ...push, To_Account: ['alice', 'nobody'] })).toMatchObject({ ...ok, ErrorList: [{ To_Account: 'nobody' }] })
    expect(last()?.recipients.map(({ id }) => id)).toEqual(['alice'])
    expect(await call(paths.one, { ...sendmsg, To_Account: 'nobody' })).toEqual(fail(timCodes.toAccountUnknown))
    expect(await call(paths.many, { ...many, To_Account: ['nobody', 'noone'] })).toEqual(fail(timCodes.toAccountUnknown))
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
    expect(last()?.message).toMatchObject({ elements: [], push: { title: 't', body: 'd', badge: false } })
    expect(server.unread('alice', { type: 'c2c', id: 'bob' })).toBe(0)
    await call(paths.push, { ...push, MsgRandom: 1, OfflinePushInfo: { Desc: 'd', ApnsInfo: { BadgeMode: 0 } } })
    expect(last()?.message.push).toEqual({ body: 'd', badge: false, ios: { badge: true } })
    await call(paths.push, { ...push, MsgRandom: 2, OfflinePushInfo: { Desc: 'd', ApnsInfo: { BadgeMode: 1 } } })
    expect(last()?.message.push).toEqual({ body: 'd', badge: false, ios: { badge: false } })
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

  it('a repeat while the first is still under way is the same message: one push, the same MsgKey', async () => {
    const kept = Promise.withResolvers<undefined[]>()
    const { call, clock, submitted } = start({ settings: { get: () => kept.promise, set: () => {} } })
    const first = call(paths.one, sendmsg)
    await new Promise(setImmediate)
    clock.now += 60_000
    const second = call(paths.one, sendmsg)
    await new Promise(setImmediate)
    kept.resolve([undefined])
    const answers = await Promise.all([first, second])
    expect(answers[0]).toMatchObject({ ...ok, MsgKey: expect.any(String) })
    expect(answers[1]).toEqual(answers[0])
    expect(submitted).toHaveLength(1)
  })

  it('another MsgRandom, MsgSeq, sender or recipient is another message; another text under the same numbers is not', async () => {
    const { call, submitted } = start()
    const others = [{}, { MsgRandom: 2 }, { MsgSeq: 2 }, { From_Account: 'carol' }, { To_Account: 'carol' }, { MsgBody: text }]
    const keys = []
    for (const other of others) keys.push((await call(paths.one, { ...sendmsg, ...other })).MsgKey)
    expect(keys[5]).toBe(keys[0])
    expect(new Set(keys).size).toBe(5)
    expect(submitted).toHaveLength(5)
  })

  it('SyncOtherMachine, 1 or 2, wakes none of the sender’s own devices', async () => {
    const { call, last, server } = start()
    server.login('bob', { id: 'bobs', platform: 'ios' })
    for (const SyncOtherMachine of [1, 2]) {
      expect(await call(paths.one, { ...sendmsg, SyncOtherMachine, MsgRandom: SyncOtherMachine })).toMatchObject(ok)
      expect(last()?.recipients.map(({ id }) => id)).toEqual(['alice'])
    }
  })

  it('the content type is not looked at: curl says its body is a form', async () => {
    const { handle } = start()
    for (const [i, type] of ['application/json', 'application/x-www-form-urlencoded', 'text/plain;charset=UTF-8', 'image/png'].entries()) {
      const body = JSON.stringify({ ...sendmsg, MsgRandom: i })
      const request = new Request(`http://127.0.0.1${paths.one}?${query}`, { method: 'POST', body, headers: { 'content-type': type } })
      expect(await (await handle(request)).json()).toMatchObject(ok)
    }
  })

  it('NoUnread does not count; OnlineOnlyFlag and a MsgLifeTime of 0 wake nobody', async () => {
    const { call, last, server } = start()
    const conversation = { type: 'c2c', id: 'bob' } as const
    await call(paths.one, { ...sendmsg, SendMsgControl: ['NoUnread', 'NoLastMsg'] })
    expect(server.unread('alice', conversation)).toBe(0)
    expect(last()?.message.push).toEqual({ badge: false })
    for (const control of [{ OnlineOnlyFlag: 1 }, { MsgLifeTime: 0 }]) {
      await call(paths.one, { ...sendmsg, ...control, MsgRandom: Object.keys(control).length + JSON.stringify(control).length })
      expect(last()?.message.push).toEqual({ enabled: false, badge: false })
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
