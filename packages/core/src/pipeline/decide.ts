import type { Facts } from '../policy/facts.ts'
import type { LoadedPolicy, Verdict } from '../policy/policy.ts'
import { hostStops } from './host-stops.ts'
import { type Loaders, loaded } from './loaded.ts'
import { type Admitted, type Case, factsOf, type Ruling, type SettingsClass, type Subject } from './page.ts'

const push: Ruling = { decision: 'push', level: 'device', reason: null, rule: null, dueAt: null, verdict: null }
const noDevice: Ruling = { decision: 'suppress', level: 'recipient', reason: 'no-device', rule: 'no-device', dueAt: null, verdict: null }
const factError: Ruling = { decision: 'suppress', level: 'device', reason: 'fact-error', rule: 'fact-error', dueAt: null, verdict: null }

/** A policy's verdict as a Ruling; `now` in UNIX ms. */
export function rulingOf(verdict: Verdict, level: Ruling['level'], now: number): Ruling {
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
export function orFactError(ruling: Ruling, subject: Subject, policy: LoadedPolicy): Ruling {
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
function settled(ruling: Ruling, { device, subject }: Case, policy: LoadedPolicy): Ruling {
  const possible = device === null && ruling.decision === 'push' ? { ...noDevice, verdict: ruling.verdict } : ruling
  return orFactError(possible, subject, policy)
}

/** What decide gives back: one ruling a case, and the subjects with what was loaded on the way. */
export interface Decided {
  readonly rulings: readonly Ruling[]
  readonly cases: readonly Case[]
  /** What the rules read of each case. */
  readonly facts: readonly Facts[]
  /** What was asked for so far of the host and the counters. */
  readonly known: ReadonlySet<string>
}

/**
 * Step 4: the rules on all facts. Recipient-level rules run once a recipient, the rest once a device. Host
 * facts and counters are asked once a page, when the first rule that reads them is reached, for recipients still undecided.
 */
export async function decide(cases: readonly Case[], settings: readonly SettingsClass[], admitted: Admitted, load: Loaders): Promise<Decided> {
  const { policy, fact, now } = admitted
  if (admitted.verdict !== null) {
    const ruling = rulingOf(admitted.verdict, 'message', now)
    const facts = cases.map((one, i) => factsOf(fact, one.subject, one.fact, (settings[i] as SettingsClass).effective.fact))
    return { rulings: cases.map(one => settled(ruling, one, policy)), cases, facts, known: new Set(policy.layerLoads) }
  }
  const effectiveOf = (i: number) => (settings[i] as SettingsClass).effective.fact
  const factsFor = (list: readonly Case[]) => list.map((one, i) => factsOf(fact, one.subject, one.fact, effectiveOf(i)))
  let current = cases
  let facts = factsFor(cases)
  const rulings: (Ruling | null)[] = cases.map(() => null)
  const ranges = hostStops(policy)
  /** By the rule's place: what a rule says is the same of all. */
  const said: (Ruling | undefined)[] = []
  const ruled = (verdict: Verdict, level: Ruling['level']): Ruling => {
    said[verdict.index] ??= rulingOf(verdict, level, now)
    return said[verdict.index] as Ruling
  }
  for (const range of ranges) {
    if (range.load.length > 0) {
      // What selection reads too is asked now for those who get a push already: once a page is enough.
      const later = range.load.some(name => policy.selectionLoads.includes(name))
      const wants = (i: number) => rulings[i] === null || (later && rulings[i]?.decision === 'push')
      current = await loaded(current, wants, range.load, admitted, load)
      facts = factsFor(current)
    }
    // Cases of one recipient stand together: what its first one was told holds for the others.
    let subject: Subject | null = null
    let told: Ruling | null = null
    for (let i = 0; i < current.length; i++) {
      const one = current[i] as Case
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
    rulings: rulings.map((ruling, i) => settled(ruling ?? push, current[i] as Case, policy)),
    cases: current,
    facts,
    known: new Set([...policy.layerLoads, ...ranges.flatMap(range => range.load)]),
  }
}
