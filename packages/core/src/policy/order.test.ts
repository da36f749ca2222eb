import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { prefixes } from './levels.ts'
import { loadPolicy } from './load-policy.ts'
import { inOrder } from './order.ts'
import { kinds } from './testing/agree.fixture.ts'
import { sampleFacts } from './testing/sample-facts.fixture.ts'

describe('order', () => {
  it('is priority, highest first, then place in the document', () => {
    const rules = [{ n: 1 }, { n: 2, priority: 5 }, { n: 3, priority: 1 }, { n: 4, priority: 5 }, { n: 5, priority: 9 }]
    expect(inOrder(rules).map(({ n }) => n)).toEqual([5, 2, 4, 1, 3])
  })

  it('holds among any number of rules of equal priority, in every evaluator', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ priority: fc.constantFrom(undefined, 1, 2), holds: fc.boolean() }), { maxLength: 12 }), async specs => {
        const rules = specs.map(({ priority, holds }, i) => ({
          name: `r${i}`,
          ...(priority === undefined ? {} : { priority }),
          conditions: { all: [{ fact: 'recipient', path: '$.mentioned', operator: 'equal', value: holds }] },
          event: { type: 'suppress', params: { reason: 'muted' } },
        }))
        const first = inOrder(rules.filter((_, i) => specs[i]?.holds))[0]?.name ?? null
        for (const evaluator of kinds) {
          const policy = loadPolicy({ name: 'x', rules }, { evaluator })
          const verdict = await policy.evaluator.verdict(sampleFacts({ recipient: { mentioned: true } }), 0, rules.length)
          expect(verdict?.rule ?? null).toBe(first)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('levels', () => {
  it('count the rules from the top that read no more than the message, or no device', () => {
    expect(prefixes(['message', 'message', 'recipient', 'message', 'device', 'message'])).toEqual({ messageRules: 2, recipientRules: 4 })
    expect(prefixes([])).toEqual({ messageRules: 0, recipientRules: 0 })
    expect(prefixes(['device'])).toEqual({ messageRules: 0, recipientRules: 0 })
  })
})
