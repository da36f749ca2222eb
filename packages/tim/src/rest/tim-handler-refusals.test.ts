import { RouseError } from '@rouse/core'
import { describe, expect, it, vi } from 'vitest'
import { createTimHandler, type TimCaller, timCodes } from '../index.ts'
import { manualTimer } from '../manual-timer.fixture.ts'
import { sendmsg } from './requests.fixture.ts'
import { fail, group, many, ok, paths, push, query, start } from './tim-handler.fixture.ts'

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

  it('a check that says no without a code of Tencent’s is 70009: neither 0 nor nothing lets anybody in', async () => {
    for (const verdict of [false, 0, -1, Number.NaN, undefined, null, 'yes']) {
      const { call, submitted } = start({ checkUserSig: () => verdict as boolean })
      expect(await call(paths.one, sendmsg)).toEqual(fail(timCodes.signatureWrong))
      expect(submitted).toEqual([])
    }
  })

  it('a check that throws or hangs lets nobody in; the host is told, the caller only that it failed', async () => {
    const { after, pass } = manualTimer()
    const throws = start({ checkUserSig: () => Promise.reject(new Error('redis://:s3cret@host')) })
    expect(await throws.call(paths.one, sendmsg)).toEqual({ ...fail(timCodes.internal), ErrorInfo: 'the server failed; try again' })
    const hangs = start({ checkUserSig: () => new Promise(() => {}), after })
    const answer = hangs.call(paths.one, sendmsg)
    await Promise.resolve()
    pass()
    expect(await answer).toEqual({ ...fail(timCodes.internal), ErrorInfo: 'the server failed; try again' })
    expect([...throws.failures, ...hangs.failures]).toMatchObject([{ message: 'redis://:s3cret@host' }, { code: timCodes.requestTimeout }])
    expect([...throws.submitted, ...hangs.submitted]).toEqual([])
  })

  it('the signature is checked before a byte of the body is read', async () => {
    let pulled = 0
    const { handle } = start({ checkUserSig: () => false })
    const body = new ReadableStream(
      {
        pull(controller) {
          pulled += 1
          controller.enqueue(new Uint8Array(32))
        },
      },
      { highWaterMark: 0 },
    )
    const request = new Request(`http://127.0.0.1${paths.one}?${query}`, { method: 'POST', body, duplex: 'half' } as RequestInit)
    expect(await (await handle(request)).json()).toEqual(fail(timCodes.signatureWrong))
    expect(pulled).toBe(0)
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
    expect(await narrow.call(paths.group, { ...group, To_Account: ['alice', 'carol'] })).toEqual(fail(timCodes.groupTooManyAccounts))
    expect(await narrow.call(paths.push, { ...push, To_Account: ['alice', 'carol'] })).toEqual({ ...fail(timCodes.pushTooManyAccounts), TaskId: '' })
  })

  it('over 500 accounts of timpush/batch: the push service has a code of its own', async () => {
    const { call, submitted } = start()
    const To_Account = Array.from({ length: 501 }, (_, i) => `u${i}`)
    expect(await call(paths.push, { ...push, To_Account })).toEqual({ ...fail(timCodes.pushTooManyAccounts), TaskId: '' })
    expect(submitted).toEqual([])
  })

  it('with every place that is wrong, at most five in the text', async () => {
    const { call } = start()
    const { ErrorInfo } = await call(paths.one, { ...sendmsg, To_Account: 7, MsgRandom: 'x', MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: {} }] })
    expect(ErrorInfo).toBe('sendmsg /MsgRandom: must be integer; sendmsg /MsgBody/0/MsgContent/Text: is missing; sendmsg /To_Account: must be string')
    const wrong = await call(paths.many, { ...many, To_Account: Array.from({ length: 8 }, () => 7) })
    expect(wrong.ErrorInfo).toMatch(/^batchsendmsg \/To_Account\/0: must be string; .*; … and 3 more$/)
  })

  it('a body that its sender cut off; the host is not told, for it is no failure of ours', async () => {
    const { handle, failures } = start()
    const body = new ReadableStream({
      pull(controller) {
        controller.error(new Error('ECONNRESET'))
      },
    })
    const request = new Request(`http://127.0.0.1${paths.one}?${query}`, { method: 'POST', body, duplex: 'half' } as RequestInit)
    expect(await (await handle(request)).json()).toEqual(fail(timCodes.httpFormat))
    expect(failures).toEqual([])
  })

  it('a call that is none, and a method that is not POST', async () => {
    const { call, handle } = start()
    expect(await call('/v4/openim/nothing', sendmsg)).toEqual(fail(timCodes.unknownUrl))
    expect(await call('/constructor', sendmsg)).toEqual(fail(timCodes.unknownUrl))
    expect(await call('/v4/openim/sendmsg/', sendmsg)).toEqual(fail(timCodes.unknownUrl))
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const response = await handle(new Request(`http://127.0.0.1${paths.one}?${query}`, { method }))
      expect([method, response.status, await response.json()]).toEqual([method, 200, fail(timCodes.httpFormat)])
    }
  })

  it('what the engine refuses, with the code of the field; a vendor’s field is OfflinePushInfo’s', async () => {
    const { call, state, failures } = start()
    const pointer = '/push/vendors/xiaomi/channelId'
    state.failure = new RouseError('message-invalid', `message ${pointer}: too long`, { mistakes: [{ pointer, message: 'too long' }] })
    expect(await call(paths.one, sendmsg)).toEqual({ ...fail(timCodes.offlinePushInfo), ErrorInfo: `message ${pointer}: too long` })
    state.failure = new RouseError('message-invalid', 'no')
    expect(await call(paths.one, sendmsg)).toEqual(fail(timCodes.bodyMalformed))
    expect(failures).toEqual([])
  })

  it('what is kept of the account being malformed is no caller’s mistake, and is not told to the caller', async () => {
    const { call, state, failures } = start()
    state.failure = new RouseError('recipient-invalid', 'recipients /0/settings/c2cSound: s3cret', {
      mistakes: [{ pointer: '/0/settings/c2cSound', message: 's3cret' }],
    })
    expect(await call(paths.one, sendmsg)).toEqual({ ...fail(timCodes.internal), ErrorInfo: 'the server failed; try again' })
    expect(failures).toEqual([state.failure])
  })

  it('a settings store that fails is a failure of ours, and nobody is pushed', async () => {
    const settings = { get: () => Promise.reject(new Error('password: s3cret')), set: () => {} }
    const { call, failures, submitted } = start({ settings })
    expect(await call(paths.one, sendmsg)).toEqual({ ...fail(timCodes.internal), ErrorInfo: 'the server failed; try again' })
    expect([failures, submitted]).toEqual([[new Error('password: s3cret')], []])
  })

  it('an onError that throws changes no answer; nor is there a secret in what the process warns of', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    const secret = new Error('it failed', { cause: new Error('s3cret') })
    const thrower = start({
      checkUserSig: () => {
        throw secret
      },
      onError() {
        throw secret
      },
    })
    expect(await thrower.call(paths.one, sendmsg)).toEqual({ ...fail(timCodes.internal), ErrorInfo: 'the server failed; try again' })
    const silent = createTimHandler({ server: { send: () => Promise.reject(secret) }, checkUserSig: () => true })
    const response = await silent(new Request(`http://127.0.0.1${paths.one}?${query}`, { method: 'POST', body: JSON.stringify(sendmsg) }))
    expect(await response.json()).toEqual(fail(timCodes.internal))
    expect(warned.mock.calls).toEqual([
      ['it failed', 'TimHandler'],
      ['it failed', 'TimHandler'],
    ])
    warned.mockRestore()
  })

  it('a limit that is none, when the handler is made', () => {
    const wrong = [{ maxBytes: Number.NaN }, { maxBytes: 0 }, { maxBytes: 1.5 }, { maxAccounts: 501 }, { maxAccounts: Number.NaN }, { portTimeoutMs: 2 ** 31 }]
    for (const options of wrong)
      expect(() => start(options)).toThrow(expect.objectContaining({ code: 'config-invalid', message: expect.stringContaining('whole number') }))
  })

  it('a failure of ours is told to the host, and to the caller only that there was one', async () => {
    const { call, state, failures } = start()
    state.failure = new Error('password of the database: s3cret')
    expect(await call(paths.one, sendmsg)).toEqual({ ...fail(timCodes.internal), ErrorInfo: 'the server failed; try again' })
    expect(failures).toEqual([state.failure])
  })
})
