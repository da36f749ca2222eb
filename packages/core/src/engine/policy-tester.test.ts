import { describe, expect, it } from 'vitest'
import type { PolicyDocument, PolicyTest } from '../policy/document.ts'
import { runPolicyTests } from '../policy/policy-tests.ts'
import { aMessage, aRecipient, fakeChannel } from './engine.fixture.ts'
import { createPolicyTester } from './policy-tester.ts'

const test = (name: string, changes: Partial<PolicyTest>): PolicyTest => ({ name, message: aMessage(), recipient: aRecipient('alice'), expect: {}, ...changes })
const policy = (tests: readonly PolicyTest[]): PolicyDocument => ({
  name: 'p',
  reasons: ['busy', 'too-many'],
  rules: [
    {
      name: 'busy',
      conditions: { all: [{ fact: 'calendar', path: '$.busy', operator: 'equal', value: true }] },
      event: { type: 'suppress', params: { reason: 'busy' } },
    },
    {
      name: 'too-many',
      conditions: { any: [10, 3600].map(seconds => ({ fact: 'recent', path: '$.recipient', params: { seconds }, operator: 'greaterThan', value: 4 })) },
      event: { type: 'suppress', params: { reason: 'too-many' } },
    },
  ],
  tests,
})
const channels = [fakeChannel('fake')]

describe('a policy’s own tests', () => {
  it('are decided with the host facts, the counters and the clock that each states', async () => {
    const document = policy([
      test('busy', { facts: { calendar: { busy: true } }, expect: { reason: 'busy' } }),
      test('not busy', { facts: { calendar: { busy: false } }, expect: { decision: 'push' } }),
      test('nothing known', { expect: { decision: 'push' } }),
      test('the sixth push', { recent: { recipient: 5 }, expect: { reason: 'too-many' } }),
      test('the fifth push', { recent: { recipient: 4 }, expect: { decision: 'push' } }),
      test('at noon', { now: '2026-11-23T12:00:00Z', recipient: aRecipient('alice', { conversation: { mutedUntil: '2026-11-23T12:00:01Z' } }), expect: {} }),
    ])
    const report = await runPolicyTests(document, createPolicyTester({ channels, policy: document }))
    expect(report.results.flatMap(({ differences }) => differences)).toEqual([])
    expect(report.neverFired).toEqual([])
  })

  it('take a fact that they do not state from the host', async () => {
    const document = policy([test('asked', { expect: { reason: 'busy' } }), test('stated', { facts: { calendar: null }, expect: { decision: 'push' } })])
    const facts = { calendar: { load: async (keys: readonly string[]) => keys.map(() => ({ busy: true })) } }
    const { results } = await runPolicyTests(document, createPolicyTester({ channels, policy: document, facts }))
    expect(results.map(({ passed }) => passed)).toEqual([true, true])
  })

  it('are refused whole with the policy', () => {
    const unknown = { ...policy([]), rules: [{ ...policy([]).rules[0], event: { type: 'suppress', params: { reason: 'mutd' } } }] } as unknown as PolicyDocument
    expect(() => createPolicyTester({ channels, policy: unknown })).toThrow(expect.objectContaining({ code: 'policy-invalid' }))
  })
})
