import { RouseError } from '@rouse/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createTim, TIMConversationType, type TIMError, TIMManager, TIMMessage, TIMOfflinePushSettings, TIMTextElem, timCodes } from '../index.ts'
import { recordingCallback, recordingEngine } from '../recording.fixture.ts'

const hello = () => {
  const message = new TIMMessage()
  const text = new TIMTextElem()
  text.setText('hello')
  message.addElement(text)
  return message
}
const bug = new Error('a bug of the app')
const throwing = {
  onSuccess(): void {
    throw bug
  },
  onError(): void {
    throw bug
  },
}

/** A context where bob is logged in, and what its `onError` was told; `told` waits for so many. */
function start() {
  const recording = recordingEngine()
  const errors: TIMError[] = []
  let wake = () => {}
  const tim = createTim({
    engine: recording.engine,
    onError(error) {
      errors.push(error)
      wake()
    },
  })
  tim.TIMManager.getInstance().login('bob', 'sig')
  const told = async (n: number) => {
    while (errors.length < n) {
      await new Promise<void>(resolve => {
        wake = resolve
      })
    }
  }
  return { ...recording, tim, manager: tim.TIMManager.getInstance(), errors, told }
}
const theBug = (name: string) => ({ code: timCodes.invalidParameters, message: expect.stringContaining(`${name} threw`), cause: bug })

afterEach(() => {
  vi.restoreAllMocks()
})

describe('an app’s own code that throws', () => {
  it('in onSuccess or onError of a call that is answered at once: onError of the context hears it, the caller goes on', () => {
    const { manager, errors } = start()
    manager.setOfflinePushSettings(new TIMOfflinePushSettings(), throwing)
    manager.getOfflinePushSettings(throwing)
    manager.login('', 'sig', throwing)
    expect(errors).toMatchObject([theBug('onSuccess'), theBug('onSuccess'), theBug('onError')])
    expect(manager.getLoginUser()).toBe('bob')
  })

  it('in onSuccess or onError of a message: the other is not called, and the next message goes out', async () => {
    const { manager, errors, told, state, submitted } = start()
    const conversation = manager.getConversation(TIMConversationType.C2C, 'alice')
    const calls: string[] = []
    const counting = {
      onSuccess(): void {
        calls.push('onSuccess')
        throw bug
      },
      onError(): void {
        calls.push('onError')
        throw bug
      },
    }
    conversation.sendMessage(hello(), counting)
    await told(1)
    state.failure = new Error('down')
    conversation.sendMessage(hello(), counting)
    await told(2)
    state.failure = null
    const callback = recordingCallback<TIMMessage>()
    conversation.sendMessage(hello(), callback)
    await callback.ended
    expect(calls).toEqual(['onSuccess', 'onError'])
    expect(errors).toMatchObject([theBug('onSuccess'), theBug('onError')])
    expect([submitted.length, callback.calls.map(({ ok }) => ok)]).toEqual([2, [true]])
  })

  it('in an async callback, which rejects later', async () => {
    const { manager, errors, told } = start()
    manager.setOfflinePushSettings(new TIMOfflinePushSettings(), { onError: () => {}, onSuccess: async () => Promise.reject(bug) })
    await told(1)
    expect(errors).toMatchObject([theBug('onSuccess')])
  })

  it('in a listener of the session: everybody else hears of the forced logout, and the sessions end', () => {
    const { tim, manager, errors } = start()
    const other = createTim({ server: tim.server, device: { id: 'tablet', platform: 'ios' } })
    other.TIMManager.getInstance().login('bob', 'sig')
    const heard: string[] = []
    manager.setUserStatusListener({
      onForceOffline() {
        throw bug
      },
      onUserSigExpired() {
        throw bug
      },
    })
    other.TIMManager.getInstance().setUserStatusListener({ onForceOffline: () => heard.push('tablet') })
    tim.server.onForcedLogout(() => {
      throw bug
    })
    tim.server.onForcedLogout((_, device) => heard.push(`host: ${device}`))
    tim.server.forceLogout('bob')
    manager.login('bob', 'sig')
    tim.server.forceLogout('bob', undefined, 'signature-expired')
    expect(heard).toEqual(['host: device', 'tablet', 'host: tablet', 'host: device'])
    expect(tim.server.devices('bob').map(({ session }) => session)).toEqual(['kicked', 'kicked'])
    expect(errors.map(({ message }) => message.split(' threw')[0]).sort()).toEqual([
      'a listener of onForcedLogout',
      'a listener of onForcedLogout',
      'a listener of onForcedLogout',
      'onForceOffline',
      'onUserSigExpired',
    ])
  })

  it('in onTokenMoved: the token moved all the same', () => {
    const errors: TIMError[] = []
    const registrations = [{ channel: 'apns', token: 't', app: 'com.example.chat' }]
    const alice = createTim({
      ...recordingEngine(),
      device: { id: 'phone', platform: 'ios', registrations },
      onError: error => errors.push(error),
      onTokenMoved() {
        throw bug
      },
    })
    alice.TIMManager.getInstance().login('alice', 'sig')
    alice.server.login('carol', { id: 'phone', platform: 'ios' }, registrations)
    expect([alice.server.devices('alice')[0]?.registrations.length, alice.server.devices('carol')[0]?.registrations.length]).toEqual([0, 1])
    expect(errors).toMatchObject([theBug('onTokenMoved')])
  })

  it('in onError of the context itself, or where there is none: a process warning with the text, without its cause', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    const failing = createTim({
      ...recordingEngine(),
      onError() {
        throw bug
      },
    })
    const silent = createTim(recordingEngine())
    for (const tim of [failing, silent]) {
      tim.TIMManager.getInstance().login('bob', 'sig')
      tim.TIMManager.getInstance().doForeground(throwing)
    }
    TIMManager.getInstance().doForeground(throwing)
    expect(warned.mock.calls).toEqual([
      [expect.stringContaining('onSuccess threw'), 'TIMError'],
      [expect.stringContaining('onSuccess threw'), 'TIMError'],
      [expect.stringContaining('onError threw'), 'TIMError'],
    ])
    expect(JSON.stringify(warned.mock.calls)).not.toContain(bug.message)
  })
})

describe('what a callback is told', () => {
  it('a failure of the host’s stays with the host: code and a text without its words', async () => {
    const { manager, state } = start()
    state.failure = new Error('password of the database: s3cret')
    const callback = recordingCallback<TIMMessage>()
    manager.getConversation(TIMConversationType.C2C, 'alice').sendMessage(hello(), callback)
    await callback.ended
    expect(callback.calls).toEqual([{ ok: false, code: timCodes.serverError, desc: 'the chat server failed; see the cause' }])
  })

  it('what the engine refuses: where, and why, once', async () => {
    const { manager, state } = start()
    state.failure = new RouseError('message-invalid', 'message /push/ext: too long', { mistakes: [{ pointer: '/push/ext', message: 'too long' }] })
    const callback = recordingCallback<TIMMessage>()
    manager.getConversation(TIMConversationType.C2C, 'alice').sendMessage(hello(), callback)
    await callback.ended
    expect(callback.calls).toEqual([{ ok: false, code: timCodes.invalidParameters, desc: 'message /push/ext: too long' }])
  })

  it('an engine that is closed: 6013', async () => {
    const { manager, state } = start()
    state.failure = new RouseError('closed', 'the engine is closed: make a new one')
    const callback = recordingCallback<TIMMessage>()
    manager.getConversation(TIMConversationType.C2C, 'alice').sendMessage(hello(), callback)
    await callback.ended
    expect(callback.calls).toMatchObject([{ ok: false, code: timCodes.notInitialized }])
  })
})
