import { type AnyChannel, checkPolicy, defaultPolicy, defineChannel, type PolicyDocument } from '@rouse/core'
import { describe, expect, it } from 'vitest'
import { findPolicyDifference } from './find-policy-difference.ts'

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

const leaf = (fact: string, path: string, operator: string, value: unknown, params?: { seconds: number }) => ({
  fact,
  path,
  operator,
  value,
  ...(params === undefined ? {} : { params }),
})
const suppress = (name: string, reason: string, ...all: readonly unknown[]) => ({ name, conditions: { all }, event: { type: 'suppress', params: { reason } } })
const policy = (rules: readonly unknown[], changes: object = {}): PolicyDocument =>
  ({ name: 'p', reasons: ['own', 'other'], rules, ...changes }) as PolicyDocument
const changed = (rules: PolicyDocument['rules']): PolicyDocument => ({ ...defaultPolicy, rules })
const hidden = [
  leaf('message', '$.conversation.type', 'equal', 'group'),
  leaf('message', '$.sender.id', 'in', ['head-nurse', 'pager']),
  leaf('recipient', '$.bucket', 'lessThan', 7),
  leaf('device', '$.platform', 'equal', 'harmony'),
  leaf('now', '$.weekday', 'greaterThanInclusive', 6),
]

const differences: readonly (readonly [string, PolicyDocument, PolicyDocument])[] = [
  [
    'a changed threshold',
    policy([suppress('cap', 'own', leaf('recipient', '$.unread', 'greaterThan', 5000))]),
    policy([suppress('cap', 'own', leaf('recipient', '$.unread', 'greaterThan', 5001))]),
  ],
  [
    'a changed threshold behind five conditions',
    policy([suppress('old', 'own', ...hidden, leaf('message', '$.age', 'greaterThan', 600))]),
    policy([suppress('old', 'own', ...hidden, leaf('message', '$.age', 'greaterThan', 601))]),
  ],
  [
    'a changed threshold of a counter',
    policy([suppress('cap', 'own', leaf('recent', '$.recipient', 'greaterThanInclusive', 10, { seconds: 3600 }))]),
    policy([suppress('cap', 'own', leaf('recent', '$.recipient', 'greaterThan', 10, { seconds: 3600 }))]),
  ],
  [
    'a changed value of a host fact',
    policy([suppress('vip', 'own', leaf('vip', '$.tier[1].name', 'equal', 'gold'))]),
    policy([suppress('vip', 'own', leaf('vip', '$.tier[1].name', 'equal', 'platinum'))]),
  ],
  [
    'another word for a failed host fact',
    policy([suppress('vip', 'own', leaf('vip', '$.tier', 'equal', 'gold'))]),
    policy([suppress('vip', 'own', leaf('vip', '$.tier', 'equal', 'gold'))], { onFactError: 'allow' }),
  ],
  [
    'another word for failed counters',
    policy([suppress('cap', 'own', leaf('recent', '$.recipient', 'greaterThan', 10, { seconds: 60 }))], { onFactError: 'allow' }),
    policy([suppress('cap', 'own', leaf('recent', '$.recipient', 'greaterThan', 10, { seconds: 60 }))]),
  ],
  [
    'a removed rule',
    policy([suppress('one', 'own', ...hidden), suppress('two', 'other', leaf('device', '$.maker', 'equal', 'nokia'))]),
    policy([suppress('one', 'own', ...hidden)]),
  ],
  [
    'swapped priorities',
    policy([
      { ...suppress('one', 'own', leaf('device', '$.region', 'equal', 'SG'), leaf('message', '$.app', 'equal', 'com.example.chat')), priority: 2 },
      { ...suppress('two', 'other', leaf('recipient', '$.locale', 'equal', 'de'), leaf('recipient', '$.unread', 'lessThan', 3)), priority: 1 },
    ]),
    policy([
      { ...suppress('one', 'own', leaf('device', '$.region', 'equal', 'SG'), leaf('message', '$.app', 'equal', 'com.example.chat')), priority: 1 },
      { ...suppress('two', 'other', leaf('recipient', '$.locale', 'equal', 'de'), leaf('recipient', '$.unread', 'lessThan', 3)), priority: 2 },
    ]),
  ],
  [
    'a changed named condition',
    policy([{ ...suppress('night', 'own'), conditions: { condition: 'night' } }], {
      conditions: { night: { any: [leaf('now', '$.hour', 'greaterThan', 22)] } },
    }),
    policy([{ ...suppress('night', 'own'), conditions: { condition: 'night' } }], {
      conditions: { night: { any: [leaf('now', '$.hour', 'greaterThan', 21)] } },
    }),
  ],
  [
    'a changed layer',
    policy([], {
      layers: [
        {
          name: 'l',
          conditions: { all: [leaf('recipient', '$.preview', 'equal', 'none')] },
          event: { type: 'layer', params: { name: 'l', priority: 300, settings: { ttl: 60 } } },
        },
      ],
    }),
    policy([], {
      layers: [
        {
          name: 'l',
          conditions: { all: [leaf('recipient', '$.preview', 'equal', 'none')] },
          event: { type: 'layer', params: { name: 'l', priority: 300, settings: { ttl: 61 } } },
        },
      ],
    }),
  ],
  ...defaultPolicy.rules
    // Without layers of the policy's own, what these two stop is stopped by others, or by the engine, for the same reason.
    .filter(({ name }) => name !== 'no-device' && name !== 'disabled')
    .map(({ name }) => [`the default policy without "${name}"`, defaultPolicy, changed(defaultPolicy.rules.filter(rule => rule.name !== name))] as const),
  [
    'the default policy with the last two rules swapped',
    defaultPolicy,
    changed([...defaultPolicy.rules.slice(0, -2), ...defaultPolicy.rules.slice(-2).reverse()]),
  ],
  ['the default policy without its first offer', defaultPolicy, { ...defaultPolicy, selection: defaultPolicy.selection?.slice(1) ?? [] }],
]

describe('the difference between two policies', () => {
  it.each(differences)('%s is found, within ten seconds', async (_, before, after) => {
    for (const document of [before, after]) expect(checkPolicy(document, { hostFacts: ['vip'] })).toEqual([])
    const started = performance.now()
    const { difference, cases } = await findPolicyDifference({ before, after, channels })
    expect(performance.now() - started).toBeLessThan(10_000)
    expect(cases).toBeGreaterThan(0)
    expect(difference).not.toBeNull()
    const shown = (decisions: NonNullable<typeof difference>['before']) =>
      decisions.map(({ decision, rule, reason, channels: offered, settings }) => ({ decision, rule, reason, offered, settings }))
    expect(shown(difference?.before ?? [])).not.toEqual(shown(difference?.after ?? []))
    expect(difference?.before.every(({ trace }) => trace.length > 0 || before.rules.length === 0)).toBe(true)
  })

  it('is small: what does not matter is plain', async () => {
    const [, before, after] = differences[0] ?? ['', defaultPolicy, defaultPolicy]
    const { difference } = await findPolicyDifference({ before, after, channels })
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

  it('is the same for the same seed', async () => {
    const [, before, after] = differences[1] ?? ['', defaultPolicy, defaultPolicy]
    const [one, two] = [await findPolicyDifference({ before, after, channels, seed: 7 }), await findPolicyDifference({ before, after, channels, seed: 7 })]
    expect(one).toEqual(two)
  })

  it('is none for a policy and itself, however many cases', async () => {
    const report = await findPolicyDifference({ before: defaultPolicy, after: JSON.parse(JSON.stringify(defaultPolicy)), channels, cases: 1000 })
    expect(report).toMatchObject({ cases: 1000, difference: null })
  })

  it('ends by its time', async () => {
    const started = performance.now()
    await findPolicyDifference({ before: defaultPolicy, after: defaultPolicy, channels, cases: 1_000_000, milliseconds: 500 })
    expect(performance.now() - started).toBeLessThan(5000)
  })
})
