import type { Facts } from '../policy/facts.ts'
import type { LoadedPolicy, Verdict } from '../policy/policy.ts'
import { type Loaders, loadFacts } from './load-facts.ts'
import { type Admitted, type DeviceCase, factsOf, type RecipientFacts, type RuleDecision, type SettingsClass } from './types.ts'

/** A run of rules that can be evaluated in one go, once the facts of `load` are there. */
export interface RuleRange {
  readonly level: 'recipient' | 'device'
  readonly from: number
  readonly to: number
  readonly load: readonly string[]
}

const none: readonly string[] = []

/** Cuts the rules below the message-level ones where the level changes and where something that must be loaded is first read. */
export function evaluationRanges(policy: LoadedPolicy): readonly RuleRange[] {
  const ranges: RuleRange[] = []
  const known = new Set<string>(policy.layerLoads)
  let load: readonly string[] = []
  let from = policy.messageRules
  const cut = (to: number, level: RuleRange['level']) => {
    if (to > from || load.length > 0) ranges.push({ level, from, to, load })
    from = to
    load = []
  }
  for (let i = policy.messageRules; i < policy.rules.length; i++) {
    if (i === policy.recipientRules) cut(i, 'recipient')
    const own = policy.rules[i]?.loads ?? none
    if (own.length === 0) continue
    const fresh = own.filter(name => !known.has(name))
    if (fresh.length === 0) continue
    cut(i, i < policy.recipientRules ? 'recipient' : 'device')
    load = fresh
    for (const name of fresh) known.add(name)
  }
  cut(policy.rules.length, policy.recipientRules >= policy.rules.length ? 'recipient' : 'device')
  return ranges
}

const push: RuleDecision = { decision: 'push', level: 'device', reason: null, rule: null, dueAt: null, verdict: null }
const noDevice: RuleDecision = { decision: 'suppress', level: 'recipient', reason: 'no-device', rule: 'no-device', dueAt: null, verdict: null }
const factError: RuleDecision = { decision: 'suppress', level: 'device', reason: 'fact-error', rule: 'fact-error', dueAt: null, verdict: null }

/** A policy's verdict as a Ruling; `now` in UNIX ms. */
export function toRuleDecision(verdict: Verdict, level: RuleDecision['level'], now: number): RuleDecision {
  return {
    decision: verdict.decision === 'allow' ? 'push' : verdict.decision,
    level,
    reason: verdict.reason,
    rule: verdict.rule,
    dueAt: verdict.decision === 'defer' ? now + (verdict.seconds ?? 0) * 1000 : null,
    verdict,
  }
}

/**
 * The last of all rules: no push goes out that a rule could have stopped which could not be asked. What is suppressed anyway stays so, and
 * what is deferred is decided again.
 */
export function orFactError(ruling: RuleDecision, subject: RecipientFacts, policy: LoadedPolicy): RuleDecision {
  if (subject.failed.length === 0 || policy.onFactError === 'allow' || ruling.decision !== 'push') return ruling
  const counts = subject.failed.some(name => isRead(name, ruling.verdict, policy))
  return counts ? { ...factError, verdict: ruling.verdict } : ruling
}

/** Whether layers, selection or a rule down to the verdict read it: what stands below was not asked, so cannot fail. */
function isRead(name: string, verdict: Verdict | null, policy: LoadedPolicy): boolean {
  const asked = verdict === null ? policy.rules : policy.rules.slice(0, verdict.index + 1)
  return policy.layerLoads.includes(name) || policy.selectionLoads.includes(name) || asked.some(({ loads }) => loads.includes(name))
}

/** Whatever the rules allow, nobody is pushed to who has no device. */
function settled(ruling: RuleDecision, { device, subject }: DeviceCase, policy: LoadedPolicy): RuleDecision {
  const possible = device === null && ruling.decision === 'push' ? { ...noDevice, verdict: ruling.verdict } : ruling
  return orFactError(possible, subject, policy)
}

/** What decide gives back: one ruling a case, and the subjects with what was loaded on the way. */
export interface Decided {
  readonly rulings: readonly RuleDecision[]
  readonly cases: readonly DeviceCase[]
  /** What the rules read of each case. */
  readonly facts: readonly Facts[]
  /** What was asked for so far of the host and the counters. */
  readonly known: ReadonlySet<string>
}

/**
 * Step 4: the rules on all facts. Recipient-level rules run once a recipient, the rest once a device. Host
 * facts and counters are asked once a page, when the first rule that reads them is reached, for recipients still undecided.
 */
export async function decide(cases: readonly DeviceCase[], settings: readonly SettingsClass[], admitted: Admitted, load: Loaders): Promise<Decided> {
  const { policy, fact, now } = admitted
  if (admitted.verdict !== null) {
    const ruling = toRuleDecision(admitted.verdict, 'message', now)
    const facts = cases.map((one, i) => factsOf(fact, one.subject, one.fact, (settings[i] as SettingsClass).effective.fact))
    return { rulings: cases.map(one => settled(ruling, one, policy)), cases, facts, known: new Set(policy.layerLoads) }
  }
  const effectiveOf = (i: number) => (settings[i] as SettingsClass).effective.fact
  const factsFor = (list: readonly DeviceCase[]) => list.map((one, i) => factsOf(fact, one.subject, one.fact, effectiveOf(i)))
  let current = cases
  let facts = factsFor(cases)
  const rulings: (RuleDecision | null)[] = cases.map(() => null)
  const ranges = evaluationRanges(policy)
  /** By the rule's place: what a rule says is the same of all. */
  const said: (RuleDecision | undefined)[] = []
  const ruled = (verdict: Verdict, level: RuleDecision['level']): RuleDecision => {
    said[verdict.index] ??= toRuleDecision(verdict, level, now)
    return said[verdict.index] as RuleDecision
  }
  for (const range of ranges) {
    if (range.load.length > 0) {
      // What selection reads too is asked now for those who get a push already: once a page is enough.
      const later = range.load.some(name => policy.selectionLoads.includes(name))
      const wants = (i: number) => rulings[i] === null || (later && rulings[i]?.decision === 'push')
      current = await loadFacts(current, wants, range.load, admitted, load)
      facts = factsFor(current)
    }
    // Cases of one recipient stand together: what its first one was told holds for the others.
    let subject: RecipientFacts | null = null
    let told: RuleDecision | null = null
    for (let i = 0; i < current.length; i++) {
      const one = current[i] as DeviceCase
      if (rulings[i] !== null) continue
      if (range.level === 'recipient') {
        if (one.subject !== subject) {
          const answer = policy.evaluator.verdict(facts[i] as Facts, range.from, range.to)
          const verdict = answer instanceof Promise ? await answer : answer
          told = verdict === null ? null : ruled(verdict, 'recipient')
          subject = one.subject
        }
        rulings[i] = told
      } else if (one.device !== null) {
        const answer = policy.evaluator.verdict(facts[i] as Facts, range.from, range.to)
        const verdict = answer instanceof Promise ? await answer : answer
        if (verdict !== null) rulings[i] = ruled(verdict, 'device')
      }
    }
  }
  return {
    rulings: rulings.map((ruling, i) => settled(ruling ?? push, current[i] as DeviceCase, policy)),
    cases: current,
    facts,
    known: new Set([...policy.layerLoads, ...ranges.flatMap(range => range.load)]),
  }
}
