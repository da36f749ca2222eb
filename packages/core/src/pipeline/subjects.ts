import type { Recipient } from '../model/recipient.ts'
import type { NowFact, RecentFact } from '../policy/facts.ts'
import type { LocalTime } from '../policy/local-time.ts'
import { conversationFact, deviceFact, recipientFact } from './build-facts.ts'
import type { RecentPushes } from './counters.ts'
import type { Admitted, Case, Subject } from './page.ts'

const unread: NowFact = { iso: '', hour: 0, minute: 0, weekday: 1 }
const never: RecentFact = { recipient: () => 0, conversation: () => 0 }

function recentFact(pushes: RecentPushes, now: number): RecentFact {
  const since = (times: readonly number[]) => (seconds: number) => times.filter(at => at > now - seconds * 1000).length
  return { recipient: since(pushes.recipient), conversation: since(pushes.conversation) }
}

/** A recipient without a message: only what it says of itself. `now` in UNIX ms. */
export function subjectOf(recipient: Recipient, now: number, localTime: LocalTime): Subject {
  return {
    recipient,
    fact: recipientFact(recipient, false, false),
    conversation: conversationFact(recipient, now),
    now: localTime.nowFact(now, recipient.timeZone),
    recent: never,
    host: {},
    failed: [],
  }
}

/**
 * A page's recipients with the facts that need no device. `recent`: one entry a recipient, or null where no
 * rule reads it.
 */
export function subjectsOf(
  recipients: readonly Recipient[],
  admitted: Admitted,
  localTime: LocalTime,
  recent: readonly RecentPushes[] | null,
): readonly Subject[] {
  const readsNow = admitted.policy.reads.has('now')
  return recipients.map((recipient, index): Subject => {
    const mentioned = admitted.fact.mentions.all || admitted.mentioned.has(recipient.id)
    const quiet = recipient.quietHours !== undefined && localTime.inQuietHours(recipient.quietHours, admitted.now, recipient.timeZone)
    const pushes = recent?.[index]
    return {
      recipient,
      fact: recipientFact(recipient, mentioned, quiet),
      conversation: conversationFact(recipient, admitted.now),
      now: readsNow ? localTime.nowFact(admitted.now, recipient.timeZone) : unread,
      recent: pushes === undefined ? never : recentFact(pushes, admitted.now),
      host: {},
      failed: [],
    }
  })
}

/** One case a device, in order; a recipient without devices is one case with device null. */
export function casesOf(subjects: readonly Subject[], now: number): readonly Case[] {
  const cases: Case[] = []
  for (const subject of subjects) {
    if (subject.recipient.devices.length === 0) cases.push({ subject, device: null, fact: undefined })
    for (const device of subject.recipient.devices) cases.push({ subject, device, fact: deviceFact(device, now) })
  }
  return cases
}
