import { Engine, type RuleProperties, type TopLevelCondition } from 'json-rules-engine'
import type { ConditionNode, ConditionValue } from '../document.ts'
import { factNames } from '../fact-table.ts'
import type { Facts } from '../facts.ts'
import { operatorNames, operators } from '../operators.ts'
import { parsePath, readSteps, type Step } from '../path.ts'
import type { Evaluator } from '../policy.ts'
import type { Program, ProgramRule, Section } from './compiled-policy.ts'
import { isFactValue, type NamedConditions } from './tree.ts'

/**
 * json-rules-engine itself, as the reference that the compiled forms are held against. Every run has an Engine of its own: run state
 * lives on the engine, and of two overlapping runs on one the slower silently skips its lower rules. Each rule has a priority of its
 * own, as rules of equal priority have no order there. Paths are resolved by us: facts go in boxes, so that a path on a text or
 * a number is missing and not the text itself.
 */
export function interpret(program: Program, hostFacts: readonly string[]): Evaluator {
  const resolve = createPathResolver()
  const layers = prepared(program.layers)
  const rules = prepared(program.rules)
  const selection = prepared(program.selection)
  return {
    kind: 'interpreted',
    layers: facts => run(layers, 0, layers.rules.length, 'every', facts, hostFacts, resolve),
    verdict: async (facts, from, to) => (await run(rules, from, to, 'first', facts, hostFacts, resolve))[0] ?? null,
    selection: async facts => (await run(selection, 0, selection.rules.length, 'first', facts, hostFacts, resolve))[0] ?? null,
  }
}

interface Prepared<Answer> {
  readonly conditions: ReadonlyMap<string, TopLevelCondition>
  readonly rules: readonly (RuleProperties & { readonly answer: Answer })[]
}

function prepared<Answer>(section: Section<Answer>): Prepared<Answer> {
  const node = (conditions: ConditionNode) => boxed(conditions) as TopLevelCondition
  const rule = ({ name, conditions, answer }: ProgramRule<Answer>, i: number) => ({
    name,
    conditions: node(conditions),
    priority: section.rules.length - i,
    event: { type: 'fired' },
    answer,
  })
  return { conditions: namedOf(section.named, node), rules: section.rules.map(rule) }
}

function namedOf(named: NamedConditions, node: (conditions: ConditionNode) => TopLevelCondition): ReadonlyMap<string, TopLevelCondition> {
  return new Map(Object.entries(named).map(([name, conditions]) => [name, node(conditions)]))
}

/** The same conditions with every path written out, as every fact comes in a box. */
function boxed(node: ConditionNode): ConditionNode {
  if ('all' in node) return { all: node.all.map(boxed) }
  if ('any' in node) return { any: node.any.map(boxed) }
  if ('not' in node) return { not: boxed(node.not) }
  if ('condition' in node) return { condition: node.condition }
  const value: ConditionValue = withPath(node.value)
  return { ...node, path: node.path ?? '$', value }
}

function withPath(value: ConditionValue): ConditionValue {
  if (!isFactValue(value)) return value
  return { ...value, path: value.path ?? '$' }
}

interface Box {
  readonly value: unknown
}

async function run<Answer>(
  { conditions, rules }: Prepared<Answer>,
  from: number,
  to: number,
  until: 'first' | 'every',
  facts: Facts,
  hostFacts: readonly string[],
  resolve: (box: object, path: string) => unknown,
): Promise<readonly Answer[]> {
  const engine = new Engine([], { allowUndefinedFacts: true, pathResolver: resolve })
  for (const name of operatorNames) engine.addOperator(name, operators[name].test)
  for (const [name, condition] of conditions) engine.setCondition(name, condition)
  for (const name of [...factNames, ...hostFacts]) {
    if (name === 'recent')
      engine.addFact(name, ({ seconds }): Box => ({ value: { recipient: facts.recent.recipient(seconds), conversation: facts.recent.conversation(seconds) } }))
    else engine.addFact<Box>(name, { value: factNames.includes(name) ? facts[name as keyof Facts] : readSteps(facts.host, [name]) })
  }
  const fired: Answer[] = []
  for (const { answer, ...rule } of rules.slice(from, to)) {
    engine.addRule({
      ...rule,
      onSuccess: () => {
        fired.push(answer)
        if (until === 'first') engine.stop()
      },
    })
  }
  await engine.run()
  return fired
}

/** Reads `path` in what a box holds. */
function createPathResolver(): (box: object, path: string) => unknown {
  const known = new Map<string, readonly Step[]>()
  return (box, path) => {
    let steps = known.get(path)
    if (steps === undefined) {
      steps = parsePath(path) ?? []
      known.set(path, steps)
    }
    return readSteps((box as Box).value, steps)
  }
}
