import { describe, expect, it } from 'vitest'
import {
  createTim,
  type TIMCallBack,
  TIMConversationType,
  TIMError,
  TIMManager,
  TIMMessage,
  TIMOfflinePushSettings,
  TIMTextElem,
  type TIMValueCallBack,
  timCodes,
} from '../index.ts'
import { recordingCallback, recordingEngine } from '../recording.fixture.ts'

const hello = () => {
  const message = new TIMMessage()
  const text = new TIMTextElem()
  text.setText('hello')
  message.addElement(text)
  return message
}
/** Good for calls with a value and for calls without. */
type AnyCallback = TIMCallBack & TIMValueCallBack<unknown>

const codeThrown = (run: () => void): unknown => {
  try {
    run()
  } catch (error) {
    return error instanceof TIMError ? error.code : error
  }
  return 'nothing was thrown'
}

describe('TIMManager of no context', () => {
  it('is always the same, and nobody has logged in on it', () => {
    expect(TIMManager.getInstance()).toBe(TIMManager.getInstance())
    expect(TIMManager.getInstance().getLoginUser()).toBe('')
  })

  it('answers every call with 6014', () => {
    const manager = TIMManager.getInstance()
    const calls = [
      (cb: AnyCallback) => manager.login('alice', 'sig', cb),
      (cb: AnyCallback) => manager.logout(cb),
      (cb: AnyCallback) => manager.setOfflinePushSettings(new TIMOfflinePushSettings(), cb),
      (cb: AnyCallback) => manager.getOfflinePushSettings(cb),
      (cb: AnyCallback) => manager.doForeground(cb),
      (cb: AnyCallback) => manager.getConversation(TIMConversationType.C2C, 'bob').sendMessage(hello(), cb),
      (cb: AnyCallback) => manager.getConversation(TIMConversationType.C2C, 'bob').setReadMessage(null, cb),
    ]
    for (const call of calls) {
      const callback = recordingCallback<unknown>()
      call(callback as never)
      expect(callback.calls).toMatchObject([{ ok: false, code: 6014, desc: expect.stringContaining('nobody has logged in') }])
    }
  })

  it('throws 6014 where there is no callback', () => {
    expect(codeThrown(() => TIMManager.getInstance().setOfflinePushSettings(new TIMOfflinePushSettings()))).toBe(6014)
    expect(codeThrown(() => TIMManager.getInstance().getOfflinePushSettings(null as never))).toBe(6014)
  })
})

describe('TIMManager of a context', () => {
  it('is the context’s own: two contexts share nothing', () => {
    const [one, other] = [createTim(recordingEngine()), createTim(recordingEngine())]
    one.TIMManager.getInstance().login('alice', 'sig')
    expect(one.TIMManager.getInstance()).toBe(one.TIMManager.getInstance())
    expect(one.TIMManager.getInstance().getLoginUser()).toBe('alice')
    expect(other.TIMManager.getInstance().getLoginUser()).toBe('')
    expect(TIMManager.getInstance().getLoginUser()).toBe('')
    expect(one.TIMManager.name).toBe('TIMManager')
    expect(one.TIMManager.getInstance()).toBeInstanceOf(TIMManager)
  })

  it('returns the same data classes that the package exports', () => {
    const tim = createTim(recordingEngine())
    expect(tim.TIMMessage).toBe(TIMMessage)
    expect(tim.TIMOfflinePushSettings).toBe(TIMOfflinePushSettings)
    expect(tim.TIMConversationType).toBe(TIMConversationType)
  })

  it('setting and getting global settings takes effect only after login: before, 6014', () => {
    const manager = createTim(recordingEngine()).TIMManager.getInstance()
    const [set, get] = [recordingCallback(), recordingCallback<TIMOfflinePushSettings>()]
    manager.setOfflinePushSettings(new TIMOfflinePushSettings(), set)
    manager.getOfflinePushSettings(get)
    expect([...set.calls, ...get.calls]).toMatchObject([
      { ok: false, code: timCodes.notLoggedIn },
      { ok: false, code: timCodes.notLoggedIn },
    ])
    expect(codeThrown(() => manager.setOfflinePushSettings(new TIMOfflinePushSettings()))).toBe(6014)
  })

  it('keeps global settings per user, and gives them back in onSuccess', () => {
    const manager = createTim(recordingEngine()).TIMManager.getInstance()
    manager.login('alice', 'sig')
    const settings = new TIMOfflinePushSettings()
    settings.setEnabled(false)
    settings.setC2cMsgRemindSound('dudulu.caf')
    manager.setOfflinePushSettings(settings)
    settings.setEnabled(true)
    const alices = recordingCallback<TIMOfflinePushSettings>()
    manager.getOfflinePushSettings(alices)
    manager.login('bob', 'sig')
    const bobs = recordingCallback<TIMOfflinePushSettings>()
    manager.getOfflinePushSettings(bobs)
    const values = [...alices.calls, ...bobs.calls].map(call => (call.ok ? call.value.stated() : call))
    expect(values).toEqual([{ enabled: false, c2cSound: 'dudulu.caf' }, {}])
  })

  it('refuses settings that are none', () => {
    const manager = createTim(recordingEngine()).TIMManager.getInstance()
    manager.login('alice', 'sig')
    const callback = recordingCallback()
    manager.setOfflinePushSettings({} as never, callback)
    expect(callback.calls).toMatchObject([{ ok: false, code: timCodes.invalidParameters }])
  })

  it('tells what a settings store did wrong, later too', async () => {
    const settings = { get: () => Promise.reject(new Error('disk')), set: () => Promise.reject(new Error('disk')) }
    const uncaught = Promise.withResolvers<TIMError>()
    const tim = createTim({ ...recordingEngine(), settings, onError: uncaught.resolve })
    const manager = tim.TIMManager.getInstance()
    manager.login('alice', 'sig')
    const callback = recordingCallback<TIMOfflinePushSettings>()
    manager.getOfflinePushSettings(callback)
    manager.setOfflinePushSettings(new TIMOfflinePushSettings())
    await callback.ended
    expect(callback.calls).toMatchObject([{ ok: false, code: timCodes.serverError }])
    expect(await uncaught.promise).toMatchObject({ code: timCodes.serverError, cause: new Error('disk') })
  })

  it('checks a login’s signature where the host says how, with the host’s own code', async () => {
    const tim = createTim({ ...recordingEngine(), checkUserSig: async (user, sig) => (sig === `${user}!` ? true : sig === 'old' ? 6206 : false) })
    const manager = tim.TIMManager.getInstance()
    const callbacks = [recordingCallback(), recordingCallback(), recordingCallback()]
    for (const [i, sig] of ['wrong', 'old', 'alice!'].entries()) {
      expect(manager.getLoginUser()).toBe('')
      manager.login('alice', sig, callbacks[i])
      await callbacks[i]?.ended
    }
    expect(callbacks.flatMap(({ calls }) => calls.map(call => (call.ok ? 'ok' : call.code)))).toEqual([timCodes.signatureWrong, 6206, 'ok'])
    expect(manager.getLoginUser()).toBe('alice')
  })

  it('a check that answers neither true nor a code of Tencent’s is 70009', () => {
    for (const verdict of [false, 0, -1, undefined]) {
      const manager = createTim({ ...recordingEngine(), checkUserSig: () => verdict as boolean }).TIMManager.getInstance()
      const callback = recordingCallback()
      manager.login('alice', 'sig', callback)
      expect([callback.calls, manager.getLoginUser()]).toMatchObject([[{ ok: false, code: timCodes.signatureWrong }], ''])
    }
  })

  it('refuses a user id that is none', () => {
    const manager = createTim(recordingEngine()).TIMManager.getInstance()
    for (const id of ['', 'x'.repeat(257), null, 7]) {
      const callback = recordingCallback()
      manager.login(id as string, 'sig', callback)
      expect(callback.calls).toMatchObject([{ ok: false, code: timCodes.invalidUserId }])
    }
  })

  it('a forced logout ends the session, tells the listener, and the next call says why', () => {
    const tim = createTim(recordingEngine())
    const manager = tim.TIMManager.getInstance()
    const heard: string[] = []
    manager.setUserStatusListener({ onForceOffline: () => heard.push('offline'), onUserSigExpired: () => heard.push('expired') })
    manager.login('alice', 'sig')
    tim.server.forceLogout('alice')
    expect(manager.getLoginUser()).toBe('')
    manager.login('alice', 'sig')
    tim.server.forceLogout('alice', undefined, 'signature-expired')
    const callback = recordingCallback()
    manager.logout(callback)
    expect(heard).toEqual(['offline', 'expired'])
    expect(callback.calls).toMatchObject([{ ok: false, code: 6014, desc: expect.stringContaining('expired (6206)') }])
  })
})

describe('TIMConversation', () => {
  it('onSuccess gives the message back once it is taken over, with its id, sender and time', async () => {
    const { engine, submitted } = recordingEngine()
    const tim = createTim({ engine, clock: () => 1_795_428_000_000, random: () => 0.5 })
    tim.TIMManager.getInstance().login('bob', 'sig')
    const conversation = tim.TIMManager.getInstance().getConversation(TIMConversationType.C2C, 'alice')
    const message = hello()
    const callback = recordingCallback<TIMMessage>()
    conversation.sendMessage(message, callback)
    expect(callback.calls).toEqual([])
    await callback.ended
    expect(callback.calls).toEqual([{ ok: true, value: message }])
    expect([message.getMsgId(), message.getSender(), message.timestamp()]).toEqual(['1_2147483648_1795428000', 'bob', 1_795_428_000])
    expect(submitted.map(one => one.message)).toEqual([
      {
        id: '1_2147483648_1795428000',
        kind: 'chat',
        conversation: { type: 'c2c', id: 'bob' },
        sender: { id: 'bob' },
        sentAt: '2026-11-23T10:00:00.000Z',
        elements: [{ type: 'text', text: 'hello' }],
      },
    ])
    expect([conversation.getType(), conversation.getPeer()]).toEqual(['C2C', 'alice'])
  })

  it('onError has Tencent’s code and a text that says what is wrong', async () => {
    const { engine, state } = recordingEngine()
    const tim = createTim({ engine })
    const manager = tim.TIMManager.getInstance()
    const before = recordingCallback<TIMMessage>()
    manager.getConversation(TIMConversationType.C2C, 'alice').sendMessage(hello(), before)
    await before.ended
    manager.login('bob', 'sig')
    const attempts = [
      [TIMConversationType.C2C, 'alice', null],
      [TIMConversationType.C2C, '', hello()],
      [TIMConversationType.Invalid, 'alice', hello()],
      [TIMConversationType.Group, 'no-such-group', hello()],
    ] as const
    const codes = []
    for (const [type, peer, message] of attempts) {
      const callback = recordingCallback<TIMMessage>()
      manager.getConversation(type, peer).sendMessage(message as TIMMessage, callback)
      await callback.ended
      codes.push(...callback.calls.map(call => (call.ok ? 0 : call.code)))
    }
    state.failure = new Error('down')
    const down = recordingCallback<TIMMessage>()
    manager.getConversation(TIMConversationType.C2C, 'alice').sendMessage(hello(), down)
    await down.ended
    expect(before.calls).toMatchObject([{ ok: false, code: 6014 }])
    expect(codes).toEqual([timCodes.invalidParameters, timCodes.invalidReceiver, timCodes.invalidParameters, timCodes.groupUnknown])
    expect(down.calls).toMatchObject([{ ok: false, code: timCodes.serverError }])
  })

  it('without a callback, a later error goes to onError of the context', async () => {
    const { engine, state } = recordingEngine()
    const failed = Promise.withResolvers<TIMError>()
    const tim = createTim({ engine, onError: failed.resolve })
    tim.TIMManager.getInstance().login('bob', 'sig')
    state.failure = new Error('down')
    tim.TIMManager.getInstance().getConversation(TIMConversationType.C2C, 'alice').sendMessage(hello())
    expect((await failed.promise).code).toBe(timCodes.serverError)
  })

  it('counts what is unread, until it is read', async () => {
    const { engine } = recordingEngine()
    const bob = createTim({ engine })
    const alice = createTim({ server: bob.server, device: { id: 'd1', platform: 'ios' } })
    bob.TIMManager.getInstance().login('bob', 'sig')
    alice.TIMManager.getInstance().login('alice', 'sig')
    const callback = recordingCallback<TIMMessage>()
    bob.TIMManager.getInstance().getConversation(TIMConversationType.C2C, 'alice').sendMessage(hello(), callback)
    await callback.ended
    const conversation = alice.TIMManager.getInstance().getConversation(TIMConversationType.C2C, 'bob')
    expect(conversation.getUnreadMessageNum()).toBe(1)
    const read = recordingCallback()
    conversation.setReadMessage(null, read)
    expect(read.calls).toEqual([{ ok: true, value: undefined }])
    expect(conversation.getUnreadMessageNum()).toBe(0)
  })
})
