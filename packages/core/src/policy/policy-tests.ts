import type { Decision } from '../model/decision.ts'
import type { Json } from '../model/json.ts'
import type { Message } from '../model/message.ts'
import type { Recipient } from '../model/recipient.ts'
import type { PolicyDocument } from './document.ts'
import { childPointer } from './internals/pointer.ts'
import { valueWords } from './internals/words.ts'
import type { MaybePromise } from './policy.ts'

/** Decides for real, with the document under test; `now` in UNIX ms. */
export type DecideForTest = (message: Message, recipient: Recipient, now: number | undefined) => MaybePromise<readonly Decision[]>

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
  /** Names of the layers that won no setting in any test. */
  readonly neverWon: readonly string[]
}

/**
 * Runs a document's own tests. `expect` is a partial Decision: what it states must be so, objects within it are partial too, arrays are
 * whole. Of several devices it is about the one that it names in `device`, else about every one.
 */
export async function runPolicyTests(document: PolicyDocument, decide: DecideForTest): Promise<PolicyTestReport> {
  const results: PolicyTestResult[] = []
  for (const { name, message, recipient, now, expect } of document.tests ?? []) {
    const decisions = await decide(message, recipient, now === undefined ? undefined : Date.parse(now))
    const meant = expect.device === undefined ? decisions : decisions.filter(({ device }) => device === expect.device)
    const differences =
      meant.length === 0
        ? [`expected a decision for the device ${valueWords(expect.device)}, got none`]
        : meant.flatMap(decision => differencesOf(expect, decision))
    results.push({ name, passed: differences.length === 0, differences, decisions })
  }
  const all = results.flatMap(({ decisions }) => decisions)
  const fired = new Set(all.flatMap(({ rule, trace }) => [rule, ...trace.filter(({ matched }) => matched === true).map(entry => entry.rule)]))
  const won = new Set(all.flatMap(({ settings }) => Object.values(settings).map(({ from }) => from)))
  return {
    results,
    neverFired: document.rules.map(({ name }) => name).filter(name => !fired.has(name)),
    neverWon: (document.layers ?? []).map(({ event }) => event.params.name).filter(name => !won.has(name)),
  }
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
