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
    return { rulings: cases.map(() => ruling), cases, known: new Set(policy.layerHostFacts) }
  }
  let current = cases
  const rulings: (Ruling | null)[] = cases.map(() => null)
  const ranges = hostStops(policy)
  for (const range of ranges) {
    if (range.load.length > 0) current = await withHostFacts(current, i => rulings[i] === null, range.load, admitted, load)
    const settled = new Map<Subject, Ruling | null>()
    for (let i = 0; i < current.length; i++) {
      const one = current[i] as Case
      if (rulings[i] !== null) continue
      if (range.level === 'recipient') {
        let ruling = settled.get(one.subject)
        if (ruling === undefined) {
          const answer = policy.evaluator.verdict(factsOf(fact, one.subject, undefined, undefined), range.from, range.to)
          const verdict = answer instanceof Promise ? await answer : answer
          ruling = verdict === null ? null : rulingOf(verdict, 'recipient', now)
          settled.set(one.subject, ruling)
        }
        rulings[i] = ruling
      } else if (one.device !== null) {
        const facts = factsOf(fact, one.subject, one.fact, (settings[i] as SettingsClass).effective.fact)
        const answer = policy.evaluator.verdict(facts, range.from, range.to)
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
    known: new Set([...policy.layerHostFacts, ...ranges.flatMap(range => range.load)]),
  }
}
