import { describe, expect, it, vi } from 'vitest'
import { aMessage, aRecipient, fakeChannel, fakeTransport } from '../engine/engine.fixture.ts'
import { createEngine } from '../engine/engine.ts'
import type { PolicyDocument } from '../policy/document.ts'
import { type Counters, memoryCounters } from '../state/counters.ts'
import { loadRecent, recentFact } from './load-facts.ts'

const now = Date.parse('2026-11-23T10:00:00Z')
const none = { recipient: [], conversation: [] }

describe('asking the counters', () => {
  const ask = (recent: unknown) => loadRecent({ recent, record: () => undefined } as Counters, ['a', 'b'], 'c', 0)

  it('gives one entry a recipient, in order', async () => {
    expect(await ask(async (ids: readonly string[]) => ids.map(id => ({ recipient: [id.length], conversation: [] })))).toEqual([
      { recipient: [1], conversation: [] },
      { recipient: [1], conversation: [] },
    ])
  })

  const wrong: readonly (readonly [string, unknown])[] = [
    ['reject', () => Promise.reject(new Error('down'))],
    [
      'throw at once',
      () => {
        throw new Error('bug')
      },
    ],
    ['answer too few', async () => [none]],
    ['answer nothing', async () => undefined],
    ['answer too many', async () => [none, none, none]],
    ['answer no lists', async () => [{ recipient: 3 }, null]],
    ['answer half of it', async () => [{ recipient: [] }, { conversation: [] }]],
  ]
  it.each(wrong)('knows nothing where they %s', async (_, recent) => {
    expect(await ask(recent)).toEqual([null, null])
  })

  it('never hangs: what comes after the deadline is not waited for', async () => {
    let end: () => void = () => undefined
    const counters: Counters = { recent: () => new Promise(() => undefined), record: () => undefined }
    const asked = loadRecent(counters, ['a'], 'c', 0, (milliseconds, callback) => {
      expect(milliseconds).toBe(500)
      end = callback
      return () => undefined
    })
    end()
    expect(await asked).toEqual([null])
  })
})

describe('what the counters said, as a fact', () => {
  it('counts what came within the last seconds, up to just now, for each by itself', () => {
    const ago = (...seconds: readonly number[]) => seconds.map(each => now - each * 1000)
    const recent = recentFact({ recipient: ago(0, 1, 59.999, 60, 61), conversation: ago(60, 3600) }, now)
    expect([1, 2, 60, 61, 62].map(recent.recipient)).toEqual([1, 2, 3, 4, 5])
    expect([1, 60, 61, 3601].map(recent.conversation)).toEqual([0, 0, 1, 2])
  })
})

const cap = (changes: object = {}, value = 2): PolicyDocument => ({
  name: 'cap',
  reasons: ['too-many'],
  rules: [
    { name: 'bob', conditions: { all: [{ fact: 'recipient', path: '$.id', operator: 'equal', value: 'carol' }] }, event: { type: 'allow' } },
    {
      name: 'cap',
      conditions: { all: [{ fact: 'recent', path: '$.recipient', params: { seconds: 60 }, operator: 'greaterThanInclusive', value }] },
      event: { type: 'suppress', params: { reason: 'too-many' } },
    },
  ],
  ...changes,
})

function engineWith(counters?: Counters, policy = cap()) {
  const { transport, sent } = fakeTransport()
  return {
    engine: createEngine({
      channels: [fakeChannel('fake')],
      transport,
      policy,
      clock: () => now,
      batchWaitMs: 0,
      ...(counters === undefined ? {} : { counters }),
    }),
    sent,
  }
}

describe('a frequency cap', () => {
  it('counts what vendors accepted, recipient by recipient', async () => {
    const { engine, sent } = engineWith()
    const outcomes = []
    for (let i = 0; i < 4; i++) outcomes.push(...(await engine.push(aMessage({ id: `m${i}` }), [aRecipient('alice')])))
    expect(outcomes.map(({ status, reason }) => reason ?? status)).toEqual(['accepted', 'accepted', 'too-many', 'too-many'])
    expect(await engine.push(aMessage({ id: 'other' }), [aRecipient('dave')])).toMatchObject([{ status: 'accepted' }])
    expect(sent).toHaveLength(3)
  })

  it('asks the counters once a page, for those alone whom no rule above it decided', async () => {
    const recent = vi.fn(async (ids: readonly string[]) => ids.map(() => none))
    const { engine } = engineWith({ recent, record: () => undefined })
    await engine.push(aMessage(), [aRecipient('alice'), aRecipient('carol'), aRecipient('dave')])
    expect(recent.mock.calls).toEqual([[['alice', 'dave'], 'bob', now - 60_000]])
  })

  it('suppresses with fact-error where the counters cannot say, but for those whom no rule asks of', async () => {
    const { engine } = engineWith({ recent: () => Promise.reject(new Error('no redis')), record: () => undefined })
    const outcomes = await engine.push(aMessage(), [aRecipient('alice'), aRecipient('carol')])
    expect(outcomes.map(({ recipient, status, reason }) => [recipient, status, reason]).sort()).toEqual([
      ['alice', 'suppressed', 'fact-error'],
      ['carol', 'accepted', null],
    ])
  })

  it('lets pushes through then, where the policy says so', async () => {
    const { engine } = engineWith({ recent: () => Promise.reject(new Error('no redis')), record: () => undefined }, cap({ onFactError: 'allow' }))
    expect(await engine.push(aMessage(), [aRecipient('alice')])).toMatchObject([{ status: 'accepted' }])
  })

  it('is counted or not, a push that is out is accepted', async () => {
    for (const record of [() => Promise.reject(new Error('no redis')), () => assertNever()]) {
      const { engine } = engineWith({ recent: async ids => ids.map(() => none), record })
      expect(await engine.push(aMessage(), [aRecipient('alice')])).toMatchObject([{ status: 'accepted' }])
    }
  })

  it('that the engine’s own counters never come to is refused, and served by larger ones', async () => {
    expect(() => engineWith(undefined, cap({}, 64))).toThrow(
      expect.objectContaining({ code: 'policy-invalid', message: expect.stringMatching(/expected less than 64/) }),
    )
    const { engine } = engineWith(memoryCounters(1000, 100), cap({}, 64))
    expect(() => engine.policy.replace(cap({}, 100))).toThrow(/expected less than 100/)
    engine.policy.replace(cap({}, 99))
  })
})

function assertNever(): never {
  throw new Error('no redis')
}

describe('counting messages', () => {
  const tablet = { id: 'tablet', platform: 'android' as const, registrations: [{ channel: 'fake', token: 'tablet', app: 'com.example.chat' }] }
  const alice = aRecipient('alice', { devices: [...aRecipient('alice').devices, tablet] })

  it('counts a message once for a recipient, however many devices it reaches, and names message and sender', async () => {
    const records: unknown[][] = []
    const counters: Counters = { recent: async ids => ids.map(() => none), record: (...record) => void records.push(record) }
    const { engine } = engineWith(counters)
    await engine.push(aMessage(), [alice, aRecipient('carol')])
    expect(records).toEqual([
      ['alice', 'bob', now, 'msg-1', 'bob'],
      ['carol', 'bob', now, 'msg-1', 'bob'],
    ])
  })

  it('lets three messages through a cap of three, on two devices each', async () => {
    const { engine } = engineWith(memoryCounters(), cap({}, 3))
    const statuses = []
    for (const id of ['m-1', 'm-2', 'm-3', 'm-4']) statuses.push((await engine.push(aMessage({ id }), [alice])).map(({ status }) => status))
    const out = ['accepted', 'accepted']
    expect(statuses.slice(0, 3)).toEqual([out, out, out])
    expect(statuses[3]).toEqual(['suppressed'])
  })

  it('does not count an edit again', async () => {
    const counters = memoryCounters()
    const { engine } = engineWith(counters)
    await engine.push(aMessage(), [alice])
    await engine.push(aMessage({ revision: 1 }), [alice])
    expect(await counters.recent(['alice'], 'bob', 0)).toEqual([{ recipient: [now], conversation: [now] }])
  })
})

describe('counters in this process', () => {
  it('stay within their bounds, and forget the longest quiet first', async () => {
    const counters = memoryCounters(10, 3)
    for (let i = 0; i < 1000; i++) {
      counters.record(`user-${i}`, 'c', i, `m-${i}`, 'bob')
      counters.record('busy', i % 2 === 0 ? 'c' : 'd', i, `m-${i}`, 'bob')
    }
    const known = await counters.recent(
      Array.from({ length: 1000 }, (_, i) => `user-${i}`),
      'c',
      -1,
    )
    expect(known.filter(({ recipient }) => recipient.length > 0).length).toBeLessThanOrEqual(10)
    expect(known.at(-1)).toEqual({ recipient: [999], conversation: [999] })
    expect(await counters.recent(['busy'], 'c', -1)).toEqual([{ recipient: [997, 998, 999], conversation: [998] }])
    expect(await counters.recent(['busy', 'nobody'], 'c', 997)).toEqual([{ recipient: [998, 999], conversation: [998] }, none])
  })
})
