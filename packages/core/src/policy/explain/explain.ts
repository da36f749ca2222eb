import type { TraceEntry } from '../../model/decision.ts'
import type { Program, ProgramRule } from '../evaluate/compiled-policy.ts'
import { readRef } from '../evaluate/read-fact.ts'
import type { Leaf, Tree } from '../evaluate/tree.ts'
import type { Facts } from '../facts.ts'
import { operators } from '../operators.ts'
import type { Offer, Verdict } from '../policy.ts'
import { leafWords, refWords, valueWords } from './explain-text.ts'

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

/** Whether a rule at a place of its section fired; null: not reached. */
type Matched = (place: number) => boolean | null

/**
 * Explains every rule in order, given the verdict (null: none fired). The verdict is taken as it is and not decided anew, so that
 * explaining cannot change it. The condition that decides is the last one that an evaluation from left to right asks: the first
 * that fails in an `all`, the first that holds in an `any`, else the last.
 */
export function explainRules(program: Program, facts: Facts, verdict: Verdict | null): readonly RuleExplanation[] {
  const matched: Matched = place => (verdict === null || place < verdict.index ? false : place === verdict.index ? true : null)
  return explained(program.rules.rules, facts, matched, `not reached: ${JSON.stringify(verdict?.rule)} above it decided`)
}

/** explainRules as a Decision's trace. */
export function traceOf(program: Program, facts: Facts, verdict: Verdict | null): readonly TraceEntry[] {
  return explainRules(program, facts, verdict).map(entryOf)
}

/** A trace of the rules of `layers`; `fired`: the places of those that apply. */
export function traceLayers(program: Program, facts: Facts, fired: readonly number[]): readonly TraceEntry[] {
  return explained(program.layers.rules, facts, place => fired.includes(place), '').map(entryOf)
}

/** A trace of the rules of `selection`; null: none matched. */
export function traceSelection(program: Program, facts: Facts, offer: Offer | null): readonly TraceEntry[] {
  const { rules } = program.selection
  const chosen = offer === null ? rules.length : rules.findIndex(({ name }) => name === offer.rule)
  const matched: Matched = place => (place < chosen ? false : place === chosen ? true : null)
  return explained(rules, facts, matched, `not reached: ${JSON.stringify(offer?.rule)} above it matched`).map((one, place) =>
    place === chosen ? { ...entryOf(one), because: `${one.because}: offers ${offer?.channels.join(', ')}` } : entryOf(one),
  )
}

function entryOf({ rule, matched, because }: RuleExplanation): TraceEntry {
  return { rule, matched, because }
}

function explained(rules: readonly ProgramRule<unknown>[], facts: Facts, matchedAt: Matched, notReached: string): readonly RuleExplanation[] {
  return rules.map(({ name, description, tree }, place): RuleExplanation => {
    const matched = matchedAt(place)
    if (matched === null) return { rule: name, description, matched, condition: null, because: notReached }
    const { leaf } = decisive(tree, facts)
    const actual = readRef(facts, leaf.ref)
    const asked = askedOf(leaf, facts)
    const holds = operators[leaf.operator].test(actual, asked)
    return {
      rule: name,
      description,
      matched,
      condition: { reads: refWords(leaf.ref), operator: leaf.operator, actual, asked, holds },
      because: leafWords(leaf, actual, asked, holds) + statedBy(leaf, facts),
    }
  })
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
