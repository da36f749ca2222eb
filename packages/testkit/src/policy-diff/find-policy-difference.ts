import { type AnyChannel, type Counters, createExplainer, type Decision, factTable, type HostFact, type PolicyDocument, RouseError } from '@rouse/core'
import fc from 'fast-check'
import { type Assignment, failedPath, placeOf } from './assignment.ts'
import { groupsOf } from './groups.ts'
import { randomFrom } from './random.ts'
import { type Case, realize } from './realize.ts'
import { assignmentsOf, comparisonsOf, isFactValue, valuesOf } from './values.ts'

export interface PolicyDifferenceOptions {
  readonly before: PolicyDocument
  readonly after: PolicyDocument
  /** Installed channels; nothing is sent. */
  readonly channels: readonly AnyChannel[]
  /** The same seed tries the same cases. Default 1. */
  readonly seed?: number
  /** Cases at most. Default 20,000. */
  readonly cases?: number
  /** Milliseconds at most. Default 10,000. */
  readonly milliseconds?: number
}

/** A message and recipient that the two policies decide differently, and what each decided, with its trace. */
export interface PolicyDifference extends Case {
  readonly before: readonly Decision[]
  readonly after: readonly Decision[]
}

export interface PolicyDifferenceReport {
  /** Cases tried. */
  readonly cases: number
  readonly seed: number
  /** The smallest found; null: all cases agreed. */
  readonly difference: PolicyDifference | null
}

/**
 * Searches for a message and recipient that two policies decide differently: guided by the constants that they mention and by the rules
 * that they do not share, seeded, in bounded time. Decisions are compared by all but trace and policy hash.
 * @throws RouseError `policy-invalid` where either is refused.
 */
export async function findPolicyDifference(options: PolicyDifferenceOptions): Promise<PolicyDifferenceReport> {
  const { before, after, channels, seed = 1, cases = 20_000, milliseconds = 10_000 } = options
  const names = channels.map(({ name }) => name)
  const decideBefore = deciderOf(before, [before, after], channels)
  const decideAfter = deciderOf(after, [before, after], channels)
  let tried = 0
  const compare: Compare = async (assignments, registered = names) => {
    tried++
    const one = realize(assignments, registered)
    const [first, second] = [await decideBefore(one), await decideAfter(one)]
    return same(first, second) ? null : { ...one, before: first, after: second }
  }

  const failing = [...hostFactsOf([before, after]), 'recent'].map((fact): Assignment => ({ fact, path: failedPath, value: true }))
  const groups = groupsOf(before, after, failing, randomFrom(seed))
  const single = [...assignmentsOf(valuesOf([before, after])), ...failing]
  const bundles =
    groups.length === 0
      ? fc.constant([])
      : fc.array(
          fc.nat(groups.length - 1).map(i => groups[i] ?? []),
          { maxLength: 3 },
        )
  const strays = fc.array(fc.constantFrom(...single), { maxLength: 4 })
  const assignments = fc.tuple(bundles, strays).map(([some, others]) => [...others, ...some.flat()])
  const property = fc.asyncProperty(assignments, async tries => (await compare(tries)) === null)
  const run = await fc.check(property, { seed, numRuns: cases, interruptAfterTimeLimit: milliseconds, markInterruptAsFailure: false })
  const found = run.counterexample?.[0]
  return { cases: tried, seed, difference: found === undefined ? null : await smallest(found, names, compare) }
}

/** The difference that these assignments make, for devices registered with these channels (default: all); null: none. */
type Compare = (assignments: readonly Assignment[], registered?: readonly string[]) => Promise<PolicyDifference | null>

/** Leaves out every assignment, and every registration but one, that the difference does not need. */
async function smallest(found: readonly Assignment[], channels: readonly string[], compare: Compare): Promise<PolicyDifference | null> {
  let needed = [...new Map(found.map(assignment => [placeOf(assignment), assignment])).values()]
  let difference = await compare(needed)
  for (const one of needed) {
    const without = needed.filter(assignment => assignment !== one)
    const still = await compare(without)
    if (still === null) continue
    needed = without
    difference = still
  }
  let registered = channels
  for (const one of channels) {
    const without = registered.filter(name => name !== one)
    const still = without.length === 0 ? null : await compare(needed, without)
    // Without a channel there may be a difference still, but another one: a push must stay a push.
    if (still === null || difference === null || kindOf(still) !== kindOf(difference)) continue
    registered = without
    difference = still
  }
  return difference
}

function kindOf({ before, after }: PolicyDifference): string {
  return JSON.stringify([before, after].map(decisions => decisions.map(({ decision, reason, rule }) => [decision, reason, rule])))
}

/** Decides cases by one policy, with the counters and the host facts of each case. */
function deciderOf(policy: PolicyDocument, documents: readonly PolicyDocument[], channels: readonly AnyChannel[]): (one: Case) => Promise<readonly Decision[]> {
  let current: Case | null = null
  const demand = (name: string) => {
    if (current?.failed.includes(name) === true) throw new Error(`${name} cannot be had`)
  }
  const times = (count: number): readonly number[] => new Array<number>(count).fill((current?.now ?? 0) - 1)
  const counters: Counters = {
    recent: async recipients => {
      demand('recent')
      return recipients.map(() => ({ recipient: times(current?.recent.recipient ?? 0), conversation: times(current?.recent.conversation ?? 0) }))
    },
    record: () => undefined,
  }
  const load = (name: string) => async (keys: readonly string[]) => {
    demand(name)
    return keys.map(() => current?.host[name])
  }
  const facts = Object.fromEntries(hostFactsOf(documents).map((name): [string, HostFact] => [name, { load: load(name) }]))
  const explainer = createExplainer({ channels, policy, counters, facts })
  return async one => {
    current = one
    try {
      return await explainer.explain(one.message, one.recipient, { now: one.now })
    } catch (error) {
      // A case that is no valid input is none for either policy.
      if (error instanceof RouseError && (error.code === 'message-invalid' || error.code === 'recipient-invalid')) return []
      throw error
    }
  }
}

function hostFactsOf(documents: readonly PolicyDocument[]): readonly string[] {
  const read = documents.flatMap(comparisonsOf).flatMap(({ fact, value }) => (isFactValue(value) ? [fact, value.fact] : [fact]))
  return [...new Set(read)].filter(name => !Object.hasOwn(factTable, name))
}

function same(before: readonly Decision[], after: readonly Decision[]): boolean {
  const shown = (decisions: readonly Decision[]) => JSON.stringify(decisions.map(({ trace: _, policy: __, ...seen }) => seen))
  return shown(before) === shown(after)
}
