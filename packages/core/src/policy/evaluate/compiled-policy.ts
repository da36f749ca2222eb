import { defaultPolicy } from '../default-policy.ts'
import type { ConditionNode, LayerEvent, OfferEvent, PolicyDocument, PolicyRule, RuleEvent } from '../document.ts'
import { inOrder } from '../order.ts'
import type { Offer, Verdict } from '../policy.ts'
import { createKeys, type Keys } from './keys.ts'
import { createTrees, type NamedConditions, type Tree } from './tree.ts'
import { withCanonicalZones } from './zone-constants.ts'

/** A rule with its conditions as a tree, and what it answers when it fires: made once, shared by every decision. */
export interface ProgramRule<Answer> {
  readonly name: string
  readonly description: string | undefined
  readonly conditions: ConditionNode
  readonly tree: Tree
  readonly answer: Answer
}

/** A section of a document, ordered; its named conditions are those of the document that it stands in. */
export interface Section<Answer> {
  readonly named: NamedConditions
  readonly rules: readonly ProgramRule<Answer>[]
}

/** A checked document, ordered and resolved: what the three evaluators share. */
export interface Program {
  /** Answers are places in `layers`. */
  readonly layers: Section<number>
  readonly layerEvents: readonly LayerEvent[]
  readonly rules: Section<Verdict>
  readonly selection: Section<Offer>
}

export function programOf(given: PolicyDocument): Program {
  const document = withCanonicalZones(given)
  const layers = inOrder(document.layers ?? [])
  const keys = createKeys()
  const selecting = document.selection === undefined || document.selection.length === 0 ? defaultPolicy : document
  return {
    layers: section(document, keys, layers, (_, index) => index),
    layerEvents: layers.map(({ event }) => event),
    rules: section(document, keys, inOrder(document.rules), verdictOf),
    selection: section(
      selecting,
      keys,
      inOrder(selecting.selection ?? []),
      ({ name, event }): Offer => Object.freeze({ rule: name, channels: event.params.channels }),
    ),
  }
}

function section<E extends RuleEvent | LayerEvent | OfferEvent, Answer>(
  document: PolicyDocument,
  keys: Keys,
  rules: readonly PolicyRule<E>[],
  answer: (rule: PolicyRule<E>, index: number) => Answer,
): Section<Answer> {
  const named = document.conditions ?? {}
  const treeOf = createTrees(named, keys)
  return {
    named,
    rules: rules.map((rule, index) => ({
      name: rule.name,
      description: rule.description,
      conditions: rule.conditions,
      tree: treeOf(rule.conditions),
      answer: answer(rule, index),
    })),
  }
}

function verdictOf({ name, event }: PolicyRule<RuleEvent>, index: number): Verdict {
  return Object.freeze({
    index,
    rule: name,
    decision: event.type,
    reason: event.params?.reason ?? null,
    seconds: event.type === 'defer' ? event.params.seconds : null,
  })
}
