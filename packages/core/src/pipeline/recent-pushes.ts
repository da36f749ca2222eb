import { type After, byDeadline } from '../policy/by-deadline.ts'
import type { RecentFact } from '../policy/facts.ts'
import { defaultTimeoutMs } from '../policy/host-facts.ts'
import type { Counters, RecentPushes } from './counters.ts'

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

/** Counts an accepted push. Counters that fail change no Outcome: the push is out. */
export function recordPush(counters: Counters, recipient: string, conversation: string, at: number): void {
  const record = async () => counters.record(recipient, conversation, at)
  record().catch(() => undefined)
}
