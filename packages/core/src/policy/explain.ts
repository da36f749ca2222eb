import type { TraceEntry } from '../model/decision.ts'
import type { Facts } from './facts.ts'
import type { Program } from './internals/program.ts'
import { readRef } from './internals/read-fact.ts'
import type { Leaf, Tree } from './internals/tree.ts'
import { leafWords, refWords, valueWords } from './internals/words.ts'
import { operators } from './operators.ts'
import type { Verdict } from './policy.ts'

/** Why one rule fired, did not, or was not reached. */
export interface RuleExplanation {
  readonly rule: string
  readonly description: string | undefined
  /** null: not reached. */
  readonly matched: boolean | null
  /** The one condition that decided it; null: not reached. */
  readonly condition: ConditionExplanation | null
  /** One plain clause. */
  readonly because: string
}

export interface ConditionExplanation {
  /** `device.session` */
  readonly reads: string
  readonly operator: string
  /** `undefined`: missing. */
  readonly actual: unknown
  readonly asked: unknown
  /** Of this condition alone, not of the rule. */
  readonly holds: boolean
}

/**
 * Explains every rule in order, given the verdict (null: none fired). The verdict is taken as it is and not decided anew, so that
 * explaining cannot change it. The condition that decides is the last one that an evaluation from left to right asks: the first
 * that fails in an `all`, the first that holds in an `any`, else the last.
 */
export function explainRules(program: Program, facts: Facts, verdict: Verdict | null): readonly RuleExplanation[] {
  return program.rules.rules.map(({ name, description, tree }, index): RuleExplanation => {
    if (verdict !== null && index > verdict.index) {
      return { rule: name, description, matched: null, condition: null, because: `not reached: ${JSON.stringify(verdict.rule)} above it decided` }
    }
    const { leaf } = decisive(tree, facts)
    const actual = readRef(facts, leaf.ref)
    const asked = askedOf(leaf, facts)
    const holds = operators[leaf.operator].test(actual, asked)
    return {
      rule: name,
      description,
      matched: index === verdict?.index,
      condition: { reads: refWords(leaf.ref), operator: leaf.operator, actual, asked, holds },
      because: leafWords(leaf, actual, asked, holds) + statedBy(leaf, facts),
    }
  })
}

/** explainRules as a Decision's trace. */
export function traceOf(program: Program, facts: Facts, verdict: Verdict | null): readonly TraceEntry[] {
  return explainRules(program, facts, verdict).map(({ rule, matched, because }) => ({ rule, matched, because }))
}

/** The leaf that decides a tree, and what the tree comes to. */
function decisive(tree: Tree, facts: Facts): { readonly leaf: Leaf; readonly holds: boolean } {
  if (tree.kind === 'leaf') return { leaf: tree, holds: holdsNow(tree, facts) }
  if (tree.kind === 'not') {
    const of = decisive(tree.of, facts)
    return { leaf: of.leaf, holds: !of.holds }
  }
  const until = tree.kind === 'any'
  let last = decisive(tree.of[0] as Tree, facts)
  for (const child of tree.of.slice(1)) {
    if (last.holds === until) break
    last = decisive(child, facts)
  }
  return last
}

function askedOf({ other, value }: Leaf, facts: Facts): unknown {
  return other === null ? value : readRef(facts, other)
}

function holdsNow(leaf: Leaf, facts: Facts): boolean {
  return operators[leaf.operator].test(readRef(facts, leaf.ref), askedOf(leaf, facts))
}

/** A merged setting is better understood with the layer that stated it. */
function statedBy({ ref }: Leaf, facts: Facts): string {
  if (ref.fact !== 'effective' || ref.host || ref.steps[0] === 'from') return ''
  const from = readRef(facts, { ...ref, steps: ['from', ...ref.steps] })
  return typeof from === 'string' ? `, stated by the layer ${valueWords(from)}` : ''
}
