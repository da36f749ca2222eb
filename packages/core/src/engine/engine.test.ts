import { from, lastValueFrom, Subject, take, toArray } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { RouseError } from '../model/errors.ts'
import type { Message } from '../model/message.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Recipient } from '../model/recipient.ts'
import type { Directory } from '../pipeline/fan-out.ts'
import { aDevice, aMessage, aRecipient, fakeChannel, fakeTransport } from './engine.fixture.ts'
import { createEngine } from './engine.ts'
import type { EngineOptions } from './types.ts'

const setUp = (options: Partial<EngineOptions> = {}, answer?: Parameters<typeof fakeTransport>[0]) => {
  const { transport, sent } = fakeTransport(answer)
  const engine = createEngine({ channels: [fakeChannel('fake')], transport, random: () => 0, ...options })
  return { engine, sent }
}

const directoryOf = (pages: readonly (readonly Recipient[])[]): Directory => ({
  async *pages() {
    for (const [i, recipients] of pages.entries()) yield { recipients, cursor: `${i}` }
  },
})

describe('engine.push', () => {
  it('delivers to each device of each recipient and tells the end of each', async () => {
    const { engine, sent } = setUp()
    const outcomes = await engine.push(aMessage(), [aRecipient('alice', { unread: 3 }), aRecipient('carol', { devices: [aDevice('c1'), aDevice('c2')] })])
    expect(outcomes.map(({ recipient, device, status }) => [recipient, device, status])).toEqual([
      ['alice', 'alice-phone', 'accepted'],
      ['carol', 'c1', 'accepted'],
      ['carol', 'c2', 'accepted'],
    ])
    expect(sent[0]?.body).toMatchObject({ title: 'Bob', body: 'hello', badge: 3 })
    await engine.close()
  })

  it('refuses a malformed message at the edge, with every mistake', async () => {
    const { engine, sent } = setUp()
    const bad = { ...aMessage(), kind: 'chatter', push: { enbled: true } } as unknown as Message
    const error = await engine.push(bad, [aRecipient('alice')]).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(RouseError)
    expect((error as RouseError).code).toBe('message-invalid')
    expect((error as RouseError).mistakes.map(({ pointer }) => pointer).sort()).toEqual(['/kind', '/push/enbled'])
    expect(sent).toEqual([])
  })

  it('keeps recipients as they were when they were handed over, whatever the host does to its own afterwards', async () => {
    const { engine, sent } = setUp()
    const registrations = [{ channel: 'fake', token: 'first', app: 'com.example.chat' }]
    const alice = { id: 'alice', unread: 3, devices: [{ id: 'd1', platform: 'android' as const, registrations }] }
    const pushed = engine.push(aMessage(), [alice])
    alice.id = 'mallory'
    alice.unread = 9
    registrations.splice(0, 1, { channel: 'fake', token: 'second', app: 'com.example.chat' })
    alice.devices = []
    expect(await pushed).toMatchObject([{ recipient: 'alice', device: 'd1', status: 'accepted' }])
    expect(sent).toMatchObject([{ token: 'first', body: { badge: 3 } }])
    await engine.close()
  })

  it('gives a malformed recipient one Outcome with the place of each mistake, and pushes to the others', async () => {
    const { engine, sent } = setUp()
    const bad = { id: 'carol', devices: [{ id: 'd', platform: 'tablet', registrations: [] }], unread: -1 } as unknown as Recipient
    const outcomes = await engine.push(aMessage(), [aRecipient('alice'), bad, 5 as unknown as Recipient, aRecipient('dave')])
    expect(outcomes.map(({ recipient, status, fault }) => [recipient, status, fault]).sort()).toEqual([
      [null, 'failed', 'message'],
      ['alice', 'accepted', null],
      ['carol', 'failed', 'message'],
      ['dave', 'accepted', null],
    ])
    const details = outcomes.filter(({ fault }) => fault !== null).map(({ detail }) => detail)
    expect(details[0]).toMatch(/^recipient \/devices\/0\/platform: .*; recipient \/unread: /)
    expect(details[1]).toBe('recipients /2: expected an object, got 5')
    expect(sent).toHaveLength(2)
  })

  it('gives a system message one Outcome, without recipient or device', async () => {
    const { engine, sent } = setUp()
    const outcomes = await engine.push(aMessage({ kind: 'system' }), [aRecipient('alice'), aRecipient('carol')])
    expect(outcomes).toMatchObject([{ status: 'suppressed', reason: 'system-message', recipient: null, device: null }])
    expect(sent).toEqual([])
  })

  it('gives a recipient-level verdict one Outcome without device', async () => {
    const { engine } = setUp()
    const outcomes = await engine.push(aMessage(), [aRecipient('bob', { devices: [aDevice('b1'), aDevice('b2')] }), aRecipient('carol', { devices: [] })])
    expect(outcomes).toMatchObject([
      { recipient: 'bob', device: null, reason: 'own-message' },
      { recipient: 'carol', device: null, reason: 'no-device' },
    ])
    expect(outcomes).toHaveLength(2)
  })

  it('tries the next channel only when the first says that its token is dead or stays down', async () => {
    const channels = [fakeChannel('fake'), fakeChannel('second')]
    const devices = ['dead', 'down', 'bad', 'fine'].map(id => aDevice(id, {}, ['fake', 'second']))
    const { engine, sent } = setUp({ channels, retry: { attempts: 1 } }, (token, channel) =>
      channel === 'second' ? 'ok' : token.startsWith('dead') ? 'gone' : token.startsWith('down') ? 'down' : token.startsWith('bad') ? 'bad' : 'ok',
    )
    const outcomes = await engine.push(aMessage(), [aRecipient('alice', { devices })])
    const ends = outcomes.map(({ device, channel, status }) => `${device} ${channel} ${status}`).sort()
    expect(ends).toEqual(['bad fake rejected', 'dead fake gone', 'dead second accepted', 'down fake failed', 'down second accepted', 'fine fake accepted'])
    expect(
      sent
        .filter(({ channel }) => channel === 'second')
        .map(({ token }) => token)
        .sort(),
    ).toEqual(['dead-second', 'down-second'])
  })

  it('makes a repeated call with the same idempotency key a no-op', async () => {
    const { engine, sent } = setUp()
    await engine.push(aMessage(), [aRecipient('alice')], { idempotencyKey: 'k' })
    const again = await engine.push(aMessage(), [aRecipient('alice')], { idempotencyKey: 'k' })
    expect(again).toMatchObject([{ status: 'suppressed', reason: 'duplicate', recipient: null, device: null }])
    expect(sent).toHaveLength(1)
  })

  it('calls the same revision a duplicate while it is still open for the device, and sends an edit', async () => {
    const held: (() => void)[] = []
    const { engine } = setUp({}, () => new Promise(resolve => held.push(() => resolve('ok'))))
    const first = engine.push(aMessage(), [aRecipient('alice')])
    await new Promise(resolve => setTimeout(resolve, 20))
    const second = await engine.push(aMessage(), [aRecipient('alice')])
    const edit = engine.push(aMessage({ revision: 1 }), [aRecipient('alice')])
    await new Promise(resolve => setTimeout(resolve, 20))
    for (const release of held) release()
    expect(second).toMatchObject([{ reason: 'duplicate', device: 'alice-phone' }])
    expect(await first).toMatchObject([{ status: 'accepted' }])
    expect(await edit).toMatchObject([{ status: 'accepted' }])
  })

  it('never mutates what it is given', async () => {
    const freeze = <T>(value: T): T => {
      if (typeof value === 'object' && value !== null) for (const each of Object.values(Object.freeze(value))) freeze(each)
      return value
    }
    const { engine } = setUp()
    const outcomes = await engine.push(
      freeze(aMessage({ push: { title: 'T', ext: '{}' } })),
      freeze([aRecipient('alice', { settings: { c2cSound: 'a.caf' } })]),
    )
    expect(outcomes).toMatchObject([{ status: 'accepted' }])
  })
})

describe('engine.submit', () => {
  it('resolves when the message is taken over; its Outcomes come on outcomes$', async () => {
    const { engine } = setUp()
    const outcome = lastValueFrom(engine.outcomes$.pipe(take(1)))
    expect(await engine.submit(aMessage(), [aRecipient('alice')])).toEqual({ message: 'msg-1' })
    expect(await outcome).toMatchObject({ status: 'accepted', recipient: 'alice' })
  })

  it('waits when as many calls as allowed are under way', async () => {
    const held: (() => void)[] = []
    const { engine } = setUp({ inFlight: 1 }, () => new Promise(resolve => held.push(() => resolve('ok'))))
    await engine.submit(aMessage({ id: 'first' }), [aRecipient('alice')])
    let taken = false
    const second = engine.submit(aMessage({ id: 'second' }), [aRecipient('alice')]).then(() => {
      taken = true
    })
    await new Promise(resolve => setTimeout(resolve, 20))
    expect(taken).toBe(false)
    held[0]?.()
    await second
    expect(taken).toBe(true)
    held[1]?.()
  })
})

describe('engine.run', () => {
  it('makes one Outcome of one malformed message among 1,000 and lives on', async () => {
    const { engine } = setUp()
    async function* messages() {
      for (let i = 0; i < 1000; i++) yield i === 500 ? ({ id: 'bad-500', kind: 'nonsense' } as unknown as Message) : aMessage({ id: `m-${i}` })
    }
    const outcomes = await lastValueFrom(engine.run(messages(), directoryOf([[aRecipient('alice')]])).pipe(toArray()))
    expect(outcomes.filter(({ status }) => status === 'accepted')).toHaveLength(999)
    expect(outcomes.filter(({ fault }) => fault === 'message')).toMatchObject([{ message: 'bad-500', status: 'rejected', recipient: null }])
  })

  it('makes Outcomes of malformed recipients and of a directory that throws, and goes on with the next message', async () => {
    const { engine } = setUp()
    const directory: Directory = {
      async *pages(message) {
        yield { recipients: [aRecipient('alice'), { id: 'mallory', devices: 'none' } as unknown as Recipient], cursor: '0' }
        if (message.id === 'first') throw new Error('the database went away')
      },
    }
    const outcomes = await lastValueFrom(engine.run(from([aMessage({ id: 'first' }), aMessage({ id: 'second' })]), directory).pipe(toArray()))
    const ends = outcomes.map(({ message, recipient, status, fault }) => `${message} ${recipient} ${status} ${fault}`).sort()
    expect(ends).toEqual([
      'first alice accepted null',
      'first mallory failed message',
      'first null failed null',
      'second alice accepted null',
      'second mallory failed message',
    ])
  })

  it('bounds an Observable of messages by a queue whose overflow is an Outcome', async () => {
    const { engine } = setUp({ queue: 2, pageConcurrency: 1 })
    const messages = new Subject<Message>()
    const all = lastValueFrom(engine.run(messages, directoryOf([[aRecipient('alice')]])).pipe(toArray()))
    for (let i = 0; i < 10; i++) messages.next(aMessage({ id: `m-${i}` }))
    messages.complete()
    const outcomes = await all
    expect(outcomes).toHaveLength(10)
    expect(outcomes.filter(({ detail }) => detail === 'queue-full').length).toBeGreaterThan(0)
    expect(outcomes.filter(({ status }) => status === 'accepted').length).toBeGreaterThanOrEqual(2)
  })

  it('pulls no more pages than lanes while the transport is slow', async () => {
    let pulled = 0
    let delivered = 0
    let ahead = 0
    const { engine } = setUp({ pageConcurrency: 3 }, async () => {
      await new Promise(resolve => setTimeout(resolve, 1))
      return 'ok'
    })
    const directory: Directory = {
      async *pages() {
        for (let page = 0; page < 60; page++) {
          pulled++
          ahead = Math.max(ahead, pulled - delivered)
          yield { recipients: [aRecipient(`user-${page}`)], cursor: `${page}` }
        }
      },
    }
    const outcomes: Outcome[] = []
    await new Promise<void>(resolve => {
      engine.run(from([aMessage()]), directory).subscribe({
        next(outcome) {
          outcomes.push(outcome)
          delivered++
        },
        complete: resolve,
      })
    })
    expect(outcomes).toHaveLength(60)
    expect(ahead).toBeLessThanOrEqual(3 + 1)
  })

  it('finishes what is under way when nobody listens any more, and tells it on outcomes$', async () => {
    const { engine } = setUp({ pageConcurrency: 1 }, async () => {
      await new Promise(resolve => setTimeout(resolve, 5))
      return 'ok'
    })
    const heard: Outcome[] = []
    engine.outcomes$.subscribe(outcome => heard.push(outcome))
    const subscription = engine.run(from([aMessage()]), directoryOf([[aRecipient('alice'), aRecipient('carol')], [aRecipient('dave')]])).subscribe()
    await new Promise(resolve => setTimeout(resolve, 3))
    subscription.unsubscribe()
    await new Promise(resolve => setTimeout(resolve, 40))
    expect(heard.map(({ recipient }) => recipient).sort()).toEqual(['alice', 'carol'])
  })
})
