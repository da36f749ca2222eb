import { type AnyChannel, defaultPolicy } from '@rouse/core'
import { defineChannel } from '@rouse/core/channel'
import { checkPolicy } from '@rouse/core/policy'
import { describe, expect, it } from 'vitest'
import { agreeing, differences, renamed, renamedAndMore } from './differences.fixture.ts'
import { findPolicyDifference, findPolicyDifferences } from './find-policy-difference.ts'
import { leaf, policy, suppress } from './pairs.fixture.ts'

const channel = (name: string): AnyChannel =>
  defineChannel({
    name,
    capabilities: { sound: 'custom', silent: true, badge: 'absolute', image: true, ext: true, replace: true, recall: false, click: [] },
    limits: { tokens: 1, payload: 4096, token: /^.+$/ },
    apps: [{ app: 'com.example.chat' }],
    appSchema: { $id: `https://rouse.dev/test/diff-${name}.json`, type: 'object' },
    misfit: () => null,
    render: () => ({ key: '', size: 0, quotaClass: 'im', notes: [] }),
    *send() {
      yield { method: 'POST', url: `https://${name}.test/`, headers: {}, body: { json: new Uint8Array([123, 125]) } }
      return []
    },
    authorize: () => Promise.resolve({ value: null, refreshAt: Number.MAX_SAFE_INTEGER, expiresAt: Number.MAX_SAFE_INTEGER }),
    sign: draft => ({ method: draft.method, url: draft.url, headers: draft.headers, body: new Uint8Array() }),
  })
const channels = ['apns', 'fcm', 'xiaomi'].map(channel)
/** Milliseconds; it is the number of cases that bounds these searches. */
const patience = 600_000

describe('the difference between two policies', () => {
  it.each(differences)('%s is found, in a few thousand cases', async (_, before, after) => {
    for (const document of [before, after]) expect(checkPolicy(document, { hostFacts: ['vip'] })).toEqual([])
    const { difference, cases } = await findPolicyDifference({ before, after, channels, cases: 5000, milliseconds: patience })
    expect(cases).toBeGreaterThan(0)
    expect(difference?.kind).toBe('effect')
    const shown = (decisions: NonNullable<typeof difference>['before']) =>
      decisions.map(({ decision, rule, reason, channels: offered, settings }) => ({ decision, rule, reason, offered, settings }))
    expect(shown(difference?.before ?? [])).not.toEqual(shown(difference?.after ?? []))
    expect(difference?.before.every(({ trace }) => trace.length > 0 || before.rules.length === 0)).toBe(true)
  })

  it.each(renamed)('%s differs in names alone', async (_, before, after) => {
    const { difference } = await findPolicyDifference({ before, after, channels, milliseconds: patience })
    expect(difference?.kind).toBe('names')
    expect(difference?.recipient.devices[0]?.registrations).toHaveLength(1)
  })

  it('is not a new name where there is more to tell', async () => {
    const [, before, after] = renamedAndMore
    const { difference } = await findPolicyDifference({ before, after, channels, milliseconds: patience })
    expect(difference).toMatchObject({ kind: 'effect', before: [{ decision: 'defer' }], after: [{ decision: 'defer' }] })
  })

  it.each(agreeing)('%s is none', async (_, before, after) => {
    const report = await findPolicyDifference({ before, after, channels, cases: 500, milliseconds: patience })
    expect(report).toMatchObject({ cases: 500, difference: null })
  })

  it('is small: what does not matter is plain', async () => {
    const [, before, after] = differences[0] ?? ['', defaultPolicy, defaultPolicy]
    const { difference } = await findPolicyDifference({ before, after, channels, milliseconds: patience })
    expect(difference?.message).toEqual({
      id: 'msg-1',
      kind: 'chat',
      conversation: { type: 'c2c', id: 'bob' },
      sender: { id: 'bob' },
      elements: [{ type: 'text', text: 'hello' }],
    })
    expect(difference?.recipient).toMatchObject({ id: 'alice', unread: 5001 })
    expect(difference?.recipient.devices).toHaveLength(1)
    expect(difference?.recipient.devices[0]?.registrations).toHaveLength(1)
    expect(difference?.after).toMatchObject([{ decision: 'push' }])
  })

  const offering = (...offered: readonly string[]) => [
    { name: 'android', conditions: { all: [leaf('device', '$.platform', 'equal', 'android')] }, event: { type: 'offer', params: { channels: offered } } },
  ]
  it.each([
    [['fcm', '*'], ['*']],
    [['*'], ['apns', 'fcm', 'xiaomi']],
    [
      ['xiaomi', 'fcm'],
      ['xiaomi', '*'],
    ],
    [
      ['xiaomi', '*'],
      ['xiaomi', 'fcm', '*'],
    ],
    [
      ['fcm', 'apns', 'xiaomi'],
      ['fcm', '*'],
    ],
  ])('is found between the offers %j and %j, whichever registration is newer', async (first, second) => {
    for (const seed of [1, 2, 3]) {
      const [before, after] = [policy([], { selection: offering(...first) }), policy([], { selection: offering(...second) })]
      const { difference } = await findPolicyDifference({ before, after, channels, seed, cases: 2000, milliseconds: patience })
      expect(difference?.kind).toBe('effect')
      expect(difference?.before[0]?.channels).not.toEqual(difference?.after[0]?.channels)
    }
  })

  it('is found in a constant from 2^53 on', async () => {
    const [before, after] = ['greaterThan', 'greaterThanInclusive'].map(operator => policy([suppress('one', 'own', leaf('vip', '$.score', operator, 2 ** 60))]))
    if (before === undefined || after === undefined) throw new Error('two policies')
    expect((await findPolicyDifference({ before, after, channels, cases: 2000, milliseconds: patience })).difference?.kind).toBe('effect')
  })

  it('is the same for the same seed', async () => {
    const [, before, after] = differences[1] ?? ['', defaultPolicy, defaultPolicy]
    const [one, two] = [await findPolicyDifference({ before, after, channels, seed: 7 }), await findPolicyDifference({ before, after, channels, seed: 7 })]
    expect(one).toEqual(two)
  })

  it('is none for a policy and itself, however many cases', async () => {
    const report = await findPolicyDifference({
      before: defaultPolicy,
      after: JSON.parse(JSON.stringify(defaultPolicy)),
      channels,
      cases: 1000,
      milliseconds: patience,
    })
    expect(report).toMatchObject({ cases: 1000, difference: null })
  })

  it('is searched for no longer than asked, however many cases there were to try', async () => {
    const { cases } = await findPolicyDifference({ before: defaultPolicy, after: defaultPolicy, channels, cases: 10_000_000, milliseconds: 200 })
    expect(cases).toBeLessThan(10_000_000)
  })
})

describe('the differences between two policies, a case for each rule', () => {
  const cap = (most: number) => suppress('cap', 'own', leaf('recipient', '$.unread', 'greaterThan', most))
  const region = (name: string) => suppress('region', 'other', leaf('device', '$.region', 'equal', name))
  const night = (ttl: number) => ({
    name: 'night',
    conditions: { all: [leaf('recipient', '$.mentioned', 'equal', true)] },
    event: { type: 'layer', params: { name: 'calm', priority: 300, settings: { ttl } } },
  })
  const offers = (...offered: readonly string[]) => [
    { name: 'all', conditions: { all: [leaf('device', '$.platform', 'equal', 'android')] }, event: { type: 'offer', params: { channels: offered } } },
  ]
  const same = suppress('same', 'own', leaf('message', '$.conversation.type', 'equal', 'group'))
  const before = policy([same, cap(5000), region('DE'), suppress('removed', 'own', leaf('device', '$.maker', 'equal', 'nokia'))], {
    layers: [night(60)],
    selection: offers('fcm', '*'),
  })
  const after = policy([same, cap(5001), region('FR'), suppress('added', 'own', leaf('device', '$.maker', 'equal', 'sony'))], {
    layers: [night(120)],
    selection: offers('*'),
  })

  it('names every changed rule once, in order, with its smallest case, and no other rule', async () => {
    const { differences } = await findPolicyDifferences({ before, after, channels, milliseconds: patience })
    expect(differences.map(({ section, rule, kind }) => [section, rule, kind])).toEqual([
      ['rules', 'cap', 'effect'],
      ['rules', 'region', 'effect'],
      ['rules', 'removed', 'effect'],
      ['rules', 'added', 'effect'],
      ['layers', 'night', 'effect'],
      ['selection', 'all', 'effect'],
    ])
    const [capped, moved, , , calmed, offered] = differences
    expect(capped?.recipient.unread).toBe(5001)
    expect([moved?.before[0]?.rule, moved?.after[0]?.rule]).toContain('region')
    expect([calmed?.before[0]?.settings.ttl?.value, calmed?.after[0]?.settings.ttl?.value]).toEqual([60, 120])
    expect(offered?.before[0]?.channels).not.toEqual(offered?.after[0]?.channels)
  })

  it('tells a difference of no single rule as one of the document', async () => {
    const failing = policy([suppress('vip', 'own', leaf('vip', '$.tier', 'equal', 'gold'))])
    const { differences } = await findPolicyDifferences({
      before: failing,
      after: { ...failing, onFactError: 'allow' },
      channels,
      cases: 500,
      milliseconds: patience,
    })
    expect(differences.map(({ section, rule }) => [section, rule])).toEqual([['document', null]])
  })

  it('are none where all cases agree', async () => {
    expect(await findPolicyDifferences({ before, after: before, channels, cases: 300, milliseconds: patience })).toMatchObject({ cases: 300, differences: [] })
  })
})
