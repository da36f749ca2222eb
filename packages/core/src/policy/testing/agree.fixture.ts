import type { Facts } from '../facts.ts'
import { loadPolicy } from '../load-policy.ts'
import type { EvaluatorKind, LoadedPolicy } from '../policy.ts'
import { hostFacts } from './facts.fixture.ts'

export const kinds: readonly EvaluatorKind[] = ['compiled', 'closures', 'interpreted']

/** The same document in each of its three forms. */
export function loadEach(document: unknown): Readonly<Record<EvaluatorKind, LoadedPolicy>> {
  const load = (evaluator: EvaluatorKind) => loadPolicy(document, { evaluator, hostFacts })
  return { compiled: load('compiled'), closures: load('closures'), interpreted: load('interpreted') }
}

/** All that a form answers to these facts, as plain data. */
export async function answers({ evaluator, rules }: LoadedPolicy, facts: Facts, from = 0, to = rules.length): Promise<unknown> {
  return { verdict: await evaluator.verdict(facts, from, to), layers: await evaluator.layers(facts), selection: await evaluator.selection(facts) }
}
