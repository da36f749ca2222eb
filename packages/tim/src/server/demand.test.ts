import type { Engine, TokenReport } from '@rouse/core'
import { describe, expect, it } from 'vitest'
import { createChatServer, createTim, type TIMError, timCodes } from '../index.ts'
import { recordingEngine } from '../recording.fixture.ts'

const iphone = { id: 'iphone', platform: 'ios' } as const
const token = { channel: 'apns', token: 't', app: 'com.example.chat' }
const toGroup = { from: 'bob', to: { type: 'group' as const, id: 'g1' }, elements: [{ type: 'text' as const, text: 'hello' }] }

describe('what a host hands in', () => {
  it.each([
    ['a preview that is none', 'setProfile', ['alice', { preview: 'all' }], '/preview'],
    ['a locale that is none', 'setProfile', ['alice', { locale: '-' }], '/locale'],
    ['a name that is no text', 'setProfile', ['alice', { name: 7 }], '/name'],
    ['a user id that is none', 'setProfile', ['', {}], '/id'],
    ['a device on no platform', 'login', ['alice', { id: 'd', platform: 'iphone' }], '/devices/0/platform'],
    ['a token that is empty', 'login', ['alice', iphone, [{ ...token, token: '' }]], '/devices/0/registrations/0/token'],
    ['a registration without its app', 'register', ['alice', 'iphone', { channel: 'apns', token: 't' }], '/devices/0/registrations/0/app'],
    ['a member that is no user id', 'setGroup', [{ id: 'g1', members: ['bob', ''] }], '/id'],
    [
      'a conversation that does not know what it receives',
      'setConversation',
      ['alice', { type: 'c2c', id: 'bob' }, { receive: 'some' }],
      '/conversation/receive',
    ],
    ['settings with a sound that is a number', 'setSettings', ['alice', { c2cSound: 7 }], '/settings/c2cSound'],
  ] as const)('%s is refused there and then, with its place, and changes nothing', (_, method, args, pointer) => {
    const server = createChatServer(recordingEngine())
    server.login('alice', iphone, [token])
    const before = JSON.stringify(server.devices('alice'))
    const refused = expect.objectContaining({ code: 'recipient-invalid', mistakes: [expect.objectContaining({ pointer })] })
    expect(() => (server[method] as (...given: readonly unknown[]) => void)(...args)).toThrow(refused)
    expect(JSON.stringify(server.devices('alice'))).toBe(before)
  })

  it('createTim refuses a malformed device before anybody logs in', () => {
    expect(() => createTim({ ...recordingEngine(), device: { id: 'd', platform: 'ios', region: 'China' } })).toThrow('/devices/0/region')
  })
})

describe('what a port makes up', () => {
  const start = (settings: (user: string) => unknown) => {
    const recording = recordingEngine()
    const errors: TIMError[] = []
    const server = createChatServer({
      engine: recording.checking,
      settings: { get: users => users.map(user => settings(user) as never), set: () => {} },
      onError: error => errors.push(error),
    })
    server.setGroup({ id: 'g1', members: ['bob', 'alice', 'carol'] })
    return { ...recording, server, errors }
  }

  it('one member’s malformed settings silence no group: the others get the message, that one is told to the host', async () => {
    const { server, submitted, errors } = start(user => (user === 'alice' ? { c2cSound: 7 } : { enabled: true }))
    const sent = await server.send(toGroup)
    expect(submitted.map(({ recipients }) => recipients.map(({ id }) => id))).toEqual([['carol']])
    expect(sent.refused).toEqual([{ account: 'alice', code: timCodes.internal, desc: 'the server failed for this account' }])
    expect(errors).toMatchObject([{ code: timCodes.serverError, message: expect.stringContaining('account "alice" is malformed') }])
    expect(errors[0]?.message).toContain('/settings/c2cSound')
    expect([server.unread('alice', { type: 'group', id: 'g1' }), server.unread('carol', { type: 'group', id: 'g1' })]).toEqual([0, 1])
  })

  it('where nobody is left the message is refused, and nothing is counted', async () => {
    const { server, submitted } = start(() => ({ c2cSound: 7 }))
    await expect(server.send(toGroup)).rejects.toMatchObject({ code: 'recipient-invalid' })
    expect([submitted, server.unread('alice', { type: 'group', id: 'g1' })]).toEqual([[], 0])
  })
})

describe('dead tokens', () => {
  it('what the engine’s tokens$ calls gone is dropped, whoever has it; what is switched off stays', () => {
    const { engine } = recordingEngine()
    let tell: (report: TokenReport) => void = () => {}
    const tokens$ = {
      subscribe(next: (report: TokenReport) => void) {
        tell = next
      },
    } as unknown as Engine['tokens$']
    const server = createChatServer({ engine: { ...engine, tokens$ } })
    server.login('alice', iphone, [token, { ...token, channel: 'fcm' }])
    const report = (kind: TokenReport['kind'], channel: string, value = 't') =>
      tell({
        kind,
        channel,
        app: token.app,
        token: value,
        recipient: null,
        device: null,
        code: '410',
        at: '2026-11-23T10:00:00Z',
      })
    report('unreachable', 'apns')
    report('gone', 'huawei')
    report('gone', 'apns', 'another')
    expect(server.devices('alice')[0]?.registrations).toHaveLength(2)
    report('gone', 'apns')
    expect(server.devices('alice')[0]?.registrations.map(({ channel }) => channel)).toEqual(['fcm'])
  })
})
