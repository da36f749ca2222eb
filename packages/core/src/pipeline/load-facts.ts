import { type After, byDeadline } from '../concurrency/timers.ts'
import type { HostFact, RecentFact } from '../policy/facts.ts'
import { defaultTimeoutMs, loadHostFact } from '../policy/host-facts.ts'
import type { Counters, RecentPushes } from '../state/counters.ts'
import type { Admitted, DeviceCase, RecipientFacts } from './types.ts'

/** Asks for one fact of these recipients once; always settles, with what makes each of them know it, or know that it could not be had. */
export type Loaders = (name: string, recipients: readonly string[], admitted: Admitted) => Promise<readonly ((subject: RecipientFacts) => RecipientFacts)[]>

const without = (name: string) => (subject: RecipientFacts) => ({ ...subject, failed: [...subject.failed, name] })

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
export async function loadFacts(
  cases: readonly DeviceCase[],
  wants: (place: number) => boolean,
  names: readonly string[],
  admitted: Admitted,
  load: Loaders,
): Promise<readonly DeviceCase[]> {
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

/** The `recent` fact where the counters have not been asked, or could not say. */
export const unknownRecent: RecentFact = { recipient: () => undefined, conversation: () => undefined }

/**
 * Asks the counters once for all recipients; always settles, within 500 ms, with one entry a recipient, null where it could not be had.
 * `since` in UNIX ms.
 */
export async function loadRecent(
  counters: Counters,
  recipients: readonly string[],
  conversation: string,
  since: number,
  after?: After,
): Promise<readonly (RecentPushes | null)[]> {
  const answer = await byDeadline(() => counters.recent(recipients, conversation, since), defaultTimeoutMs, after)
  if (!Array.isArray(answer) || answer.length !== recipients.length) return recipients.map(() => null)
  return answer.map((pushes: unknown) => (isPushes(pushes) ? pushes : null))
}

function isPushes(value: unknown): value is RecentPushes {
  const { recipient, conversation } = (value ?? {}) as Partial<RecentPushes>
  return Array.isArray(recipient) && Array.isArray(conversation)
}

/** Those pushes as the `recent` fact; `now` in UNIX ms. */
export function recentFact(pushes: RecentPushes, now: number): RecentFact {
  const since = (times: readonly number[]) => (seconds: number) => times.filter(at => at > now - seconds * 1000).length
  return { recipient: since(pushes.recipient), conversation: since(pushes.conversation) }
}

/** A message that was accepted for a recipient; `at` in UNIX ms, the rest ids. */
export interface RecordedPush {
  readonly recipient: string
  readonly conversation: string
  readonly at: number
  readonly message: string
  readonly sender: string
}

/** Counts an accepted message. Counters that fail change no Outcome: the push is out. */
export function recordPush(counters: Counters, { recipient, conversation, at, message, sender }: RecordedPush): void {
  const record = async () => counters.record(recipient, conversation, at, message, sender)
  record().catch(() => undefined)
}
