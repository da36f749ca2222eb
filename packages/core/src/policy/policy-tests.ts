import type { Decision, TraceEntry } from '../model/decision.ts'
import { RouseError } from '../model/errors.ts'
import type { Json } from '../model/json.ts'
import type { Message } from '../model/message.ts'
import type { Recipient } from '../model/recipient.ts'
import { formatIssue } from '../validation/format-mistake.ts'
import { childPointer } from './check/pointer.ts'
import type { PolicyDocument, PolicyRule, PolicyTest } from './document.ts'
import { valueWords } from './explain/explain-text.ts'
import { inOrder } from './order.ts'
import type { MaybePromise } from './policy.ts'

/** Decides for real, with the document under test; `now` in UNIX ms; the host facts and counters are those of `test`. */
export type DecideForTest = (message: Message, recipient: Recipient, now: number | undefined, test: PolicyTest) => MaybePromise<readonly Decision[]>

export interface PolicyTestResult {
  readonly name: string
  readonly passed: boolean
  /** What differs, one clause each: `/decision: expected "push", got "suppress" (device d1)`. */
  readonly differences: readonly string[]
  readonly decisions: readonly Decision[]
}

export interface PolicyTestReport {
  readonly results: readonly PolicyTestResult[]
  /** Names of the document's rules, in its order, that fired in none of its tests. */
  readonly neverFired: readonly string[]
  /** Names of the rules of its selection that matched in none. */
  readonly neverMatched: readonly string[]
  /** Names of the layers that won no setting in any test. */
  readonly neverWon: readonly string[]
}

/**
 * Runs a document's own tests. `expect` is a partial Decision: what it states must be so, objects within it are partial too, arrays are
 * whole. Of several devices it is about the one that it names in `device`, else about every one. A test whose input is refused fails.
 * @example runPolicyTests(document, createPolicyTester({ channels, policy: document }))
 */
export async function runPolicyTests(document: PolicyDocument, decide: DecideForTest): Promise<PolicyTestReport> {
  const results: PolicyTestResult[] = []
  for (const test of document.tests ?? []) results.push(await run(test, decide))
  const all = results.flatMap(({ decisions }) => decisions)
  const won = new Set(all.flatMap(({ settings }) => Object.values(settings).map(({ from }) => from)))
  const matched = new Set(all.flatMap(decision => matchedOffers(document, decision)))
  const fired = new Set(all.flatMap(decision => firedRules(document, decision)))
  return {
    results,
    neverFired: document.rules.map(({ name }) => name).filter(name => !fired.has(name)),
    neverMatched: (document.selection ?? []).map(({ name }) => name).filter(name => !matched.has(name)),
    neverWon: (document.layers ?? []).map(({ event }) => event.params.name).filter(name => !won.has(name)),
  }
}

async function run(test: PolicyTest, decide: DecideForTest): Promise<PolicyTestResult> {
  const { name, message, recipient, now, expect } = test
  try {
    const decisions = await decide(message, recipient, now === undefined ? undefined : Date.parse(now), test)
    const meant = expect.device === undefined ? decisions : decisions.filter(({ device }) => device === expect.device)
    const differences =
      meant.length === 0
        ? [`expected a decision for the device ${valueWords(expect.device)}, got none`]
        : meant.flatMap(decision => differencesOf(expect, decision))
    return { name, passed: differences.length === 0, differences, decisions }
  } catch (error) {
    if (!(error instanceof RouseError) || error.mistakes.length === 0) throw error
    const file = error.code === 'message-invalid' ? 'message' : 'recipient'
    return { name, passed: false, differences: error.mistakes.map(mistake => formatIssue(file, mistake)), decisions: [] }
  }
}

// A trace begins with the policy's rules, all of them, then its layers, then, where channels were asked for, its selection: told by place, as
// a rule may have a name that stands elsewhere too.
function firedRules({ rules }: PolicyDocument, { rule, trace }: Decision): readonly string[] {
  const whole = inOrder(rules).every(({ name }, i) => trace[i]?.rule === name)
  if (whole) return matchedIn(trace, inOrder(rules), 0)
  // A host's own decisions may tell less.
  return [...(rule === null ? [] : [rule]), ...trace.filter(({ matched }) => matched === true).map(entry => entry.rule)]
}

function matchedOffers({ rules, layers = [], selection = [] }: PolicyDocument, { decision, reason, trace }: Decision): readonly string[] {
  return decision === 'push' || reason === 'no-channel' ? matchedIn(trace, inOrder(selection), rules.length + layers.length) : []
}

function matchedIn(trace: readonly TraceEntry[], rules: readonly PolicyRule<unknown>[], from: number): readonly string[] {
  return rules.filter(({ name }, i) => trace[from + i]?.rule === name && trace[from + i]?.matched === true).map(({ name }) => name)
}

function differencesOf(expected: Partial<Decision>, decision: Decision): readonly string[] {
  const where = decision.device === null ? '' : ` (device ${decision.device})`
  return [...differing(expected as Json, decision as unknown as Json, '')].map(difference => difference + where)
}

function* differing(expected: Json | undefined, actual: Json | undefined, pointer: string): Generator<string> {
  if (expected === undefined) return
  if (isObject(expected) && isObject(actual)) {
    for (const name of Object.keys(expected))
      yield* differing(expected[name], Object.hasOwn(actual, name) ? actual[name] : undefined, childPointer(pointer, name))
    return
  }
  if (Array.isArray(expected) && Array.isArray(actual) && expected.length === actual.length) {
    for (const [i, item] of expected.entries()) yield* differing(item, actual[i], childPointer(pointer, i))
    return
  }
  if (expected !== actual) yield `${pointer}: expected ${valueWords(expected)}, got ${actual === undefined ? 'nothing' : valueWords(actual)}`
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
