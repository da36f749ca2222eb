import { defaultPolicy, type EvaluatorKind } from '@rouse/core'
import { type Facts, type LoadedPolicy, loadPolicy } from '@rouse/core/policy'
import { byHand } from './internals/decide-by-hand.ts'
import { decideFacts } from './internals/decide-facts.ts'
import { jsonLogic } from './internals/decide-json-logic.ts'
import { sideBySide } from './measure.ts'

type Decide = (facts: Facts) => string

/** One decision: the verdict of all rules, and the channels where nothing stops the push. A function of its own for each form. */
function decideWith({ evaluator, rules }: LoadedPolicy): Decide {
  const make = new Function(
    'verdict',
    'selection',
    'length',
    'return facts => { const found = verdict(facts, 0, length) ?? selection(facts); return found === null ? "" : found.rule }',
  )
  return make(evaluator.verdict, evaluator.selection, rules.length) as Decide
}

async function decideAsync({ evaluator, rules }: LoadedPolicy, facts: Facts): Promise<string> {
  return ((await evaluator.verdict(facts, 0, rules.length)) ?? (await evaluator.selection(facts)))?.rule ?? ''
}

/**
 * `count` decisions over all facts in turn; how long the answers are altogether, so that none is left out. Made anew for each way: what
 * V8 learns of one way's calls must not slow another's, as it would in a loop that all share.
 */
const loopOf = (): ((decide: Decide, facts: readonly Facts[]) => (count: number) => number) =>
  new Function(
    'return (decide, facts) => count => { let total = 0; for (let i = 0; i < count; i++) total += decide(facts[i & 1023]).length; return total }',
  )() as never

/**
 * Decisions a second with the default policy on the same facts, side by side in one run: rules, and channels where none suppressed.
 * Ratios: compiled to interpreted, compiled to the same decision as plain ifs, closures to interpreted.
 */
export async function decide(): Promise<Record<string, number>> {
  const load = (evaluator: EvaluatorKind) => loadPolicy(defaultPolicy, { evaluator })
  const interpreted = load('interpreted')
  const facts = decideFacts(1024)
  const ways: Readonly<Record<string, Decide>> = {
    compiled_per_s: decideWith(load('compiled')),
    closures_per_s: decideWith(load('closures')),
    handwritten_per_s: byHand,
    json_logic_engine_per_s: jsonLogic(interpreted.document),
  }
  for (const one of facts) {
    const reference = await decideAsync(interpreted, one)
    for (const [name, way] of Object.entries(ways)) {
      if (way(one) !== reference) throw new Error(`${name} decides ${way(one)}, json-rules-engine ${reference}`)
    }
  }
  const rates = await sideBySide(
    [
      ...Object.entries(ways).map(([name, way]) => ({ name, run: loopOf()(way, facts) })),
      {
        name: 'interpreted_per_s',
        async run(count: number) {
          let total = 0
          for (let i = 0; i < count; i++) total += (await decideAsync(interpreted, facts[i % facts.length] as Facts)).length
          return total
        },
      },
    ],
    { turnMs: 250, turns: 9 },
  )
  const rate = (name: string): number => rates[name] ?? Number.NaN
  return {
    ...rates,
    ratio_to_interpreted: rate('compiled_per_s') / rate('interpreted_per_s'),
    ratio_to_handwritten: rate('compiled_per_s') / rate('handwritten_per_s'),
    closures_ratio_to_interpreted: rate('closures_per_s') / rate('interpreted_per_s'),
  }
}
