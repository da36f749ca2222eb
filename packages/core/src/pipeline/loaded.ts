import type { HostFact } from '../policy/facts.ts'
import { loadHostFact } from '../policy/host-facts.ts'
import type { Counters } from './counters.ts'
import type { Admitted, Case, Subject } from './page.ts'
import { loadRecent, recentFact } from './recent-pushes.ts'

/** Asks for one fact of these recipients once; always settles, with what makes each of them know it, or know that it could not be had. */
export type Loaders = (name: string, recipients: readonly string[], admitted: Admitted) => Promise<readonly ((subject: Subject) => Subject)[]>

const without = (name: string) => (subject: Subject) => ({ ...subject, failed: [...subject.failed, name] })

/** The host's facts by name, and `recent`, which the counters tell. */
export function createLoaders(facts: { readonly [name: string]: HostFact }, counters: Counters): Loaders {
  return async (name, recipients, { fact, now, policy }) => {
    if (name === 'recent') {
      const pushes = await loadRecent(counters, recipients, fact.conversation.id, now - policy.recentSeconds * 1000)
      return pushes.map(one => (one === null ? without(name) : subject => ({ ...subject, recent: recentFact(one, now) })))
    }
    const values = await loadHostFact(facts[name], recipients, fact, now)
    return values.map(one => (one.ok ? subject => ({ ...subject, host: { ...subject.host, [name]: one.value } }) : without(name)))
  }
}

/** The cases with these facts loaded for the recipients of the cases that `wants`, each fact asked once for all of them. */
export async function loaded(
  cases: readonly Case[],
  wants: (place: number) => boolean,
  names: readonly string[],
  admitted: Admitted,
  load: Loaders,
): Promise<readonly Case[]> {
  if (names.length === 0) return cases
  const waiting = [...new Set(cases.filter((_, i) => wants(i)).map(one => one.subject))]
  if (waiting.length === 0) return cases
  const keys = waiting.map(subject => subject.recipient.id)
  const answers = await Promise.all(names.map(name => load(name, keys, admitted)))
  const informed = new Map(waiting.map((subject, i) => [subject, answers.reduce((known, answer) => answer[i]?.(known) ?? known, subject)]))
  return cases.map(one => {
    const subject = informed.get(one.subject)
    return subject === undefined ? one : { ...one, subject }
  })
}
