import type { GlobalSettings } from '@rouse/core'
import { describe, expect, it } from 'vitest'
import { type ChatServerOptions, createChatServer, createTim, TIMMessage, TIMOfflinePushSettings, TIMTextElem, timCodes } from '../index.ts'
import { manualTimer } from '../manual-timer.fixture.ts'
import { recordingCallback, recordingEngine } from '../recording.fixture.ts'
import type { SettingsStore } from './settings-store.ts'

const token = (name: string) => ({ channel: 'apns', token: name, app: 'com.example.chat' })
const text = { elements: [{ type: 'text', text: 'hello' }] } as const
const toUser = (user: string, from = 'bob') => ({ from, to: { type: 'c2c' as const, users: [user] }, ...text })
const toGroup = (id: string, from = 'bob') => ({ from, to: { type: 'group' as const, id }, ...text })
const message = () => {
  const made = new TIMMessage()
  const element = new TIMTextElem()
  element.setText('hello')
  made.addElement(element)
  return made
}

/** A store whose every call waits until a test lets it go, in whatever order. */
function slowStore() {
  const kept = new Map<string, GlobalSettings>()
  const waiting: (() => void)[] = []
  const wait = () => new Promise<void>(resolve => waiting.push(resolve))
  const store: SettingsStore = {
    get: users => wait().then(() => users.map(user => kept.get(user))),
    set: (user, settings) => wait().then(() => void kept.set(user, settings)),
  }
  return {
    store,
    kept,
    waiting,
    /** Lets the call at `place` go, and what hangs on it run. */
    async release(place = 0) {
      waiting.splice(place, 1)[0]?.()
      for (let i = 0; i < 10; i++) await Promise.resolve()
    },
  }
}
function start(options: Partial<ChatServerOptions> = {}) {
  const recording = recordingEngine()
  const server = createChatServer({ engine: recording.engine, ...options })
  return { ...recording, server, recipientsOf: (call: number) => recording.submitted[call]?.recipients ?? [] }
}

describe('many at once', () => {
  it('two sends to one user at the same time are two messages, counted one after the other', async () => {
    const { server, submitted } = start()
    const sent = await Promise.all([server.send(toUser('alice')), server.send(toUser('alice', 'carol')), server.send(toUser('alice'))])
    expect(new Set(sent.map(({ id }) => id)).size).toBe(3)
    expect(submitted.map(({ recipients }) => recipients[0]?.unread)).toEqual([1, 2, 3])
  })

  it('of two sends at once the one that fails takes back its own count only', async () => {
    const { server, state } = start()
    const failing = server.send(toUser('alice'))
    state.failure = new Error('down')
    await expect(failing).rejects.toThrow('down')
    state.failure = null
    await Promise.all([server.send(toUser('alice')), server.send(toUser('alice'))])
    expect(server.unread('alice', { type: 'c2c', id: 'bob' })).toBe(2)
  })

  it('a group of many members gets a message each, its sender none', async () => {
    const { server, recipientsOf } = start()
    const members = Array.from({ length: 20_000 }, (_, i) => `member-${i}`)
    server.setGroup({ id: 'town', members: ['bob', ...members] })
    await server.send(toGroup('town'))
    expect(recipientsOf(0)).toHaveLength(members.length)
    expect(recipientsOf(0).some(({ id }) => id === 'bob')).toBe(false)
    expect(server.unread('member-19999', { type: 'group', id: 'town' })).toBe(1)
  })

  it('a group counts its own messages from 1, whatever else is sent', async () => {
    const { server } = start()
    server.setGroup({ id: 'g1', members: ['bob', 'alice'] })
    server.setGroup({ id: 'g2', members: ['bob', 'alice'] })
    await server.send(toUser('alice'))
    const seqs = []
    for (const id of ['g1', 'g2', 'g1']) seqs.push((await server.send(toGroup(id))).seq)
    server.setGroup({ id: 'g1', name: 'renamed', members: ['bob'] })
    seqs.push((await server.send(toGroup('g1'))).seq)
    expect(seqs).toEqual([1, 1, 2, 3])
  })
})

describe('what changes while a port is asked', () => {
  it('whoever logs out meanwhile is logged out in what the engine gets', async () => {
    const { store, release } = slowStore()
    const { server, recipientsOf } = start({ settings: store })
    server.login('alice', { id: 'phone', platform: 'ios' }, [token('t')])
    const sending = server.send(toUser('alice'))
    server.logout('alice', 'phone')
    await release()
    await sending
    expect(recipientsOf(0)[0]?.devices).toEqual([{ id: 'phone', platform: 'ios', session: 'logged-out', registrations: [] }])
  })

  it('a token that moves meanwhile is its new owner’s', async () => {
    const { store, release } = slowStore()
    const { server, recipientsOf } = start({ settings: store })
    server.login('alice', { id: 'phone', platform: 'ios' }, [token('t')])
    const sending = server.send(toUser('alice'))
    server.login('carol', { id: 'phone', platform: 'ios' }, [token('t')])
    await release()
    await sending
    expect(recipientsOf(0)[0]?.devices[0]?.registrations).toEqual([])
  })

  it('whoever leaves the group meanwhile gets nothing, and nothing is counted for them', async () => {
    const { store, release } = slowStore()
    const { server, recipientsOf } = start({ settings: store })
    server.setGroup({ id: 'g1', members: ['bob', 'alice', 'carol'] })
    const sending = server.send(toGroup('g1'))
    server.setGroup({ id: 'g1', members: ['bob', 'carol'] })
    await release()
    await sending
    expect(recipientsOf(0).map(({ id }) => id)).toEqual(['carol'])
    expect(server.unread('alice', { type: 'group', id: 'g1' })).toBe(0)
  })

  it('a group that goes meanwhile gets nothing', async () => {
    const { store, release } = slowStore()
    const { server, submitted } = start({ settings: store })
    server.setGroup({ id: 'g1', members: ['bob', 'alice'] })
    const sending = server.send(toGroup('g1'))
    server.removeGroup('g1')
    const failed = expect(sending).rejects.toMatchObject({ code: timCodes.groupUnknown })
    await release()
    await failed
    expect(submitted).toEqual([])
  })
})

describe('a settings store that is slow, hangs or fails', () => {
  it('two settings of one user are written in the order of the calls, and what is asked after is what was set', async () => {
    const { store, kept, waiting, release } = slowStore()
    const { server } = start({ settings: store })
    const ends = [server.setSettings('alice', { enabled: false }), server.setSettings('alice', { enabled: true }), server.settings('alice')]
    expect(waiting).toHaveLength(1)
    for (let i = 0; i < 3; i++) await release()
    expect([await ends[2], kept.get('alice')]).toEqual([{ enabled: true }, { enabled: true }])
  })

  it('a store that hangs fails the send by its deadline; nothing was sent or counted', async () => {
    const { after, pass } = manualTimer()
    const { server, submitted } = start({ settings: { get: () => new Promise(() => {}), set: () => new Promise(() => {}) }, after })
    const sending = expect(server.send(toUser('alice'))).rejects.toMatchObject({
      code: timCodes.requestTimeout,
      message: expect.stringContaining('settings store'),
    })
    pass()
    await sending
    expect([submitted, server.unread('alice', { type: 'c2c', id: 'bob' })]).toEqual([[], 0])
  })

  it('a store that hangs on one user’s settings holds up nobody else’s, and that user’s next ones after the deadline only', async () => {
    const { after, pass } = manualTimer()
    const written: string[] = []
    let hangs = true
    const set: SettingsStore['set'] = user => {
      if (user === 'alice' && hangs) return new Promise(() => {})
      written.push(user)
    }
    const { server } = start({ settings: { get: () => [], set }, after })
    const hanging = server.setSettings('alice', {})
    hangs = false
    const next = server.setSettings('alice', {})
    server.setSettings('carol', {})
    expect(written).toEqual(['carol'])
    pass()
    await expect(hanging).rejects.toMatchObject({ code: timCodes.requestTimeout })
    await next
    expect(written).toEqual(['carol', 'alice'])
  })

  it('a count that hangs fails the send by its deadline', async () => {
    const { after, pass } = manualTimer()
    const { server } = start({ unread: () => new Promise(() => {}), after })
    const sending = expect(server.send(toUser('alice'))).rejects.toMatchObject({ code: timCodes.requestTimeout, message: expect.stringContaining('unread') })
    for (let i = 0; i < 3; i++) await Promise.resolve()
    pass()
    await sending
  })

  it('null is no settings, as many a database says it', async () => {
    const { server, recipientsOf } = start({ settings: { get: users => users.map(() => null), set: () => {} } })
    await server.send(toUser('alice'))
    expect(recipientsOf(0)[0]).not.toHaveProperty('settings')
    expect(await server.settings('alice')).toEqual({})
  })
})

describe('logging in while a login is checked', () => {
  const checks = () => {
    const pending: ((verdict: boolean) => void)[] = []
    return { pending, checkUserSig: () => new Promise<boolean>(resolve => pending.push(resolve)) }
  }
  const settled = async () => {
    for (let i = 0; i < 10; i++) await Promise.resolve()
  }

  it('a second login is refused with 6015 until the first has its answer', async () => {
    const { pending, checkUserSig } = checks()
    const manager = createTim({ ...recordingEngine(), checkUserSig }).TIMManager.getInstance()
    const [first, second, third] = [recordingCallback(), recordingCallback(), recordingCallback()]
    manager.login('alice', 'sig', first)
    manager.login('carol', 'sig', second)
    expect(second.calls).toMatchObject([{ ok: false, code: timCodes.inProgress }])
    pending[0]?.(true)
    await first.ended
    manager.login('carol', 'sig', third)
    pending[1]?.(true)
    await third.ended
    expect([first.calls, third.calls, manager.getLoginUser()]).toEqual([[{ ok: true }], [{ ok: true }], 'carol'])
  })

  it('logout ends a login that is still being checked: nobody is logged in afterwards', async () => {
    const { pending, checkUserSig } = checks()
    const tim = createTim({ ...recordingEngine(), checkUserSig })
    const manager = tim.TIMManager.getInstance()
    const [login, logout] = [recordingCallback(), recordingCallback()]
    manager.login('alice', 'sig', login)
    manager.logout(logout)
    pending[0]?.(true)
    await login.ended
    expect(logout.calls).toMatchObject([{ ok: true }])
    expect(login.calls).toMatchObject([{ ok: false, code: timCodes.inProgress, desc: expect.stringContaining('logout was called') }])
    expect([manager.getLoginUser(), tim.server.devices('alice')]).toEqual(['', []])
  })

  it('a check that hangs ends by its deadline, and the next login is free to try', async () => {
    const { after, pass } = manualTimer()
    let hangs = true
    const checkUserSig = () => (hangs ? new Promise<boolean>(() => {}) : true)
    const manager = createTim({ ...recordingEngine(), checkUserSig, after }).TIMManager.getInstance()
    const login = recordingCallback()
    manager.login('alice', 'sig', login)
    pass()
    await login.ended
    expect(login.calls).toMatchObject([{ ok: false, code: timCodes.requestTimeout, desc: expect.stringContaining('checkUserSig') }])
    hangs = false
    manager.login('alice', 'sig')
    expect(manager.getLoginUser()).toBe('alice')
  })

  it('another user on the same device: the first is logged out, and the tokens are the second’s', async () => {
    const recording = recordingEngine()
    const tim = createTim({ ...recording, device: { id: 'phone', platform: 'ios', registrations: [token('t')] } })
    const manager = tim.TIMManager.getInstance()
    manager.login('alice', 'sig')
    manager.login('carol', 'sig')
    expect(tim.server.devices('alice')).toMatchObject([{ session: 'logged-out', registrations: [] }])
    expect(tim.server.devices('carol')).toMatchObject([{ session: 'logged-in', registrations: [token('t')] }])
    manager.login('alice', 'sig')
    expect(tim.server.devices('alice')).toMatchObject([{ session: 'logged-in', registrations: [token('t')] }])
    expect(tim.server.devices('carol')).toMatchObject([{ session: 'logged-out', registrations: [] }])
  })

  it('whoever is kicked and logs in again at once, in the listener, ends the session that kicked', async () => {
    const recording = recordingEngine()
    const old = createTim({ ...recording, device: { id: 'old', platform: 'ios' } })
    const young = createTim({ server: old.server, device: { id: 'young', platform: 'ios' } })
    const heard: string[] = []
    old.TIMManager.getInstance().setUserStatusListener({
      onForceOffline() {
        heard.push('old')
        old.TIMManager.getInstance().login('alice', 'sig')
      },
    })
    young.TIMManager.getInstance().setUserStatusListener({ onForceOffline: () => heard.push('young') })
    old.TIMManager.getInstance().login('alice', 'sig')
    young.TIMManager.getInstance().login('alice', 'sig')
    expect(heard).toEqual(['old', 'young'])
    expect(old.server.devices('alice').map(({ id, session }) => [id, session])).toEqual([
      ['old', 'logged-in'],
      ['young', 'kicked'],
    ])
    expect([old.TIMManager.getInstance().getLoginUser(), young.TIMManager.getInstance().getLoginUser()]).toEqual(['alice', ''])
  })

  it('a device that the host logs out past its context is logged out there too', () => {
    const tim = createTim({ ...recordingEngine(), device: { id: 'phone', platform: 'ios' } })
    const manager = tim.TIMManager.getInstance()
    manager.login('alice', 'sig')
    tim.server.logout('alice', 'phone')
    expect(manager.getLoginUser()).toBe('')
    expect(() => manager.setOfflinePushSettings(new TIMOfflinePushSettings())).toThrow('nobody has logged in')
  })

  it('a message that is under way when its sender logs out still ends with onSuccess', async () => {
    const { store, release } = slowStore()
    const tim = createTim({ ...recordingEngine(), settings: store })
    const manager = tim.TIMManager.getInstance()
    manager.login('bob', 'sig')
    const callback = recordingCallback<TIMMessage>()
    const sent = message()
    manager.getConversation('C2C', 'alice').sendMessage(sent, callback)
    manager.logout()
    await release()
    await settled()
    expect([callback.calls, sent.getSender()]).toEqual([[{ ok: true, value: sent }], 'bob'])
  })
})
