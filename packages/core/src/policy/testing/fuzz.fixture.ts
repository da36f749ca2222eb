import { deepStrictEqual } from 'node:assert'
import fc from 'fast-check'
import { agreeOn } from './agree.fixture.ts'
import { acceptedDocument } from './documents.fixture.ts'
import { anyFacts } from './facts.fixture.ts'

export interface FuzzReport {
  /** Pairs of a policy and facts. */
  readonly cases: number
  readonly policies: number
  /** How many of the cases had a verdict, a layer, an offer. */
  readonly fired: { readonly verdict: number; readonly layers: number; readonly selection: number }
  /** Cases on which the three forms did not agree. */
  readonly disagreements: number
}

const factsAPolicy = 20

/**
 * Tries the three evaluators on `runs` generated pairs of an accepted policy and facts: whole, and on a range of the rules. The same
 * seed gives the same cases. Throws at the first disagreement, with the document and the facts, shrunk.
 */
export async function fuzzPolicies(runs: number, seed: number, progress: (cases: number) => void): Promise<FuzzReport> {
  const fired = { verdict: 0, layers: 0, selection: 0 }
  let cases = 0
  const policies = Math.ceil(runs / factsAPolicy)
  const property = fc.asyncProperty(
    acceptedDocument,
    fc.array(anyFacts, { minLength: factsAPolicy, maxLength: factsAPolicy }),
    fc.nat(8),
    fc.nat(8),
    async (document, many, from, to) => {
      for (const { verdict, layers, selection } of await agreeOn(document, many, from, to, deepStrictEqual)) {
        cases++
        if (verdict !== null) fired.verdict++
        if (layers.length > 0) fired.layers++
        if (selection !== null) fired.selection++
      }
      progress(cases)
    },
  )
  await fc.assert(property, { numRuns: policies, seed, verbose: 1 })
  return { cases, policies, fired, disagreements: 0 }
}
