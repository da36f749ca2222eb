import { from, lastValueFrom, toArray } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { aMessage, aRecipient, fakeChannel, fakeTransport } from '../engine/engine.fixture.ts'
import { createEngine } from '../engine/engine.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Device, Recipient } from '../model/recipient.ts'
import type { Directory } from './fan-out.ts'
import { createTokenClaims } from './token-claims.ts'

const setUp = () => {
  const { transport, sent } = fakeTransport()
  return { engine: createEngine({ channels: [fakeChannel('fake'), fakeChannel('second')], transport, batchWaitMs: 0 }), sent }
}
const phone = (id: string, token: string, registeredAt?: string, change: Partial<Device> = {}, channel = 'fake'): Device => ({
  id,
  platform: 'android',
  registrations: [{ channel, token, app: 'com.example.chat', ...(registeredAt === undefined ? {} : { registeredAt }) }],
  ...change,
})
const ends = (outcomes: readonly Outcome[]) => outcomes.map(({ recipient, device, status, reason }) => [recipient, device, reason ?? status].join(' ')).sort()
const older = '2026-11-01T00:00:00Z'
const newer = '2026-11-02T00:00:00Z'

describe('one token under two devices', () => {
  it.each([
    ['the newer registration has the push', older, newer, ['alice d1 duplicate', 'alice d2 accepted']],
    ['also when it comes first', newer, older, ['alice d1 accepted', 'alice d2 duplicate']],
    ['a registration without a time is the oldest', undefined, older, ['alice d1 duplicate', 'alice d2 accepted']],
    ['of equal ones the first', undefined, undefined, ['alice d1 accepted', 'alice d2 duplicate']],
  ])('%s', async (_, first, second, expected) => {
    const { engine, sent } = setUp()
    const alice = aRecipient('alice', { devices: [phone('d1', 't', first), phone('d2', 't', second)] })
    expect(ends(await engine.push(aMessage(), [alice]))).toEqual(expected)
    expect(sent).toHaveLength(1)
    const decisions = await engine.explain(aMessage(), alice)
    expect(decisions.map(({ device, reason, decision }) => `alice ${device} ${reason ?? (decision === 'push' ? 'accepted' : '')}`)).toEqual(expected)
  })

  it('a device that gets no push leaves the token to the other', async () => {
    const { engine } = setUp()
    const alice = aRecipient('alice', { devices: [phone('d1', 't', newer, { session: 'logged-out' }), phone('d2', 't', older)] })
    expect(ends(await engine.push(aMessage(), [alice]))).toEqual(['alice d1 logged-out', 'alice d2 accepted'])
  })

  it('the same text at two channels is two tokens', async () => {
    const { engine, sent } = setUp()
    await engine.push(aMessage(), [
      aRecipient('alice', { devices: [phone('d1', 't'), phone('d2', 't', undefined, {}, 'second'), phone('d3', 't', undefined, {}, 'second')] }),
    ])
    expect(sent.map(({ channel }) => channel).sort()).toEqual(['fake', 'second'])
  })

  it('does not go to the other device when the first channel is down', async () => {
    const { transport, sent } = fakeTransport((_, channel) => (channel === 'second' ? 'gone' : 'ok'))
    const engine = createEngine({ channels: [fakeChannel('fake'), fakeChannel('second')], transport, batchWaitMs: 0 })
    const both = (id: string, registeredAt: string): Device => ({
      id,
      platform: 'android',
      registrations: [
        { channel: 'second', token: `${id}-second`, app: 'com.example.chat', registeredAt: '2026-11-03T00:00:00Z' },
        { channel: 'fake', token: 't', app: 'com.example.chat', registeredAt },
      ],
    })
    await engine.push(aMessage(), [aRecipient('alice', { devices: [both('d1', older), both('d2', newer)] })])
    expect(sent.filter(({ channel }) => channel === 'fake')).toHaveLength(1)
  })
})

describe('one token under two recipients', () => {
  const holding = (id: string, token: string, registeredAt?: string): Recipient => aRecipient(id, { devices: [phone(`${id}-phone`, token, registeredAt)] })

  it('goes to the newest registration', async () => {
    const { engine, sent } = setUp()
    expect(ends(await engine.push(aMessage(), [holding('alice', 't', older), holding('carol', 't', newer)]))).toEqual([
      'alice alice-phone duplicate',
      'carol carol-phone accepted',
    ])
    expect(sent).toHaveLength(1)
  })

  it('goes to the newest of a list that is longer than a page', async () => {
    const { engine, sent } = setUp()
    const others = Array.from({ length: 1500 }, (_, i) => holding(`user-${i}`, `token-${i}`))
    const outcomes = await engine.push(aMessage(), [holding('alice', 't', older), ...others, holding('carol', 't', newer)])
    expect(outcomes.filter(({ reason }) => reason === 'duplicate').map(({ recipient }) => recipient)).toEqual(['alice'])
    expect(sent).toHaveLength(1501)
  })

  it('goes to the first page of a directory that holds it', async () => {
    const { engine, sent } = setUp()
    const directory: Directory = {
      async *pages() {
        yield { recipients: [holding('alice', 't', older)], cursor: '1' }
        yield { recipients: [holding('carol', 't', newer)], cursor: '2' }
      },
    }
    const outcomes = await lastValueFrom(engine.run(from([aMessage()]), directory).pipe(toArray()))
    expect(ends(outcomes)).toEqual(['alice alice-phone accepted', 'carol carol-phone duplicate'])
    expect(sent).toHaveLength(1)
  })
})

describe('the claims of a message', () => {
  it('forget the oldest pages beyond their bound', () => {
    const claims = createTokenClaims(null, 1)
    const page = (id: string, token: string) => {
      const device = phone('d', token)
      const [registration] = device.registrations
      const one = { subject: { recipient: { id, devices: [device] } }, device }
      return claims.claim([one] as never, [{ candidates: [{ registration, channel: { name: 'fake' } }], reason: null, trace: [] }] as never)[0]?.reason
    }
    expect([page('a', 't1'), page('b', 't1'), page('c', 't2'), page('d', 't3'), page('e', 't1')]).toEqual([null, 'duplicate', null, null, null])
  })
})
