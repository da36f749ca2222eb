import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkPolicy } from '../policy/check/check-policy.ts'
import type { ConditionNode, PolicyDocument } from '../policy/document.ts'
import { hostFacts } from '../policy/testing/facts.fixture.ts'
import { answers, engineFor, plain, pushes } from './pushes.fixture.ts'

const leaf = fc.constantFrom<ConditionNode>(
  { fact: 'vip', operator: 'equal', value: true },
  { fact: 'score', operator: 'greaterThan', value: 2 },
  { fact: 'nested', path: '$.id', operator: 'notEqual', value: 'a' },
  { fact: 'recent', path: '$.recipient', params: { seconds: 60 }, operator: 'lessThan', value: 2 },
  { fact: 'recipient', path: '$.mentioned', operator: 'equal', value: true },
  { fact: 'recipient', path: '$.unread', operator: 'equal', value: 1 },
  { fact: 'device', path: '$.session', operator: 'equal', value: 'logged-in' },
  { fact: 'device', path: '$.maker', operator: 'equal', value: 'xiaomi' },
)
const conditions = fc.oneof(
  leaf.map(one => ({ all: [one] })),
  leaf.map(not => ({ not })),
  fc.tuple(leaf, leaf).map(any => ({ any })),
)
const event = fc.constantFrom(
  { type: 'allow' as const },
  { type: 'suppress' as const, params: { reason: 'muted' } },
  { type: 'defer' as const, params: { seconds: 60, reason: 'quiet-hours' } },
)
const offer = fc.constantFrom(['*'], ['apns'], ['fcm']).map(channels => ({ type: 'offer' as const, params: { channels } }))
const layer = fc.boolean().map(enabled => ({ type: 'layer' as const, params: { name: 'own', priority: 300, settings: { enabled } } }))
const ruled = <E>(events: fc.Arbitrary<E>, minLength: number, maxLength: number) =>
  fc.array(fc.record({ conditions, event: events }), { minLength, maxLength }).map(rules => rules.map((rule, i) => ({ ...rule, name: `r${i}` })))

/** Short policies, most of whose rules, offers and layers read what has to be loaded. */
const loading: fc.Arbitrary<PolicyDocument> = fc
  .record({ name: fc.constant('loading'), layers: ruled(layer, 0, 1), rules: ruled(event, 1, 5), selection: ruled(offer, 1, 3) })
  .filter(document => checkPolicy(document, { hostFacts }).length === 0)

/** The same policy with a layer that states nothing, but reads all that can be loaded: so it is loaded before anything is decided. */
function eager(policy: PolicyDocument): PolicyDocument {
  const any = [
    ...hostFacts.map(fact => ({ fact, operator: 'equal', value: 'never' })),
    { fact: 'recent', path: '$.recipient', params: { seconds: 3600 }, operator: 'greaterThan', value: 4000 },
  ]
  const event = { type: 'layer' as const, params: { name: 'reads-everything', priority: 999, settings: {} } }
  return { ...policy, layers: [...(policy.layers ?? []), { name: 'reads-everything', conditions: { any }, event }] }
}

describe('what is loaded only when a rule reads it', () => {
  it('decides as if everything had been loaded first', async () => {
    await fc.assert(
      fc.asyncProperty(loading, answers, pushes, async (policy, host, given) => {
        const [late, early] = [engineFor(policy, host), engineFor(eager(policy), host)]
        for (const [i, [one, people]] of given.entries()) {
          const sent = { ...one, id: `msg-${i}` }
          expect(plain(await late.push(sent, people))).toEqual(plain(await early.push(sent, people)))
        }
        await Promise.all([late.close(0), early.close(0)])
      }),
      { numRuns: 150 },
    )
  }, 120_000)
})
