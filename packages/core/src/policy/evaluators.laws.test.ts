import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answers, loadEach } from './testing/agree.fixture.ts'
import { acceptedDocument } from './testing/documents.fixture.ts'
import { anyFacts } from './testing/facts.fixture.ts'

describe('the three evaluators', () => {
  it('agree on verdict, reason, rule, layers and offer for every accepted policy and any facts', async () => {
    await fc.assert(
      fc.asyncProperty(acceptedDocument, fc.array(anyFacts, { minLength: 4, maxLength: 4 }), fc.nat(8), fc.nat(8), async (document, many, from, to) => {
        const [compiled, closures, interpreted] = loadEach(document)
        for (const facts of many) {
          for (const [low, high] of [
            [0, document.rules.length],
            [from, to],
          ] as const) {
            const reference = await answers(interpreted!, facts, low, high)
            expect(await answers(compiled!, facts, low, high)).toEqual(reference)
            expect(await answers(closures!, facts, low, high)).toEqual(reference)
          }
        }
      }),
      { numRuns: 500 },
    )
  })
})
