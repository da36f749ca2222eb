import type { Recipient } from '../model/recipient.ts'
import type { NowFact } from '../policy/facts.ts'
import type { LocalTime } from '../policy/local-time.ts'
import { conversationFact, deviceFact, recipientFact } from './build-facts.ts'
import type { Admitted, Case, Subject } from './page.ts'
import { unknownRecent } from './recent-pushes.ts'

const unread: NowFact = { iso: '', hour: 0, minute: 0, weekday: 1 }
const noHost: Subject['host'] = {}
const noFailure: Subject['failed'] = []

/** A recipient without a message: only what it says of itself. `now` in UNIX ms. */
export function subjectOf(recipient: Recipient, now: number, localTime: LocalTime): Subject {
  return {
    recipient,
    fact: recipientFact(recipient, localTime.zoneName(recipient.timeZone), false, false, false),
    conversation: conversationFact(recipient, now),
    now: localTime.nowFact(now, recipient.timeZone),
    recent: unknownRecent,
    host: noHost,
    failed: noFailure,
  }
}

/** A page's recipients with the facts that need no device, and none of those that have to be loaded. */
export function subjectsOf(recipients: readonly Recipient[], admitted: Admitted, localTime: LocalTime): readonly Subject[] {
  const readsNow = admitted.policy.reads.has('now')
  return recipients.map((recipient): Subject => {
    // Of most messages nobody is: then no id is looked up.
    const mentioned = admitted.fact.mentions.all || (admitted.mentioned.size > 0 && admitted.mentioned.has(recipient.id))
    const quiet = recipient.quietHours !== undefined && localTime.inQuietHours(recipient.quietHours, admitted.now, recipient.timeZone)
    return {
      recipient,
      fact: recipientFact(recipient, localTime.zoneName(recipient.timeZone), mentioned, quiet, admitted.policy.readsBucket),
      conversation: conversationFact(recipient, admitted.now),
      now: readsNow ? localTime.nowFact(admitted.now, recipient.timeZone) : unread,
      recent: unknownRecent,
      host: noHost,
      failed: noFailure,
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
