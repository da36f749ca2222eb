import { describe, expect, it } from 'vitest'
import type { Outcome } from '../model/outcome.ts'
import { aDevice, aMessage, aRecipient, fakeChannel, fakeTransport } from './engine.fixture.ts'
import { createEngine } from './engine.ts'
import { standingTime } from './standing-time.fixture.ts'
import type { EngineOptions } from './types.ts'

const setUp = (options: Partial<EngineOptions> = {}, answer?: Parameters<typeof fakeTransport>[0]) => {
  const { transport, sent } = fakeTransport(answer)
  return { engine: createEngine({ channels: [fakeChannel('fake'), fakeChannel('second')], transport, random: () => 1, ...options }), sent }
}

const { pause } = standingTime()
const token = { channel: 'fake', app: 'com.example.chat', token: 'shared' }
const owning = (id: string, registeredAt?: string, channels: readonly string[] = ['fake']) =>
  aRecipient(id, {
    devices: [
      aDevice('phone', {
        registrations: channels.map(channel => ({ ...token, channel, ...(registeredAt === undefined ? {} : { registeredAt }) })),
      }),
    ],
  })
const ends = (outcomes: readonly Outcome[]) => outcomes.map(({ recipient, channel, status, reason }) => [recipient, channel, status, reason])

describe('engine.moveToken', () => {
  it('ends what is queued for the former owner: nothing goes to the wrong person', async () => {
    const { engine, sent } = setUp({ retry: { baseMs: 20_000 } }, () => 'busy')
    const pushed = engine.push(aMessage(), [owning('alice')])
    await pause(20)
    engine.moveToken(token, 'bob')
    expect(ends(await pushed)).toEqual([['alice', 'fake', 'suppressed', 'moved']])
    expect(sent).toHaveLength(1)
  })

  it('tries no other channel of a device that is another user’s by now', async () => {
    const { engine, sent } = setUp()
    engine.moveToken(token, 'bob')
    expect(ends(await engine.push(aMessage(), [owning('alice', undefined, ['fake', 'second'])]))).toEqual([['alice', 'fake', 'suppressed', 'moved']])
    expect(sent).toEqual([])
  })

  it('keeps back what a directory still gives with the old registration, and sends to the new owner', async () => {
    const { engine, sent } = setUp({ clock: () => Date.parse('2026-11-23T10:00:00Z') })
    engine.moveToken(token, 'carol')
    const outcomes = await engine.push(aMessage(), [owning('alice', '2026-11-01T00:00:00Z'), owning('carol', '2026-11-23T10:00:00Z')])
    expect(ends(outcomes).sort()).toEqual([
      ['alice', 'fake', 'suppressed', 'moved'],
      ['carol', 'fake', 'accepted', null],
    ])
    expect(sent).toHaveLength(1)
  })

  it('believes a registration that is newer than the move: the token came back', async () => {
    const { engine } = setUp({ clock: () => Date.parse('2026-11-23T10:00:00Z') })
    engine.moveToken(token, 'bob')
    expect(ends(await engine.push(aMessage(), [owning('alice', '2026-11-23T10:00:01Z')]))).toEqual([['alice', 'fake', 'accepted', null]])
  })

  it('to nobody, when its user logs out, ends what is queued for that user too', async () => {
    const { engine, sent } = setUp()
    engine.moveToken(token, null)
    expect(ends(await engine.push(aMessage(), [owning('alice')]))).toEqual([['alice', 'fake', 'suppressed', 'moved']])
    engine.moveToken(token, 'alice')
    expect(ends(await engine.push(aMessage(), [owning('alice')]))).toEqual([['alice', 'fake', 'accepted', null]])
    expect(sent).toHaveLength(1)
  })

  it('concerns this very channel, app and token', async () => {
    const { engine } = setUp()
    engine.moveToken({ ...token, app: 'com.example.lite' }, 'bob')
    engine.moveToken({ ...token, channel: 'second' }, 'bob')
    engine.moveToken({ ...token, token: 'other' }, 'bob')
    expect(ends(await engine.push(aMessage(), [owning('alice')]))).toEqual([['alice', 'fake', 'accepted', null]])
  })

  it('lets neither a withdrawal nor a badge go to the new owner of the phone', async () => {
    const channel = fakeChannel('fake')
    const renderBadge = () => ({ ...channel.render({ title: '', body: '' } as never, channel.apps[0] as never), key: 'badge' })
    const { engine, sent } = setUp({ channels: [{ ...channel, renderBadge }] })
    const alice = { ...owning('alice'), unread: 3 }
    await engine.push(aMessage(), [alice])
    engine.moveToken(token, 'bob')
    expect(ends(await engine.revoke(aMessage(), [alice]))).toEqual([['alice', null, 'suppressed', 'moved']])
    expect(ends(await engine.syncBadge(alice))).toEqual([['alice', 'fake', 'suppressed', 'moved']])
    expect(sent).toHaveLength(1)
  })
})
