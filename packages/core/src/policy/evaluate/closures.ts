import { members } from '../check/members.ts'
import { namesAt } from '../fact-table.ts'
import type { Facts } from '../facts.ts'
import { isScalar, operators } from '../operators.ts'
import { readStep } from '../path.ts'
import type { Evaluator } from '../policy.ts'
import type { Program, Section } from './compiled-policy.ts'
import { repeatedIn } from './emit.ts'
import { readRef, recentOf } from './read-fact.ts'
import type { Leaf, Ref, Tree } from './tree.ts'

export type Test = (facts: Facts) => boolean

/** The program as closures over the same tree: no code is generated, so it serves where that is forbidden. */
export function closures(program: Program): Evaluator {
  const rules = testsOf(program.rules)
  const layers = testsOf(program.layers)
  const selection = testsOf(program.selection)
  const first = <Answer>(of: Tests<Answer>, facts: Facts, from: number, to: number): Answer | null => {
    for (let i = from; i < to; i++) if ((of.tests[i] as Test)(facts)) return of.answers[i] as Answer
    return null
  }
  return {
    kind: 'closures',
    layers: facts => layers.answers.filter((_, i) => layers.tests[i]?.(facts)),
    verdict: (facts, from, to) => first(rules, facts, from, Math.min(to, rules.tests.length)),
    selection: facts => first(selection, facts, 0, selection.tests.length),
  }
}

interface Tests<Answer> {
  readonly tests: readonly Test[]
  readonly answers: readonly Answer[]
}

/** What several rules ask is one closure, which remembers its answer for the facts it saw last. */
function testsOf<Answer>({ rules }: Section<Answer>): Tests<Answer> {
  const repeated = repeatedIn(rules.map(({ tree }) => tree))
  const shared = new Map<string, Test>()
  const share = (tree: Tree): Test => {
    const { key } = tree
    const made = () => (tree.level === 'message' && tree.kind !== 'leaf' ? oncePerMessage(plain(tree, share)) : plain(tree, share))
    if (!repeated.has(key)) return made()
    let test = shared.get(key)
    if (test === undefined) {
      test = tree.level === 'message' ? made() : oncePerFacts(made())
      shared.set(key, test)
    }
    return test
  }
  return { tests: rules.map(({ tree }) => share(tree)), answers: rules.map(({ answer }) => answer) }
}

/** A leaf as a closure that remembers nothing. */
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

function plain(tree: Tree, child: (tree: Tree) => Test): Test {
  if (tree.kind === 'leaf') return leafTest(tree)
  if (tree.kind === 'not') {
    const of = child(tree.of)
    return facts => !of(facts)
  }
  const tests = tree.of.map(child)
  const [first, second] = tests as [Test, Test | undefined]
  if (second === undefined) return first
  const until = tree.kind === 'any'
  if (tests.length === 2) return until ? facts => first(facts) || second(facts) : facts => first(facts) && second(facts)
  return facts => {
    for (let i = 0; i < tests.length; i++) if ((tests[i] as Test)(facts) === until) return until
    return !until
  }
}

/** Conditions on the message alone are decided once for each message fact, by its identity. */
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

function oncePerFacts(test: Test): Test {
  let seen: Facts | null = null
  let known = false
  return facts => {
    if (facts !== seen) {
      known = test(facts)
      seen = facts
    }
    return known
  }
}

type Read = (facts: Facts) => unknown

// One place in the code a fact, so that each keeps a hidden class of its own.
const roots: { readonly [fact: string]: Read } = {
  message: facts => facts.message,
  conversation: facts => facts.conversation,
  recipient: facts => facts.recipient,
  device: facts => facts.device,
  now: facts => facts.now,
  effective: facts => facts.effective,
}

function reader(ref: Ref): Read {
  const { steps, seconds } = ref
  if (seconds !== null) return facts => recentOf(facts, steps[0], seconds)
  const root = ref.host ? undefined : roots[ref.fact]
  if (root === undefined) return facts => readRef(facts, ref)
  const names = namesAt(ref.fact, steps)
  return steps.reduce<Read>((read, step, i) => {
    const name = names[i]
    const member = typeof name === 'string' && Object.hasOwn(members, name) ? members[name] : undefined
    return member === undefined ? facts => readStep(read(facts), step) : facts => member(read(facts))
  }, root)
}
