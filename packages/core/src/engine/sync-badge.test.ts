import { firstValueFrom } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { aMessage, aRecipient, fakeChannel, fakeTransport } from './engine.fixture.ts'
import { createEngine } from './engine.ts'
import { standingTime } from './standing-time.fixture.ts'
import type { EngineOptions } from './types.ts'

const { pause, until } = standingTime()

function setUp(answer?: Parameters<typeof fakeTransport>[0], options: Partial<EngineOptions> = {}) {
  const { transport, sent } = fakeTransport(answer)
  const channel = fakeChannel('fake')
  const renderBadge = () => ({ ...channel.render({ title: '', body: '' } as never, channel.apps[0] as never), key: 'badge' })
  return { engine: createEngine({ channels: [{ ...channel, renderBadge }], transport, random: () => 1, ...options }), sent }
}

const alice = (unread: number) => aRecipient('alice', { unread })

describe('engine.syncBadge', () => {
  it('is not tried again when a newer push has set the badge', async () => {
    const { engine, sent } = setUp(() => (sent.length === 1 ? 'busy' : 'ok'))
    const synced = engine.syncBadge(alice(0))
    await pause(5)
    await engine.push(aMessage(), [alice(1)])
    expect(await until(synced)).toMatchObject([{ status: 'superseded', attempts: 1 }])
    expect(sent.map(({ body }) => body.badge)).toEqual([0, 1])
  })

  it('leaves the older count out of a push that is tried again', async () => {
    const { engine, sent } = setUp(() => (sent.length === 1 ? 'busy' : 'ok'))
    const pushed = engine.push(aMessage(), [alice(5)])
    await pause(5)
    expect(await engine.syncBadge(alice(0))).toMatchObject([{ status: 'accepted' }])
    expect(await until(pushed)).toMatchObject([{ status: 'accepted', attempts: 2 }])
    expect(sent.map(({ body }) => body.badge)).toEqual([5, 0, null])
  })

  it('sends each count under an id of its own, also within one millisecond', async () => {
    const { engine, sent } = setUp()
    await Promise.all([engine.syncBadge(alice(2)), engine.syncBadge(alice(1))])
    expect(new Set(sent.map(({ body }) => body.id)).size).toBe(2)
  })

  it('tells the host of a token that is dead by now', async () => {
    const { engine } = setUp(() => 'gone')
    const report = firstValueFrom(engine.tokens$)
    expect(await engine.syncBadge(alice(1))).toMatchObject([{ message: null, status: 'gone', channel: 'fake' }])
    expect(await report).toMatchObject({ kind: 'gone', recipient: 'alice', device: 'alice-phone' })
  })
})
