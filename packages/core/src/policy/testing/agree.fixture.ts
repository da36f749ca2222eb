import type { Facts } from '../facts.ts'
import { loadPolicy } from '../load-policy.ts'
import type { EvaluatorKind, LoadedPolicy, Offer, Verdict } from '../policy.ts'
import { hostFacts } from './facts.fixture.ts'

export const kinds: readonly EvaluatorKind[] = ['compiled', 'closures', 'interpreted']

/** The same document in each of its three forms. */
export function loadEach(document: unknown): Readonly<Record<EvaluatorKind, LoadedPolicy>> {
  const load = (evaluator: EvaluatorKind) => loadPolicy(document, { evaluator, hostFacts })
  return { compiled: load('compiled'), closures: load('closures'), interpreted: load('interpreted') }
}

export interface Answers {
  readonly verdict: Verdict | null
  readonly layers: readonly number[]
  readonly selection: Offer | null
}

/** All that a form answers to these facts, as plain data. */
async function answers({ evaluator, rules }: LoadedPolicy, facts: Facts, from = 0, to = rules.length): Promise<Answers> {
  return { verdict: await evaluator.verdict(facts, from, to), layers: await evaluator.layers(facts), selection: await evaluator.selection(facts) }
}

/** Every other one speaks of the message before it, as recipients of one message do: what a form remembers of a message must still hold. */
const sharingMessages = (many: readonly Facts[]): readonly Facts[] =>
  many.map((facts, i) => (i % 2 === 0 ? facts : { ...facts, message: (many[i - 1] as Facts).message }))

/** Holds the three forms to each other on all these facts, on all rules and on [from, to); what they answer. */
export async function agreeOn(
  document: unknown,
  many: readonly Facts[],
  from: number,
  to: number,
  same: (actual: unknown, expected: unknown) => void,
): Promise<readonly Answers[]> {
  const { compiled, closures, interpreted } = loadEach(document)
  const found: Answers[] = []
  for (const facts of sharingMessages(many)) {
    const reference = await answers(interpreted, facts)
    const part = await interpreted.evaluator.verdict(facts, from, to)
    for (const form of [compiled, closures]) {
      same(await answers(form, facts), reference)
      same(form.evaluator.verdict(facts, from, to), part)
    }
    found.push(reference)
  }
  return found
}
