import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultPolicy } from '../default-policy.ts'
import type { ConditionNode } from '../document.ts'
import { programOf } from '../evaluate/compiled-policy.ts'
import { loadPolicy } from '../load-policy.ts'
import type { Verdict } from '../policy.ts'
import { acceptedDocument } from '../testing/documents.fixture.ts'
import { anyFacts, hostFacts } from '../testing/facts.fixture.ts'
import { sampleFacts } from '../testing/sample-facts.fixture.ts'
import { explainRules } from './explain.ts'

const verdictOf = (policy: ReturnType<typeof loadPolicy>, facts: ReturnType<typeof sampleFacts>) =>
  policy.evaluator.verdict(facts, 0, policy.rules.length) as Verdict | null

describe('the trace', () => {
  it('says of each rule whether it fired, did not, or was not reached', () => {
    const policy = loadPolicy(defaultPolicy)
    const facts = sampleFacts({ device: { session: 'logged-out' } })
    const trace = policy.trace(facts, verdictOf(policy, facts))
    expect(trace.map(({ rule, matched }) => [rule, matched])).toEqual([
      ...['system-message', 'expired', 'disabled-for-message', 'own-message', 'blocked', 'no-device', 'never-logged-in', 'kicked'].map(rule => [rule, false]),
      ['logged-out', true],
      ...['foreground', 'disabled-globally', 'disabled', 'muted', 'quiet-hours'].map(rule => [rule, null]),
    ])
    expect(trace.find(({ rule }) => rule === 'logged-out')?.because).toBe('device.session is "logged-out"')
    expect(trace.find(({ rule }) => rule === 'quiet-hours')?.because).toBe('not reached: "logged-out" above it decided')
  })

  it('gives the actual value where a rule did not fire', () => {
    const policy = loadPolicy(defaultPolicy)
    const facts = sampleFacts()
    const because = Object.fromEntries(policy.trace(facts, null).map(entry => [entry.rule, entry.because]))
    expect(because).toMatchObject({
      'system-message': 'message.kind is "chat"',
      expired: 'message.stated.ttl is not known, not more than 0',
      'own-message': 'message.sender.id is "bob", recipient.id is "alice"',
      'logged-out': 'device.session is "logged-in"',
      disabled: 'effective.enabled is true, stated by the layer "default"',
      'quiet-hours': 'recipient.inQuietHours is false',
    })
  })

  it('names the layer that switched pushes off', () => {
    const policy = loadPolicy(defaultPolicy)
    const facts = sampleFacts({ enabled: { value: false, from: 'night' } })
    expect(policy.trace(facts, verdictOf(policy, facts)).find(({ matched }) => matched)).toEqual({
      rule: 'disabled',
      matched: true,
      because: 'effective.enabled is false, stated by the layer "night"',
    })
  })
})

describe('the condition that decided', () => {
  const leaf = (path: string, operator: string, value: unknown, fact = 'recipient'): ConditionNode => ({ fact, path, operator, value }) as ConditionNode
  const rows: readonly (readonly [string, ConditionNode, string, boolean])[] = [
    [
      'all: the first that fails',
      { all: [leaf('$.bucket', 'lessThan', 50), leaf('$.unread', 'greaterThan', 9), leaf('$.mentioned', 'equal', true)] },
      'recipient.unread is 7, not more than 9',
      false,
    ],
    [
      'all: what comes after a not that holds',
      { all: [{ not: leaf('$.mentioned', 'equal', true) }, leaf('$.unread', 'lessThanInclusive', 9)] },
      'recipient.unread is 7, at most 9',
      true,
    ],
    [
      'all: a not that fails, whatever comes after it',
      { all: [{ not: { any: [leaf('$.mentioned', 'equal', false)] } }, leaf('$.unread', 'lessThanInclusive', 9)] },
      'recipient.mentioned is false',
      false,
    ],
    [
      'any: what comes after a not that fails',
      { any: [{ not: leaf('$.mentioned', 'equal', false) }, leaf('$.unread', 'lessThanInclusive', 9)] },
      'recipient.unread is 7, at most 9',
      true,
    ],
    [
      'all: the last, where all hold',
      { all: [leaf('$.bucket', 'lessThan', 50), leaf('$.unread', 'lessThanInclusive', 9)] },
      'recipient.unread is 7, at most 9',
      true,
    ],
    [
      'any: the first that holds',
      { any: [leaf('$.unread', 'greaterThan', 9), leaf('$.bucket', 'greaterThanInclusive', 42), leaf('$.mentioned', 'equal', false)] },
      'recipient.bucket is 42, at least 42',
      true,
    ],
    [
      'any: the last, where none holds',
      { any: [leaf('$.unread', 'greaterThan', 9), leaf('$.mentioned', 'equal', true)] },
      'recipient.mentioned is false',
      false,
    ],
    ['not: what it denies', { not: leaf('$.preview', 'in', ['sender', 'none']) }, 'recipient.preview is "full", not one of ["sender","none"]', true],
    ['a list of a fact', { all: [leaf('$.mentions.users', 'contains', 'alice', 'message')] }, 'message.mentions.users is [], does not contain "alice"', false],
    [
      'another fact',
      { all: [leaf('$.id', 'notEqual', { fact: 'message', path: '$.sender.id' })] },
      'recipient.id is "alice", message.sender.id is "bob"',
      true,
    ],
    ['an index', { all: [leaf('$.elements[0].type', 'equal', 'text', 'message')] }, 'message.elements[0].type is "text"', true],
    ['what is missing', { all: [leaf('$.region', 'equal', 'CN', 'device')] }, 'device.region is not known', false],
  ]
  it.each(rows)('%s', (_, conditions, because, matched) => {
    const policy = loadPolicy({ name: 'x', rules: [{ name: 'r', conditions, event: { type: 'suppress', params: { reason: 'muted' } } }] })
    const facts = sampleFacts()
    expect(policy.trace(facts, verdictOf(policy, facts))).toEqual([{ rule: 'r', matched, because }])
  })

  it('counts pushes in words', () => {
    const conditions = { all: [{ fact: 'recent', path: '$.recipient', params: { seconds: 3600 }, operator: 'greaterThanInclusive', value: 10 }] }
    const policy = loadPolicy({ name: 'x', rules: [{ name: 'cap', conditions, event: { type: 'suppress', params: { reason: 'muted' } } }] })
    expect(policy.trace(sampleFacts({ recent: { recipient: 12, conversation: 3 } }), null)[0]?.because).toBe(
      'recent.recipient within 3600 s is 12, at least 10',
    )
  })

  it('comes with the actual value and what was asked, as data', () => {
    const [first] = explainRules(programOf(defaultPolicy), sampleFacts(), null)
    expect(first).toEqual({
      rule: 'system-message',
      description: 'Only ordinary chat messages push.',
      matched: false,
      condition: { reads: 'message.kind', operator: 'equal', actual: 'chat', asked: 'system', holds: false },
      because: 'message.kind is "chat"',
    })
  })
})

describe('explaining', () => {
  it('never changes the verdict, fits it, and never throws', () => {
    fc.assert(
      fc.property(acceptedDocument, anyFacts, (document, facts) => {
        const policy = loadPolicy(document, { hostFacts })
        const verdict = verdictOf(policy, facts)
        const trace = policy.trace(facts, verdict)
        expect(verdictOf(policy, facts)).toEqual(verdict)
        expect(trace.map(({ matched }) => matched)).toEqual(
          policy.rules.map((_, i) => (verdict === null || i < verdict.index ? false : i === verdict.index ? true : null)),
        )
        for (const { because } of trace) expect(because.length).toBeGreaterThan(0)
      }),
      { numRuns: 300 },
    )
  })

  it('finds a condition that by itself decides the rule', () => {
    fc.assert(
      fc.property(acceptedDocument, anyFacts, (document, facts) => {
        const program = programOf(document)
        const policy = loadPolicy(document, { hostFacts })
        for (const [i, { matched, condition }] of explainRules(program, facts, verdictOf(policy, facts)).entries()) {
          if (condition === null || matched === null) continue
          const tree = program.rules.rules[i]?.tree
          if (tree?.kind === 'all' && tree.of.length === 1 && tree.of[0]?.kind === 'leaf') expect(condition.holds).toBe(matched)
          if (tree?.kind === 'not' && tree.of.kind === 'leaf') expect(condition.holds).toBe(!matched)
        }
      }),
      { numRuns: 200 },
    )
  })
})
