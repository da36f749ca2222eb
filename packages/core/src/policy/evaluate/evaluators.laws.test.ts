import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agreeOn, loadEach } from '../testing/agree.fixture.ts'
import { acceptedDocument } from '../testing/documents.fixture.ts'
import { anyFacts } from '../testing/facts.fixture.ts'

describe('compiled, closures and json-rules-engine', () => {
  it('agree on verdict, reason, rule, layers and offer for every accepted policy and any facts', async () => {
    await fc.assert(
      fc.asyncProperty(acceptedDocument, fc.array(anyFacts, { minLength: 4, maxLength: 4 }), fc.nat(8), fc.nat(8), async (document, many, from, to) => {
        await agreeOn(document, many, from, to, (actual, expected) => expect(actual).toEqual(expected))
      }),
      { numRuns: 500 },
    )
  }, 120_000)

  it('say the same twice, whatever facts they saw in between', () => {
    fc.assert(
      fc.property(acceptedDocument, anyFacts, anyFacts, (document, one, other) => {
        const { compiled, closures } = loadEach(document)
        for (const { evaluator, rules } of [compiled, closures]) {
          const first = evaluator.verdict(one, 0, rules.length)
          evaluator.verdict(other, 0, rules.length)
          // The same message with all else changed must not be answered from memory.
          const mixed = { ...other, message: one.message }
          expect(evaluator.verdict(mixed, 0, rules.length)).toEqual(loadEach(document).closures.evaluator.verdict(mixed, 0, rules.length))
          expect(evaluator.verdict(one, 0, rules.length)).toEqual(first)
        }
      }),
      { numRuns: 200 },
    )
  }, 120_000)

  it('say the same whichever part is asked first, of whichever message', () => {
    fc.assert(
      fc.property(acceptedDocument, anyFacts, anyFacts, (document, one, other) => {
        const [asked, reference] = [loadEach(document), loadEach(document)]
        for (const kind of ['compiled', 'closures'] as const) {
          const { evaluator, rules } = asked[kind]
          for (const part of ['selection', 'layers'] as const) {
            evaluator.verdict(one, 0, rules.length)
            expect(evaluator[part](other)).toEqual(reference[kind].evaluator[part](other))
          }
        }
      }),
      { numRuns: 200 },
    )
  }, 120_000)

  it('give the same verdict in one go and in pieces', () => {
    fc.assert(
      fc.property(acceptedDocument, anyFacts, fc.nat(8), (document, facts, cut) => {
        const { evaluator, rules } = loadEach(document).compiled
        const at = Math.min(cut, rules.length)
        expect(evaluator.verdict(facts, 0, at) ?? evaluator.verdict(facts, at, rules.length)).toEqual(evaluator.verdict(facts, 0, rules.length))
      }),
      { numRuns: 300 },
    )
  }, 120_000)

  it('meet documents and facts that make rules of every kind fire', () => {
    const seen = { verdicts: 0, none: 0, layers: 0, offers: 0 }
    for (const [document, facts] of fc.sample(fc.tuple(acceptedDocument, anyFacts), { numRuns: 400, seed: 5 })) {
      const { evaluator, rules } = loadEach(document).compiled
      if (evaluator.verdict(facts, 0, rules.length) === null) seen.none++
      else seen.verdicts++
      if ((evaluator.layers(facts) as readonly number[]).length > 0) seen.layers++
      if (evaluator.selection(facts) !== null) seen.offers++
    }
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(40)
  })
})
