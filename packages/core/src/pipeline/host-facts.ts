import type { MessageFact } from '../policy/facts.ts'
import type { HostValue } from '../policy/host-facts.ts'
import type { Admitted, Case, Subject } from './page.ts'

/** Asks the host once for all keys; always settles, one value a key. `now` in UNIX ms. */
export type LoadHostFact = (name: string, keys: readonly string[], message: MessageFact, now: number) => Promise<readonly HostValue[]>

/** The cases with these host facts loaded for the recipients of the cases that `wants`, asked once for all of them. */
export async function withHostFacts(
  cases: readonly Case[],
  wants: (place: number) => boolean,
  names: readonly string[],
  admitted: Admitted,
  load: LoadHostFact,
): Promise<readonly Case[]> {
  if (names.length === 0) return cases
  const waiting = [...new Set(cases.filter((_, i) => wants(i)).map(one => one.subject))]
  if (waiting.length === 0) return cases
  const keys = waiting.map(subject => subject.recipient.id)
  const answers = await Promise.all(names.map(name => load(name, keys, admitted.fact, admitted.now)))
  const loaded = new Map<Subject, Subject>()
  waiting.forEach((subject, i) => {
    let next = subject
    names.forEach((name, fact) => {
      const value = answers[fact]?.[i]
      next = value?.ok === true ? { ...next, host: { ...next.host, [name]: value.value } } : { ...next, failed: [...next.failed, name] }
    })
    loaded.set(subject, next)
  })
  return cases.map(one => {
    const subject = loaded.get(one.subject)
    return subject === undefined ? one : { ...one, subject }
  })
}
