import type { Registration } from '@rouse/core'
import { describe, expect, it } from 'vitest'
import { type ChatServerOptions, createChatServer, type Draft, kickNobody, type TokenMove, timCodes } from '../index.ts'
import { recordingEngine } from '../recording.fixture.ts'

const iphone = { id: 'iphone', platform: 'ios' } as const
const pixel = { id: 'pixel', platform: 'android' } as const
const token = (name: string, more: Partial<Registration> = {}): Registration => ({ channel: 'apns', token: name, app: 'com.example.chat', ...more })
/** As the server keeps it: it was registered now. */
const held = (name: string, more: Partial<Registration> = {}): Registration => ({ ...token(name, more), registeredAt: '2026-11-23T10:00:00.000Z' })
const to = (...users: string[]): Pick<Draft, 'from' | 'to' | 'elements'> => ({
  from: 'bob',
  to: { type: 'c2c', users },
  elements: [{ type: 'text', text: 'hello' }],
})
const toGroup = (id: string): Pick<Draft, 'from' | 'to' | 'elements'> => ({ ...to(), to: { type: 'group', id } })

function start(options: Partial<ChatServerOptions> = {}) {
  const recording = recordingEngine()
  const server = createChatServer({ engine: recording.engine, clock: () => 1_795_428_000_000, random: () => 0.25, ...options })
  const last = () => recording.submitted.at(-1)
  const recipient = (id: string) => last()?.recipients.find(one => one.id === id)
  return { ...recording, server, last, recipient }
}

describe('sessions', () => {
  it('belong to a device: logged out on the phone, logged in on the tablet', async () => {
    const { server, recipient } = start({ kicks: kickNobody })
    server.login('alice', iphone, [token('phone')])
    server.login('alice', { id: 'ipad', platform: 'ios' }, [token('tablet')])
    server.logout('alice', 'iphone')
    await server.send(to('alice'))
    expect(recipient('alice')?.devices).toEqual([
      { id: 'iphone', platform: 'ios', session: 'logged-out', registrations: [] },
      { id: 'ipad', platform: 'ios', session: 'logged-in', registrations: [held('tablet')] },
    ])
  })

  it('end when the same account logs in on another device of the same platform', async () => {
    const { server, recipient } = start()
    const heard: unknown[] = []
    const stop = server.onForcedLogout((...event) => heard.push(event))
    server.login('alice', iphone, [token('old')])
    server.login('alice', pixel, [token('android', { channel: 'fcm' })])
    server.login('alice', { id: 'new-iphone', platform: 'ios' }, [token('new')])
    await server.send(to('alice'))
    expect(recipient('alice')?.devices.map(({ id, session }) => [id, session])).toEqual([
      ['iphone', 'kicked'],
      ['pixel', 'logged-in'],
      ['new-iphone', 'logged-in'],
    ])
    expect(heard).toEqual([['alice', 'iphone', 'elsewhere']])
    stop()
    server.forceLogout('alice')
    expect(heard).toHaveLength(1)
  })

  it('end by force on one device or on all, and begin again with the next login', async () => {
    const { server } = start()
    server.login('alice', iphone)
    server.login('alice', pixel)
    server.forceLogout('alice', 'pixel', 'signature-expired')
    expect(server.devices('alice').map(({ session }) => session)).toEqual(['logged-in', 'kicked'])
    server.forceLogout('alice')
    expect(server.devices('alice').map(({ session }) => session)).toEqual(['kicked', 'kicked'])
    server.login('alice', iphone)
    expect(server.devices('alice').map(({ session }) => session)).toEqual(['logged-in', 'kicked'])
  })

  it('know the state of the app', async () => {
    const { server, recipient } = start()
    server.login('alice', iphone)
    server.setAppState('alice', 'iphone', 'foreground')
    server.setAppState('alice', 'no-such-device', 'foreground')
    await server.send(to('alice'))
    expect(recipient('alice')?.devices).toMatchObject([{ id: 'iphone', appState: 'foreground' }])
  })

  it('logging out where nobody is logged in changes nothing', () => {
    const { server } = start()
    server.logout('alice', 'iphone')
    expect(server.devices('alice')).toEqual([])
  })
})

describe('tokens have one owner', () => {
  it('registering a token for another user moves it, and tells so', async () => {
    const moves: TokenMove[] = []
    const { server, recipient } = start({ onTokenMoved: move => moves.push(move) })
    server.login('alice', iphone, [token('shared'), token('own', { app: 'com.example.lite' })])
    server.login('carol', { id: 'iphone', platform: 'ios' }, [token('shared')])
    await server.send(to('alice', 'carol'))
    expect(recipient('alice')?.devices.flatMap(device => device.registrations)).toEqual([held('own', { app: 'com.example.lite' })])
    expect(recipient('carol')?.devices.flatMap(device => device.registrations)).toEqual([held('shared')])
    expect(moves).toEqual([{ registration: held('shared'), from: 'alice', to: 'carol' }])
  })

  it('the same text of another channel or app is another token', () => {
    const { server } = start()
    server.login('alice', iphone, [token('t')])
    server.login('carol', pixel, [token('t', { channel: 'fcm' }), token('t', { app: 'com.example.lite' })])
    expect(server.devices('alice')[0]?.registrations).toEqual([held('t')])
  })

  it('a new token takes the place of the device’s former one', () => {
    const moves: TokenMove[] = []
    const { server } = start({ onTokenMoved: move => moves.push(move) })
    server.login('alice', iphone, [token('first'), token('voip', { kind: 'voip' })])
    server.register('alice', 'iphone', token('second'))
    server.register('alice', 'iphone', token('second'))
    expect(server.devices('alice')[0]?.registrations).toEqual([held('voip', { kind: 'voip' }), held('second')])
    server.login('carol', pixel, [token('first')])
    expect(moves).toEqual([])
  })

  it('logout removes the device’s tokens, so that the next owner is no move', () => {
    const moves: TokenMove[] = []
    const { server } = start({ onTokenMoved: move => moves.push(move) })
    server.login('alice', iphone, [token('t')])
    server.logout('alice', 'iphone')
    server.login('carol', iphone, [token('t')])
    expect([server.devices('alice')[0]?.registrations, server.devices('carol')[0]?.registrations, moves]).toEqual([[], [held('t')], []])
  })

  it('the engine is told of every owner, so that what is queued for a former one ends', () => {
    const owners = new Map<string, string | null>()
    const { engine } = recordingEngine()
    const server = createChatServer({
      engine: {
        ...engine,
        moveToken(name, owner) {
          expect(Object.keys(name)).toEqual(['channel', 'app', 'token'])
          owners.set(name.token, owner)
        },
      },
    })
    const after = (act: () => void) => {
      act()
      return Object.fromEntries(owners)
    }
    expect(after(() => server.login('alice', iphone, [token('t'), token('v', { kind: 'voip' })]))).toEqual({ t: 'alice', v: 'alice' })
    expect(after(() => server.register('alice', 'iphone', token('rotated')))).toEqual({ t: null, v: 'alice', rotated: 'alice' })
    expect(after(() => server.login('carol', { id: 'iphone', platform: 'ios' }, [token('rotated')]))).toEqual({ t: null, v: 'alice', rotated: 'carol' })
    expect(after(() => server.forceLogout('carol'))).toEqual({ t: null, v: 'alice', rotated: null })
    expect(after(() => server.login('carol', { id: 'iphone', platform: 'ios' }))).toEqual({ t: null, v: 'alice', rotated: 'carol' })
    expect(after(() => server.login('carol', { id: 'new-iphone', platform: 'ios' }))).toEqual({ t: null, v: 'alice', rotated: null })
    expect(after(() => server.logout('alice', 'iphone'))).toEqual({ t: null, v: null, rotated: null })
  })

  it('a token that a vendor calls dead can be dropped', () => {
    const { server } = start()
    server.login('alice', iphone, [token('t')])
    server.unregister('alice', 'iphone', token('t'))
    server.unregister('nobody', 'iphone', token('t'))
    expect(server.devices('alice')[0]?.registrations).toEqual([])
  })

  it('a token keeps the time at which the host says it was registered', () => {
    const { server } = start()
    const earlier = token('t', { registeredAt: '2020-01-01T00:00:00Z' })
    server.login('alice', iphone, [earlier])
    expect(server.devices('alice')[0]?.registrations).toEqual([earlier])
  })

  it('a token for a device where its user is not logged in is refused', () => {
    const { server } = start()
    server.login('carol', pixel)
    server.logout('carol', 'pixel')
    expect(() => server.register('carol', 'pixel', token('t'))).toThrow('log in on it first')
    expect(() => server.register('alice', 'iphone', token('t'))).toThrow(
      expect.objectContaining({ code: timCodes.notLoggedIn, message: expect.stringContaining('log in on it first') }),
    )
  })
})

describe('sending', () => {
  it('hands the engine a whole recipient: profile, settings, conversation, unread, devices', async () => {
    const { server, last } = start()
    server.setProfile('bob', { name: 'Bob' })
    server.setProfile('alice', { name: 'Alice', locale: 'zh-CN', timeZone: 'Asia/Shanghai', preview: 'sender', quietHours: { from: '22:00', to: '08:00' } })
    server.login('alice', iphone, [token('t')])
    await server.setSettings('alice', { enabled: true, c2cSound: 'dudulu.caf' })
    server.setConversation('alice', { type: 'c2c', id: 'bob' }, { receive: 'no-notify' })
    const sent = await server.send({ ...to('alice'), push: { body: 'described' }, mentions: { all: true } })
    expect(last()).toEqual({
      message: {
        id: '1_1073741824_1795428000',
        kind: 'chat',
        conversation: { type: 'c2c', id: 'bob', name: 'Bob' },
        sender: { id: 'bob', name: 'Bob' },
        sentAt: '2026-11-23T10:00:00.000Z',
        elements: [{ type: 'text', text: 'hello' }],
        mentions: { all: true },
        push: { body: 'described' },
      },
      recipients: [
        {
          id: 'alice',
          locale: 'zh-CN',
          timeZone: 'Asia/Shanghai',
          preview: 'sender',
          quietHours: { from: '22:00', to: '08:00' },
          settings: { enabled: true, c2cSound: 'dudulu.caf' },
          conversation: { receive: 'no-notify' },
          unread: 1,
          devices: [{ id: 'iphone', platform: 'ios', session: 'logged-in', registrations: [held('t')] }],
        },
      ],
      options: { idempotencyKey: '1_1073741824_1795428000' },
    })
    expect(sent).toEqual({ id: '1_1073741824_1795428000', time: 1_795_428_000, seq: 1, refused: [], repeated: false })
  })

  it('sends to a group’s members but the sender, under the group’s name', async () => {
    const { server, last } = start()
    server.setGroup({ id: 'g1', name: 'Climbers', members: ['alice', 'bob', 'carol'] })
    await server.send(toGroup('g1'))
    expect(last()?.message.conversation).toEqual({ type: 'group', id: 'g1', name: 'Climbers' })
    expect(last()?.recipients.map(({ id }) => id)).toEqual(['alice', 'carol'])
  })

  it('sends to some members of a group, to those only who are in it', async () => {
    const { server, last } = start()
    server.setGroup({ id: 'g1', members: ['alice', 'bob', 'carol'] })
    await server.send({ ...toGroup('g1'), to: { type: 'group', id: 'g1', members: ['carol', 'mallory', 'carol'] } })
    expect(last()?.recipients.map(({ id }) => id)).toEqual(['carol'])
  })

  it('refuses a group that is not there, and one that the sender is not in', async () => {
    const { server } = start()
    server.setGroup({ id: 'g1', members: ['alice'] })
    await expect(server.send(toGroup('g2'))).rejects.toMatchObject({ code: timCodes.groupUnknown })
    await expect(server.send(toGroup('g1'))).rejects.toMatchObject({ code: timCodes.groupForbidden })
    await server.send({ ...toGroup('g1'), to: { type: 'group', id: 'g1', asAdmin: true } })
    server.removeGroup('g1')
    await expect(server.send(toGroup('g1'))).rejects.toMatchObject({ code: timCodes.groupUnknown })
  })

  it('names the accounts that it does not know, where it is told to refuse them', async () => {
    const { server, last } = start({ unknownAccounts: 'refuse' })
    server.login('alice', iphone)
    expect((await server.send(to('alice', 'nobody', 'alice'))).refused).toMatchObject([{ account: 'nobody', code: timCodes.accountUnknown }])
    expect(last()?.recipients.map(({ id }) => id)).toEqual(['alice'])
    await expect(server.send(to('nobody'))).rejects.toMatchObject({ code: timCodes.toAccountUnknown })
  })

  it('the same key again is the same message, for a while', async () => {
    let now = 1_795_428_000_000
    const { server, submitted } = start({ clock: () => now })
    const draft = { ...to('alice'), repeat: { key: 'k', seconds: 300 } }
    const [first, second] = await Promise.all([server.send(draft), server.send(draft)])
    expect([first.repeated, second.repeated, second.id]).toEqual([false, true, first.id])
    now += 300_000
    expect((await server.send(draft)).repeated).toBe(false)
    expect(submitted).toHaveLength(2)
    expect(server.unread('alice', { type: 'c2c', id: 'bob' })).toBe(2)
  })

  it('a call that failed is no message: the same key is sent', async () => {
    const { server, submitted, state } = start()
    const draft = { ...to('alice'), repeat: { key: 'k', seconds: 300 } }
    state.failure = new Error('down')
    await expect(server.send(draft)).rejects.toThrow('down')
    state.failure = null
    expect((await server.send(draft)).repeated).toBe(false)
    expect(submitted).toHaveLength(1)
  })
})

describe('unread counts', () => {
  const c2c = { type: 'c2c', id: 'bob' } as const

  it('count each message, over all conversations, this one included', async () => {
    const { server, recipient } = start()
    server.setGroup({ id: 'g1', members: ['alice', 'bob'] })
    await server.send(to('alice'))
    await server.send(toGroup('g1'))
    expect(recipient('alice')?.unread).toBe(2)
    expect([server.unread('alice', c2c), server.unread('alice', { type: 'group', id: 'g1' })]).toEqual([1, 1])
    server.markRead('alice', c2c)
    server.markRead('alice', { type: 'c2c', id: 'stranger' })
    await server.send(to('alice'))
    expect(recipient('alice')?.unread).toBe(2)
  })

  it('a muted conversation still counts, a blocked one does not', async () => {
    const { server, recipient } = start()
    server.setConversation('alice', c2c, { receive: 'no-notify' })
    server.setConversation('carol', c2c, { receive: 'none' })
    await server.send(to('alice', 'carol'))
    expect([recipient('alice')?.unread, recipient('carol')?.unread]).toEqual([1, 0])
  })

  it('a message that shows on no badge is unread, and leaves the badge alone: all of them, or Apple’s', async () => {
    const { server, recipient } = start({ kicks: kickNobody })
    server.login('alice', iphone)
    server.login('carol', pixel)
    server.login('both', iphone)
    server.login('both', pixel)
    const all = to('alice', 'carol', 'both')
    const shown = () => ['alice', 'carol', 'both'].map(user => recipient(user)?.unread)
    await server.send(all)
    expect(shown()).toEqual([1, 1, 1])
    await server.send({ ...all, push: { ios: { badge: false } } })
    // An iPhone's badge is left out of this push, so the count that goes with it is the others'.
    expect(shown()).toEqual([2, 2, 2])
    await server.send({ ...all, push: { badge: false } })
    await server.send(all)
    expect(shown()).toEqual([2, 3, 2])
    await server.send({ ...all, push: { badge: false, ios: { badge: true } } })
    expect(shown()).toEqual([3, 3, 3])
    expect(['alice', 'carol'].map(user => server.unread(user, c2c))).toEqual([5, 5])
    for (const user of ['alice', 'carol']) server.markRead(user, c2c)
    await server.send(all)
    expect(shown()).toEqual([1, 1, 4])
  })

  it('a message that is not to be counted, one to oneself, and a system notice are not', async () => {
    const { server, recipient, last } = start()
    await server.send({ ...to('alice'), countUnread: false, push: { body: 'b' } })
    expect([recipient('alice')?.unread, last()?.message.push]).toEqual([0, { body: 'b', badge: false }])
    await server.send(to('bob'))
    expect(recipient('bob')?.unread).toBe(0)
    await server.send({ ...to('alice'), kind: 'system' })
    expect([last()?.message.kind, recipient('alice')?.unread]).toEqual(['system', 0])
  })

  it('are the host’s where it keeps them, and unknown where it does not know', async () => {
    const { server, recipient } = start({ unread: users => users.map(user => (user === 'alice' ? 7 : undefined)) })
    await server.send(to('alice', 'carol'))
    expect(recipient('alice')?.unread).toBe(7)
    expect(recipient('carol')).not.toHaveProperty('unread')
  })

  it('a message that was not taken over is not counted', async () => {
    const { server, state } = start()
    await server.send(to('alice'))
    state.failure = new Error('down')
    await expect(server.send(to('alice', 'carol'))).rejects.toThrow('down')
    expect([server.unread('alice', c2c), server.unread('carol', c2c)]).toEqual([1, 0])
  })

  it('taking back a count leaves alone what was read meanwhile', async () => {
    const { server, state, recipient } = start()
    state.failure = new Error('down')
    const sending = server.send(to('alice'))
    await Promise.resolve()
    server.markRead('alice', c2c)
    await expect(sending).rejects.toThrow('down')
    state.failure = null
    await server.send(to('alice'))
    expect([server.unread('alice', c2c), recipient('alice')?.unread]).toEqual([1, 1])
  })
})
