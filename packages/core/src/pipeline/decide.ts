import type { Facts } from '../policy/facts.ts'
import type { LoadedPolicy, Verdict } from '../policy/policy.ts'
import { type LoadHostFact, withHostFacts } from './host-facts.ts'
import { hostStops } from './host-stops.ts'
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

/** A failed host fact outranks everything but a suppress: a rule that could not be asked must not let a push through. */
export function orFactError(ruling: Ruling, subject: Subject, policy: LoadedPolicy): Ruling {
  if (subject.failed.length === 0 || policy.onFactError === 'allow' || ruling.decision === 'suppress') return ruling
  return factError
}

/** What decide gives back: one ruling a case, and the subjects with the host facts that were loaded on the way. */
export interface Decided {
  readonly rulings: readonly Ruling[]
  readonly cases: readonly Case[]
  /** What the rules read of each case. */
  readonly facts: readonly Facts[]
  /** Host facts that were asked for so far. */
  readonly known: ReadonlySet<string>
}

/**
 * Step 4: the rules on all facts. Recipient-level rules run once a recipient, the rest once a device. Host
 * facts are asked once a page, when the first rule that reads them is reached, for recipients still undecided.
 */
export async function decide(cases: readonly Case[], settings: readonly SettingsClass[], admitted: Admitted, load: LoadHostFact): Promise<Decided> {
  const { policy, fact, now } = admitted
  if (admitted.verdict !== null) {
    const ruling = rulingOf(admitted.verdict, 'message', now)
    const facts = cases.map((one, i) => factsOf(fact, one.subject, one.fact, (settings[i] as SettingsClass).effective.fact))
    return { rulings: cases.map(() => ruling), cases, facts, known: new Set(policy.layerHostFacts) }
  }
  const effectiveOf = (i: number) => (settings[i] as SettingsClass).effective.fact
  const factsFor = (list: readonly Case[]) => list.map((one, i) => factsOf(fact, one.subject, one.fact, effectiveOf(i)))
  let current = cases
  let facts = factsFor(cases)
  const rulings: (Ruling | null)[] = cases.map(() => null)
  const ranges = hostStops(policy)
  for (const range of ranges) {
    if (range.load.length > 0) {
      current = await withHostFacts(current, i => rulings[i] === null, range.load, admitted, load)
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
          told = verdict === null ? null : rulingOf(verdict, 'recipient', now)
          subject = one.subject
        }
        rulings[i] = told
      } else if (one.device !== null) {
        const answer = policy.evaluator.verdict(facts[i] as Facts, range.from, range.to)
        const verdict = answer instanceof Promise ? await answer : answer
        if (verdict !== null) rulings[i] = rulingOf(verdict, 'device', now)
      }
    }
  }
  return {
    rulings: rulings.map((ruling, i) => {
      const one = current[i] as Case
      return orFactError(ruling ?? (one.device === null ? noDevice : push), one.subject, policy)
    }),
    cases: current,
    facts,
    known: new Set([...policy.layerHostFacts, ...ranges.flatMap(range => range.load)]),
  }
}
