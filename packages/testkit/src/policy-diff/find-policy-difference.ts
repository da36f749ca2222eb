import { type AnyChannel, type Counters, createExplainer, type Decision, factTable, type HostFact, type PolicyDocument, RouseError } from '@rouse/core'
import fc from 'fast-check'
import { type Assignment, failedPath } from './assignment.ts'
import { type Decided, groupsOf } from './groups.ts'
import { randomFrom } from './random.ts'
import { type Case, realize } from './realize.ts'
import type { PastPushes } from './recent.ts'
import { comparisonsOf, freshIn, isFactValue, singleAssignments } from './values.ts'

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
  /** `names`: all that differs is which rule decided, or which layer stated a setting. */
  readonly kind: 'effect' | 'names'
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

/** Cases decided while aiming at changed rules. */
const mostAimed = 2000
/** Cases tried on for a difference of effect, once the names are known to differ. */
const mostAfterNames = 3000

/**
 * Searches for a message and recipient that two policies decide differently: guided by the constants that they mention and by the rules
 * that they do not share, seeded, in bounded time. Decisions are compared by all but trace and policy hash. Where another effect can be
 * found, a rule or layer that has but another name is not told of.
 * @throws RouseError `policy-invalid` where either is refused.
 */
export async function findPolicyDifference(options: PolicyDifferenceOptions): Promise<PolicyDifferenceReport> {
  const { before, after, channels, seed = 1, cases = 20_000, milliseconds = 10_000 } = options
  const names = channels.map(({ name }) => name)
  const hostFacts = hostFactsOf([before, after])
  const decideBefore = deciderOf(before, hostFacts, channels)
  const decideAfter = deciderOf(after, hostFacts, channels)
  const started = performance.now()
  let tried = 0
  let aimed = 0
  const compare: Compare = async (assignments, registered = names) => {
    tried++
    const one = realize(assignments, hostFacts, registered)
    const [first, second] = [await decideBefore(one), await decideAfter(one)]
    const kind = kindOfDifference(first, second)
    return kind === null ? null : { ...one, kind, before: first, after: second }
  }
  const decided: Decided = async (assignments, document) => {
    if (aimed++ > mostAimed || performance.now() - started > milliseconds / 4) return null
    const decisions = await (document === before ? decideBefore : decideAfter)(realize(assignments, hostFacts, names))
    return decisions[0]?.rule ?? null
  }

  const failing = [...hostFacts, 'recent'].map((fact): Assignment => ({ fact, path: failedPath, value: true }))
  const guide = { random: randomFrom(seed), freshAt: freshIn(before, after) }
  const groups = await groupsOf(before, after, failing, guide, decided)
  const bundles =
    groups.length === 0
      ? fc.constant([])
      : fc.array(
          fc.nat(groups.length - 1).map(i => groups[i] ?? []),
          { maxLength: 3 },
        )
  const strays = fc.array(fc.constantFrom(...singleAssignments([before, after]), ...failing), { maxLength: 4 })
  const assignments = fc.tuple(bundles, strays).map(([some, others]) => [...others, ...some.flat()])
  let effect: readonly Assignment[] | null = null
  let other: { readonly assignments: readonly Assignment[]; readonly at: number } | null = null
  const property = fc.asyncProperty(assignments, async tries => {
    const kind = (await compare(tries))?.kind
    if (kind === 'effect') effect = tries
    if (kind === 'names') other ??= { assignments: tries, at: tried }
    return effect === null && (other === null || tried - other.at < mostAfterNames)
  })
  const left = Math.max(1, Math.ceil(milliseconds - (performance.now() - started)))
  await fc.check(property, { seed, numRuns: cases, endOnFailure: true, interruptAfterTimeLimit: left, markInterruptAsFailure: false })
  const found = effect ?? (other as { readonly assignments: readonly Assignment[] } | null)?.assignments
  const difference = found === undefined ? null : await smallest(found, names, compare)
  return { cases: tried, seed, difference }
}

/** The difference that these assignments make, for devices registered with these channels (default: all); null: none. */
type Compare = (assignments: readonly Assignment[], registered?: readonly string[]) => Promise<PolicyDifference | null>

/** Leaves out every assignment, and every registration but one, that the difference does not need. */
async function smallest(found: readonly Assignment[], channels: readonly string[], compare: Compare): Promise<PolicyDifference | null> {
  let needed = found
  let difference = await compare(needed)
  for (const one of needed) {
    const without = needed.filter(assignment => assignment !== one)
    const still = await compare(without)
    if (still?.kind !== difference?.kind) continue
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

/** What is decided, in short. */
function kindOf({ before, after }: PolicyDifference): string {
  return JSON.stringify([before, after].map(decisions => decisions.map(({ decision, reason, rule }) => [decision, reason, rule])))
}

/** Decides cases by one policy, with the counters and the host facts of each case. */
function deciderOf(policy: PolicyDocument, hostFacts: readonly string[], channels: readonly AnyChannel[]): (one: Case) => Promise<readonly Decision[]> {
  let current: Case | null = null
  const demand = (name: string) => {
    if (current?.failed.includes(name) === true) throw new Error(`${name} cannot be had`)
  }
  const times = (pushes: readonly PastPushes[] = []): readonly number[] =>
    pushes.flatMap(({ count, secondsAgo }) => new Array<number>(count).fill((current?.now ?? 0) - secondsAgo * 1000))
  const counters: Counters = {
    recent: async recipients => {
      demand('recent')
      return recipients.map(() => ({ recipient: times(current?.recent.recipient), conversation: times(current?.recent.conversation) }))
    },
    record: () => undefined,
  }
  const load = (name: string) => async (keys: readonly string[]) => {
    demand(name)
    return keys.map(() => current?.host[name])
  }
  const facts = Object.fromEntries(hostFacts.map((name): [string, HostFact] => [name, { load: load(name) }]))
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

/** null: the same Decisions, but for trace and policy hash. */
function kindOfDifference(before: readonly Decision[], after: readonly Decision[]): 'effect' | 'names' | null {
  const whole = (decisions: readonly Decision[]) => JSON.stringify(decisions.map(({ trace: _, policy: __, ...seen }) => seen))
  if (whole(before) === whole(after)) return null
  const nameless = (decisions: readonly Decision[]) => whole(decisions.map(one => ({ ...one, rule: null, settings: valuesOf(one) })))
  return nameless(before) === nameless(after) ? 'names' : 'effect'
}

function valuesOf({ settings }: Decision): Decision['settings'] {
  return Object.fromEntries(Object.entries(settings).map(([field, { value }]) => [field, { value, from: '' }]))
}
