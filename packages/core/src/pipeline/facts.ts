import type { Message } from '../model/message.ts'
import type { Device, Recipient } from '../model/recipient.ts'
import { bucketOf } from '../policy/bucket.ts'
import type { ConversationFact, DeviceFact, MessageFact, NowFact, RecipientFact } from '../policy/facts.ts'
import type { LocalTime } from '../policy/local-time.ts'
import { unknownRecent } from './load-facts.ts'
import type { Admitted, DeviceCase, RecipientFacts } from './types.ts'

/** The `message` fact; `now` and `acceptedAt`, when a message without `sentAt` was accepted, in UNIX ms. */
export function messageFact(message: Message, now: number, acceptedAt = now): MessageFact {
  const sentAt = message.sentAt ?? new Date(acceptedAt).toISOString()
  return {
    id: message.id,
    revision: message.revision ?? 0,
    kind: message.kind,
    conversation: { type: message.conversation.type, id: message.conversation.id, name: message.conversation.name },
    sender: { id: message.sender.id, name: message.sender.name },
    sentAt,
    app: message.app,
    elements: message.elements,
    mentions: { all: message.mentions?.all ?? false, users: message.mentions?.users ?? [] },
    age: Math.max(0, (now - Date.parse(sentAt)) / 1000),
    stated: { enabled: message.push?.enabled, ttl: message.push?.ttl },
  }
}

const nothingStated: ConversationFact = { receive: 'all', mutedUntil: undefined, muted: false }

/** The `conversation` fact: the recipient's settings of the message's conversation. */
export function conversationFact(recipient: Recipient, now: number): ConversationFact {
  const stated = recipient.conversation
  if (stated === undefined) return nothingStated
  const mutedUntil = stated?.mutedUntil ?? undefined
  return { receive: stated?.receive ?? 'all', mutedUntil, muted: mutedUntil !== undefined && Date.parse(mutedUntil) > now }
}

/** The `recipient` fact; `timeZone` is the canonical name of the recipient's; `bucket` is a stable share 0…99 of the recipient's id, or 0 where nobody asks. */
export function recipientFact(
  recipient: Recipient,
  timeZone: string | undefined,
  mentioned: boolean,
  inQuietHours: boolean,
  asksBucket: boolean,
): RecipientFact {
  return {
    id: recipient.id,
    preview: recipient.preview ?? 'full',
    timeZone,
    locale: recipient.locale,
    unread: recipient.unread,
    quietHours: recipient.quietHours,
    mentioned,
    inQuietHours,
    deviceCount: recipient.devices.length,
    bucket: asksBucket ? bucketOf(recipient.id) : 0,
  }
}

/** The `device` fact: the maker trimmed and in lower case, defaults filled in, what is absent left unknown. */
export function deviceFact(device: Device, now: number): DeviceFact {
  return {
    id: device.id,
    platform: device.platform,
    maker: device.maker?.trim().toLowerCase(),
    osVersion: device.osVersion,
    session: device.session ?? 'logged-in',
    appState: device.appState ?? 'closed',
    region: device.region,
    playServices: device.playServices,
    hmsVersion: device.hmsVersion,
    lastSeenAt: device.lastSeenAt,
    lastSeenAge: device.lastSeenAt === undefined ? undefined : Math.max(0, (now - Date.parse(device.lastSeenAt)) / 1000),
  }
}

/** Apple's platforms read `ios.*`; all others, Harmony too, `android.*`. */
export function familyOf(platform: string): 'ios' | 'android' {
  return platform === 'ios' || platform === 'macos' || platform === 'watchos' || platform === 'tvos' ? 'ios' : 'android'
}

const unread: NowFact = { iso: '', hour: 0, minute: 0, weekday: 1 }
const noHost: RecipientFacts['host'] = {}
const noFailure: RecipientFacts['failed'] = []

/** A recipient without a message: only what it says of itself. `now` in UNIX ms. */
export function subjectOf(recipient: Recipient, now: number, localTime: LocalTime): RecipientFacts {
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
export function subjectsOf(recipients: readonly Recipient[], admitted: Admitted, localTime: LocalTime): readonly RecipientFacts[] {
  const readsNow = admitted.policy.reads.has('now')
  return recipients.map((recipient): RecipientFacts => {
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
export function casesOf(subjects: readonly RecipientFacts[], now: number): readonly DeviceCase[] {
  const cases: DeviceCase[] = []
  for (const subject of subjects) {
    if (subject.recipient.devices.length === 0) cases.push({ subject, device: null, fact: undefined })
    for (const device of subject.recipient.devices) cases.push({ subject, device, fact: deviceFact(device, now) })
  }
  return cases
}
