import { type AnyChannel, type Counters, type Decision, type HostFact, type PolicyDocument, RouseError } from '@rouse/core'
import { createExplainer, factTable } from '@rouse/core/policy'
import fc from 'fast-check'
import { type Assignment, failedPath, registeredPath } from './assignment.ts'
import { type Decided, groupsOf } from './groups.ts'
import { randomFrom } from './random.ts'
import { type Case, realize } from './realize.ts'
import type { PastPushes } from './recent.ts'
import { type RuleName, responsibleRules } from './responsible-rules.ts'
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

/** A difference, and the rule that it depends on. */
export interface RuleDifference extends PolicyDifference, RuleName {}

export interface PolicyDifferencesReport {
  /** Cases tried. */
  readonly cases: number
  readonly seed: number
  /** The smallest case found for each changed rule, in the order of the documents; empty: all cases agreed. */
  readonly differences: readonly RuleDifference[]
}

/**
 * Searches for a message and recipient that two policies decide differently: guided by the constants that they mention and by the rules
 * that they do not share, seeded, in bounded time. Decisions are compared by all but trace and policy hash. Where another effect can be
 * found, a rule or layer that has but another name is not told of.
 * @throws RouseError `policy-invalid` where either is refused.
 */
export async function findPolicyDifference(options: PolicyDifferenceOptions): Promise<PolicyDifferenceReport> {
  const search = await createSearch(options)
  let effect: readonly Assignment[] | null = null
  let other: { readonly assignments: readonly Assignment[]; readonly at: number } | null = null
  await search.run((difference, tries) => {
    if (difference?.kind === 'effect') effect = tries
    if (difference?.kind === 'names') other ??= { assignments: tries, at: search.tried() }
    return effect === null && (other === null || search.tried() - other.at < mostAfterNames)
  })
  const found = effect ?? (other as { readonly assignments: readonly Assignment[] } | null)?.assignments
  const difference = found === undefined ? null : await smallest(found, search.channels, search.compare)
  return { cases: search.tried(), seed: search.seed, difference }
}

/**
 * Searches as findPolicyDifference does, and goes on until it has a case for every changed rule, or its time or cases are used up.
 * @throws RouseError `policy-invalid` where either is refused.
 */
export async function findPolicyDifferences(options: PolicyDifferenceOptions): Promise<PolicyDifferencesReport> {
  const search = await createSearch(options)
  const responsible = responsibleRules(options.before, options.after)
  const keyOf = ({ section, rule }: RuleName) => `${section} ${rule}`
  const found = new Map<string, { readonly name: RuleName; readonly kind: PolicyDifference['kind']; readonly assignments: readonly Assignment[] }>()
  const isMissing = (name: RuleName) => found.get(keyOf(name))?.kind !== 'effect'
  await search.run((difference, assignments) => {
    if (difference === null) return true
    for (const name of responsible.of(difference.before, difference.after)) {
      const known = found.get(keyOf(name))
      if (known === undefined || (known.kind === 'names' && difference.kind === 'effect')) found.set(keyOf(name), { name, kind: difference.kind, assignments })
    }
    return responsible.all.length === 0 || responsible.all.some(isMissing)
  })
  const inOrder = [...responsible.all, { section: 'document', rule: null } as const].flatMap(name => found.get(keyOf(name)) ?? [])
  const differences: RuleDifference[] = []
  for (const { name, assignments } of inOrder) {
    const isSame = ({ before, after }: PolicyDifference) => responsible.of(before, after).some(one => keyOf(one) === keyOf(name))
    const difference = await smallest(assignments, search.channels, search.compare, isSame)
    if (difference !== null) differences.push({ ...name, ...difference })
  }
  return { cases: search.tried(), seed: search.seed, differences }
}

interface Search {
  readonly seed: number
  /** Names of the channels. */
  readonly channels: readonly string[]
  readonly compare: Compare
  /** Cases tried so far. */
  tried(): number
  /** Tries cases while `each` returns true, as many and as long as the options say. */
  run(each: (difference: PolicyDifference | null, assignments: readonly Assignment[]) => boolean): Promise<void>
}

async function createSearch(options: PolicyDifferenceOptions): Promise<Search> {
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
  const offersDiffer = JSON.stringify(before.selection ?? []) !== JSON.stringify(after.selection ?? [])
  const assignments = fc
    .tuple(bundles, strays, registrations(names, offersDiffer ? 1 : 7))
    .map(([some, others, registered]) => [...registered, ...others, ...some.flat()])
  return {
    seed,
    channels: names,
    compare,
    tried: () => tried,
    async run(each) {
      const property = fc.asyncProperty(assignments, async tries => each(await compare(tries), tries))
      const left = Math.max(1, Math.ceil(milliseconds - (performance.now() - started)))
      await fc.check(property, { seed, numRuns: cases, endOnFailure: true, interruptAfterTimeLimit: left, markInterruptAsFailure: false })
    },
  }
}

/** Once in so many cases and one: registrations with some of the channels, newest first; else no assignment, which means with all at one time. */
function registrations(channels: readonly string[], others: number): fc.Arbitrary<readonly Assignment[]> {
  const some = fc
    .shuffledSubarray([...channels], { minLength: Math.min(1, channels.length) })
    .map((names): readonly Assignment[] => [{ fact: 'device', path: registeredPath, value: names.join(',') }])
  return fc.oneof({ weight: others, arbitrary: fc.constant<readonly Assignment[]>([]) }, { weight: 1, arbitrary: some })
}

/** The difference that these assignments make, for devices registered with these channels (default: all); null: none. */
type Compare = (assignments: readonly Assignment[], registered?: readonly string[]) => Promise<PolicyDifference | null>

/** Leaves out every assignment, and every registration but one, that the difference does not need. `isSame`: what must stay true of it. */
async function smallest(
  found: readonly Assignment[],
  channels: readonly string[],
  compare: Compare,
  isSame: (difference: PolicyDifference) => boolean = () => true,
): Promise<PolicyDifference | null> {
  let needed = found
  let difference = await compare(needed)
  for (const one of needed) {
    const without = needed.filter(assignment => assignment !== one)
    const still = await compare(without)
    if (still?.kind !== difference?.kind || (still !== null && !isSame(still))) continue
    needed = without
    difference = still
  }
  let registered = channels
  for (const one of channels) {
    const without = registered.filter(name => name !== one)
    const still = without.length === 0 ? null : await compare(needed, without)
    // Without a channel there may be a difference still, but another one: a push must stay a push.
    if (still === null || difference === null || kindOf(still) !== kindOf(difference) || !isSame(still)) continue
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
