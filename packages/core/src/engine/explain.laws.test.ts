import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Decision } from '../model/decision.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Recipient } from '../model/recipient.ts'
import { kinds } from '../policy/testing/agree.fixture.ts'
import { acceptedDocument } from '../policy/testing/documents.fixture.ts'
import { answers, engineFor, plain, pushes } from './pushes.fixture.ts'

/** Whether a Decision is what came of it. */
function isOf({ recipient, device }: Decision, outcome: Outcome): boolean {
  return (outcome.recipient === null || outcome.recipient === recipient) && (outcome.device === null || outcome.device === device)
}

describe('explaining', () => {
  it('never changes what is decided, and says what then happens, for any policy, message and recipients, in every evaluator', async () => {
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(acceptedDocument, answers, pushes, fc.constantFrom(...kinds), async (policy, host, given, evaluator) => {
        const silent = engineFor(policy, host, 'compiled')
        const explained = engineFor(policy, host, evaluator)
        for (const [i, [one, people]] of given.entries()) {
          const sent = { ...one, id: `msg-${i}` }
          const decisions = (await Promise.all(people.map(recipient => explained.explain(sent, recipient)))).flat()
          const outcomes = await explained.push(sent, people)
          await explained.explain(sent, people[0] as Recipient)
          expect(plain(outcomes)).toEqual(plain(await silent.push(sent, people)))
          for (const decision of decisions) {
            const outcome = outcomes.find(candidate => isOf(decision, candidate))
            const said = decision.decision === 'push' ? 'accepted' : decision.decision === 'defer' ? 'deferred' : 'suppressed'
            expect([outcome?.status, outcome?.status === 'accepted' ? null : outcome?.reason]).toEqual([said, said === 'accepted' ? null : decision.reason])
            seen.add(said)
          }
        }
        await Promise.all([silent.close(0), explained.close(0)])
      }),
      { numRuns: 150 },
    )
    expect([...seen].sort()).toEqual(['accepted', 'deferred', 'suppressed'])
  }, 120_000)
})
