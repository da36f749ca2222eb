import type { Facts } from './facts.ts'
import type { Program } from './internals/program.ts'
import { readRef, recentOf } from './internals/read-fact.ts'
import type { Leaf, Ref, Tree } from './internals/tree.ts'
import { isScalar, operators } from './operators.ts'
import { readStep, readSteps } from './path.ts'
import type { Evaluator } from './policy.ts'

export type Test = (facts: Facts) => boolean

/** The program as closures over the same tree: no code is generated, so it serves where that is forbidden. */
export function closures(program: Program): Evaluator {
  const rules = program.rules.rules.map(({ tree, answer }) => ({ test: testOf(tree), answer }))
  const layers = program.layers.rules.map(({ tree, answer }) => ({ test: testOf(tree), answer }))
  const selection = program.selection.rules.map(({ tree, answer }) => ({ test: testOf(tree), answer }))
  return {
    kind: 'closures',
    layers: facts => layers.filter(({ test }) => test(facts)).map(({ answer }) => answer),
    verdict(facts, from, to) {
      for (let i = from; i < to && i < rules.length; i++) {
        const rule = rules[i]
        if (rule?.test(facts)) return rule.answer
      }
      return null
    },
    selection(facts) {
      for (const { test, answer } of selection) if (test(facts)) return answer
      return null
    },
  }
}

/** A tree as one closure. Conditions on the message alone are decided once for each message fact, by its identity. */
export function testOf(tree: Tree): Test {
  const test = made(tree)
  return tree.level === 'message' && tree.kind !== 'leaf' ? oncePerMessage(test) : test
}

function made(tree: Tree): Test {
  if (tree.kind === 'leaf') return leafTest(tree)
  if (tree.kind === 'not') {
    const of = testOf(tree.of)
    return facts => !of(facts)
  }
  const tests = tree.of.map(testOf)
  const [first, second] = tests
  if (first === undefined) return () => tree.kind === 'all'
  if (second === undefined) return first
  if (tree.kind === 'all') {
    if (tests.length === 2) return facts => first(facts) && second(facts)
    return facts => {
      for (let i = 0; i < tests.length; i++) if (!(tests[i] as Test)(facts)) return false
      return true
    }
  }
  if (tests.length === 2) return facts => first(facts) || second(facts)
  return facts => {
    for (let i = 0; i < tests.length; i++) if ((tests[i] as Test)(facts)) return true
    return false
  }
}

function oncePerMessage(test: Test): Test {
  let seen: unknown = oncePerMessage
  let known = false
  return facts => {
    if (facts.message !== seen) {
      known = test(facts)
      seen = facts.message
    }
    return known
  }
}

function leafTest({ ref, operator, other, value }: Leaf): Test {
  const read = reader(ref)
  const { test } = operators[operator]
  if (other !== null) {
    const compared = reader(other)
    return facts => test(read(facts), compared(facts))
  }
  // A constant is JSON and so never undefined nor NaN: comparing is then enough.
  if (operator === 'equal' && isScalar(value)) return facts => read(facts) === value
  if (operator === 'notEqual' && isScalar(value)) return facts => read(facts) !== value
  if (operator === 'in' || operator === 'notIn') {
    const set = new Set<unknown>(value as readonly unknown[])
    return operator === 'in' ? facts => set.has(read(facts)) : facts => !set.has(read(facts))
  }
  return facts => test(read(facts), value)
}

function reader(ref: Ref): (facts: Facts) => unknown {
  const { steps, seconds } = ref
  const [first, second] = steps
  if (seconds !== null) return facts => recentOf(facts, first, seconds)
  if (ref.host) return facts => readRef(facts, ref)
  const root = roots[ref.fact as keyof typeof roots]
  if (first === undefined) return root
  if (second === undefined) return facts => readStep(root(facts), first)
  if (steps.length === 2) return facts => readStep(readStep(root(facts), first), second)
  return facts => readSteps(root(facts), steps)
}

// One place in the code a fact, so that each keeps a hidden class of its own.
const roots = {
  message: (facts: Facts): unknown => facts.message,
  conversation: (facts: Facts): unknown => facts.conversation,
  recipient: (facts: Facts): unknown => facts.recipient,
  device: (facts: Facts): unknown => facts.device,
  now: (facts: Facts): unknown => facts.now,
  effective: (facts: Facts): unknown => facts.effective,
}
