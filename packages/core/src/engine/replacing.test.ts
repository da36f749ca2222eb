import { firstValueFrom } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { TransportError } from '../delivery/transport-error.ts'
import type { Outcome } from '../model/outcome.ts'
import type { PolicyDocument } from '../policy/document.ts'
import { aDevice, aMessage, aRecipient, fakeChannel, fakeTransport } from './engine.fixture.ts'
import { createEngine } from './engine.ts'
import { standingTime } from './standing-time.fixture.ts'
import type { EngineOptions } from './types.ts'

const setUp = (options: Partial<EngineOptions> = {}, answer?: Parameters<typeof fakeTransport>[0]) => {
  const { transport, sent } = fakeTransport(answer)
  return { engine: createEngine({ channels: [fakeChannel('fake')], transport, random: () => 1, ...options }), sent }
}

/** Answers that a test gives when it wants. */
function byHand() {
  const held: ((answer: string) => void)[] = []
  const answer = () => new Promise<string>(resolve => held.push(resolve))
  return { held, answer }
}

const { pause, until } = standingTime()
const alice = aRecipient('alice')
const ends = (outcomes: readonly Outcome[]) => outcomes.map(({ device, status, reason }) => [device, status, reason])

/** Defers what goes to a device on Android. */
const later: PolicyDocument = {
  name: 'later',
  reasons: ['not-now'],
  rules: [
    {
      name: 'not-now',
      conditions: { all: [{ fact: 'device', path: '$.platform', operator: 'equal', value: 'android' }] },
      event: { type: 'defer', params: { seconds: 3600, reason: 'not-now' } },
    },
  ],
}
/** Defers every chat message, whoever it is for. */
const wholeLater: PolicyDocument = {
  name: 'whole-later',
  reasons: ['not-now'],
  rules: [
    {
      name: 'not-now',
      conditions: { all: [{ fact: 'message', path: '$.kind', operator: 'equal', value: 'chat' }] },
      event: { type: 'defer', params: { seconds: 1, reason: 'not-now' } },
    },
  ],
}

describe('a duplicate', () => {
  it('is the same message and revision in two calls at once: one is sent', async () => {
    const { engine, sent } = setUp()
    const both = await Promise.all([engine.push(aMessage(), [alice]), engine.push(aMessage(), [alice])])
    expect(both.flatMap(ends)).toEqual([
      ['alice-phone', 'accepted', null],
      ['alice-phone', 'suppressed', 'duplicate'],
    ])
    expect(sent).toHaveLength(1)
  })

  it('is a recipient who is named twice in one call', async () => {
    const { engine, sent } = setUp()
    expect(ends(await engine.push(aMessage(), [alice, alice])).sort()).toEqual([
      ['alice-phone', 'accepted', null],
      ['alice-phone', 'suppressed', 'duplicate'],
    ])
    expect(sent).toHaveLength(1)
  })

  it('is a push that waits for its time already', async () => {
    const { engine, sent } = setUp({ policy: later })
    const both = aRecipient('alice', { devices: [aDevice('phone'), aDevice('pad', { platform: 'ios' })] })
    expect(ends(await engine.push(aMessage(), [both]))).toEqual([
      ['phone', 'deferred', 'not-now'],
      ['pad', 'accepted', null],
    ])
    expect(ends(await engine.push(aMessage(), [both]))).toEqual([
      ['phone', 'suppressed', 'duplicate'],
      ['pad', 'accepted', null],
    ])
    expect(sent).toHaveLength(2)
    await engine.close()
  })

  it('is none once the first has its end, nor is an edit of it', async () => {
    const { engine, sent } = setUp()
    await engine.push(aMessage(), [alice])
    expect(ends(await engine.push(aMessage(), [alice]))).toEqual([['alice-phone', 'accepted', null]])
    expect(ends(await engine.push(aMessage({ revision: 1 }), [alice]))).toEqual([['alice-phone', 'accepted', null]])
    expect(sent).toHaveLength(3)
  })

  it('frees its device even when a channel throws', async () => {
    const channel = fakeChannel('fake')
    let broken = true
    const render: typeof channel.render = (notification, app) => {
      if (broken) throw new TypeError('a plugin’s mistake')
      return channel.render(notification, app)
    }
    const { engine } = setUp({ channels: [{ ...channel, render }] })
    expect((await engine.push(aMessage(), [alice]))[0]?.status).not.toBe('accepted')
    broken = false
    expect(ends(await engine.push(aMessage(), [alice]))).toEqual([['alice-phone', 'accepted', null]])
  })
})

describe('an older push', () => {
  it('is dropped as superseded when it is tried again after a newer one was accepted', async () => {
    const { engine, sent } = setUp({ retry: { baseMs: 60 } }, () => (sent.length === 1 ? 'busy' : 'ok'))
    const first = engine.push(aMessage({ revision: 0, elements: [{ type: 'text', text: 'teh' }] }), [alice])
    await pause(20)
    expect(ends(await engine.push(aMessage({ revision: 1, elements: [{ type: 'text', text: 'the' }] }), [alice]))).toEqual([['alice-phone', 'accepted', null]])
    expect(await until(first)).toMatchObject([{ status: 'superseded', reason: null, attempts: 1, channel: 'fake' }])
    expect(sent.map(({ body }) => body.body)).toEqual(['teh', 'the'])
  })

  it('does not become the one that stands when its answer comes after a newer one’s', async () => {
    const { held, answer } = byHand()
    const { engine, sent } = setUp({}, answer)
    const first = engine.push(aMessage(), [alice])
    await pause(10)
    const edit = engine.push(aMessage({ revision: 1 }), [alice])
    await pause(10)
    held[1]?.('ok')
    await edit
    held[0]?.('ok')
    await first
    expect(ends(await engine.revoke(aMessage(), [alice]))).toEqual([['alice-phone', 'superseded', null]])
    expect(sent).toHaveLength(2)
  })

  it('is told by (revision, sentAt) within a message, and between two of one collapse key by sentAt: a revision says nothing of another message', async () => {
    const { engine, sent } = setUp()
    const collapse = { push: { collapseKey: 'chat-bob' } }
    const edited = aMessage({ id: 'first', revision: 3, sentAt: '2026-11-23T10:00:00Z', ...collapse })
    const next = aMessage({ id: 'second', sentAt: '2026-11-23T10:00:05Z', ...collapse })
    await engine.push(edited, [alice])
    expect(ends(await engine.push(next, [alice]))).toEqual([['alice-phone', 'accepted', null]])
    // An edit of what is covered by now must not cover it.
    expect(ends(await engine.push({ ...edited, revision: 4 }, [alice]))).toEqual([['alice-phone', 'superseded', null]])
    expect(sent).toHaveLength(2)
  })

  it('of another replace id is no older push: no order is promised', async () => {
    const { engine } = setUp()
    await engine.push(aMessage({ id: 'b', sentAt: '2026-11-23T10:00:05Z' }), [alice])
    expect(ends(await engine.push(aMessage({ id: 'a', sentAt: '2026-11-23T10:00:00Z' }), [alice]))).toEqual([['alice-phone', 'accepted', null]])
  })
})

describe('the badge of a push that is tried again', () => {
  it('is left out when a newer push was accepted meanwhile', async () => {
    const { engine, sent } = setUp({ retry: { baseMs: 60 } }, () => (sent.length === 1 ? 'busy' : 'ok'))
    const first = engine.push(aMessage({ id: 'first' }), [aRecipient('alice', { unread: 1 })])
    await pause(20)
    await engine.push(aMessage({ id: 'second' }), [aRecipient('alice', { unread: 2 })])
    expect(await until(first)).toMatchObject([{ status: 'accepted', attempts: 2 }])
    expect(sent.map(({ body }) => body.badge)).toEqual([1, 2, null])
  })

  it('stays when nothing newer was accepted for this very device', async () => {
    const { engine, sent } = setUp({ retry: { baseMs: 60 } }, () => (sent.length === 1 ? 'busy' : 'ok'))
    const first = engine.push(aMessage({ id: 'first' }), [aRecipient('alice', { unread: 1 })])
    await pause(20)
    await engine.push(aMessage({ id: 'second' }), [aRecipient('alice', { unread: 2, devices: [aDevice('other')] })])
    await until(first)
    expect(sent.map(({ body }) => body.badge)).toEqual([1, 2, 1])
  })
})

describe('engine.revoke of what is queued', () => {
  it('ends what waits between two attempts, at once, and sends nothing', async () => {
    const { engine, sent } = setUp({ retry: { baseMs: 20_000 } }, () => 'busy')
    const pushed = engine.push(aMessage(), [alice])
    await pause(20)
    expect(ends(await engine.revoke(aMessage(), [alice]))).toEqual([['alice-phone', 'suppressed', 'revoked']])
    expect(await pushed).toMatchObject([{ status: 'suppressed', reason: 'revoked', detail: null, channel: 'fake', attempts: 1 }])
    expect(sent).toHaveLength(1)
  })

  it('ends what is being collected for a batch', async () => {
    const channel = fakeChannel('fake')
    const { engine, sent } = setUp({ channels: [{ ...channel, limits: { ...channel.limits, tokens: 10 } }], batchWaitMs: 60 })
    const pushed = engine.push(aMessage(), [alice])
    await pause(10)
    expect(sent).toEqual([])
    expect(ends(await until(engine.revoke(aMessage(), [alice])))).toEqual([['alice-phone', 'suppressed', 'revoked']])
    expect(await pushed).toMatchObject([{ status: 'suppressed', reason: 'revoked', attempts: 0 }])
    expect(sent).toEqual([])
  })

  it('cancels the device that waits for its time, and takes back what the other one shows', async () => {
    const { engine, sent } = setUp({ policy: later })
    const both = aRecipient('alice', { devices: [aDevice('phone'), aDevice('pad', { platform: 'ios' })] })
    await engine.push(aMessage(), [both])
    expect(ends(await engine.revoke(aMessage(), [both]))).toEqual([
      ['phone', 'suppressed', 'revoked'],
      ['pad', 'accepted', null],
    ])
    expect(sent.map(({ token, body }) => [token, body.body])).toEqual([
      ['pad-fake', 'hello'],
      ['pad-fake', 'Message withdrawn'],
    ])
    await engine.close()
  })

  it('sends nothing for a message that waits for its time as a whole, and keeps back who was revoked when it comes', async () => {
    const { engine, sent } = setUp({ policy: wholeLater })
    const told: Outcome[] = []
    engine.outcomes$.subscribe(outcome => told.push(outcome))
    expect(await engine.push(aMessage(), [alice, aRecipient('carol')])).toMatchObject([{ status: 'deferred', recipient: null }])
    expect(ends(await engine.revoke(aMessage(), [alice]))).toEqual([['alice-phone', 'suppressed', 'revoked']])
    await pause(1100)
    expect(sent).toEqual([])
    // The policy defers it again; at this point alice is no more among its recipients.
    expect(told.filter(({ recipient }) => recipient === 'alice').map(({ status }) => status)).toEqual(['suppressed'])
    await engine.close()
  })

  it('sends nothing to whom a message under way has not come yet', async () => {
    const { held, answer } = byHand()
    const { engine, sent } = setUp({ pageConcurrency: 1 }, answer)
    const zed = aRecipient('zed')
    const many = [...Array.from({ length: 1000 }, (_, i) => aRecipient(`user-${i}`)), zed]
    const pushed = engine.push(aMessage(), many)
    await pause(30)
    expect(ends(await engine.revoke(aMessage(), [zed]))).toEqual([['zed-phone', 'suppressed', 'revoked']])
    for (const release of held) release('ok')
    const outcomes = await until(pushed)
    expect(outcomes.filter(({ status }) => status === 'accepted')).toHaveLength(1000)
    expect(outcomes.at(-1)).toMatchObject({ recipient: 'zed', status: 'suppressed', reason: 'revoked' })
    expect(sent.some(({ token }) => token === 'zed-phone-fake')).toBe(false)
  })

  it('takes back what may have been taken although its answer was lost', async () => {
    let lost = true
    const { engine, sent } = setUp({ retry: { attempts: 1 } }, () => {
      if (!lost) return 'ok'
      lost = false
      throw new TransportError('timeout', 'its answer never came', true)
    })
    expect((await engine.push(aMessage(), [alice]))[0]?.status).toBe('failed')
    expect(ends(await engine.revoke(aMessage(), [alice]))).toEqual([['alice-phone', 'accepted', null]])
    expect(sent.map(({ body }) => body.body)).toEqual(['hello', 'Message withdrawn'])
  })

  it('of a revision takes the lower ones with it, and leaves a later edit alone', async () => {
    const { engine, sent } = setUp({ retry: { baseMs: 20_000 } }, () => 'busy')
    const first = engine.push(aMessage(), [alice])
    await pause(10)
    const edit = engine.push(aMessage({ revision: 1 }), [alice])
    const next = engine.push(aMessage({ revision: 2 }), [alice])
    await pause(10)
    await engine.revoke(aMessage({ revision: 1 }), [alice])
    expect((await Promise.all([first, edit])).flatMap(ends)).toEqual([
      ['alice-phone', 'suppressed', 'revoked'],
      ['alice-phone', 'suppressed', 'revoked'],
    ])
    expect(sent).toHaveLength(3)
    await until(engine.close(0))
    expect(await next).toMatchObject([{ status: 'failed', detail: 'closed' }])
  })
})

describe('engine.revoke of what was accepted', () => {
  it('shares one request among recipients whose withdrawal is alike', async () => {
    const channel = fakeChannel('fake')
    const batches: number[] = []
    const send: typeof channel.send = function* (batch) {
      batches.push(batch.targets.length)
      for (const target of batch.targets) yield* channel.send({ ...batch, targets: [target] })
      return batch.targets.map(() => ({ kind: 'accepted', code: '200' }))
    }
    const { engine, sent } = setUp({ channels: [{ ...channel, limits: { ...channel.limits, tokens: 10 }, send }] })
    const people = [...Array.from({ length: 4 }, (_, i) => aRecipient(`user-${i}`)), aRecipient('wei', { locale: 'zh' })]
    await until(engine.push(aMessage(), people))
    expect((await until(engine.revoke(aMessage(), people))).map(({ recipient, status }) => [recipient, status])).toEqual(
      people.map(({ id }) => [id, 'accepted']),
    )
    expect(batches).toEqual([5, 4, 1])
    const ids = sent.map(({ body }) => body.id)
    // No vendor may take the withdrawal for a repeat of the push.
    expect(new Set(ids).size).toBe(10)
  })

  it('keeps the class of the message, and nothing that it stated for a template', async () => {
    const seen: unknown[] = []
    const channel = fakeChannel('fake')
    const render: typeof channel.render = (notification, app) => {
      seen.push([notification.category, notification.priority, notification.channelId, notification.templateText, notification.ext, notification.ttl])
      return channel.render(notification, app)
    }
    const { engine } = setUp({ channels: [{ ...channel, render }] })
    const one = aMessage({ push: { category: 'order', priority: 'normal', ext: '{}', ttl: 0, android: { channelId: 'orders' } } })
    await engine.push(one, [alice])
    await engine.revoke(one, [alice])
    expect(seen).toEqual([
      ['order', 'normal', 'orders', true, { text: '{}' }, 0],
      ['order', 'normal', 'orders', false, undefined, 86_400],
    ])
  })

  it('rings no phone: a call cannot be replaced silently', async () => {
    const { engine, sent } = setUp()
    const call = aMessage({ push: { category: 'voip' } })
    const phone = { ...aDevice('phone'), registrations: [{ channel: 'fake', token: 'voip-token', app: 'com.example.chat', kind: 'voip' as const }] }
    const carol = aRecipient('carol', { devices: [phone] })
    await engine.push(call, [carol])
    expect(await engine.revoke(call, [carol])).toMatchObject([{ status: 'rejected', fault: 'config', detail: 'recall-unsupported' }])
    expect(sent).toHaveLength(1)
  })

  it('tells the host of a token that is dead by now', async () => {
    const { engine, sent } = setUp({}, () => (sent.length === 1 ? 'ok' : 'gone'))
    await engine.push(aMessage(), [alice])
    const report = firstValueFrom(engine.tokens$)
    expect(ends(await engine.revoke(aMessage(), [alice]))).toEqual([['alice-phone', 'gone', null]])
    expect(await report).toMatchObject({ kind: 'gone', recipient: 'alice', device: 'alice-phone' })
  })
})
