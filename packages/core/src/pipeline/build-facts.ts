import type { Message } from '../model/message.ts'
import type { Device, Recipient } from '../model/recipient.ts'
import { bucketOf } from '../policy/bucket.ts'
import type { ConversationFact, DeviceFact, MessageFact, RecipientFact } from '../policy/facts.ts'

/** The `message` fact; `now` in UNIX ms. */
export function messageFact(message: Message, now: number): MessageFact {
  const sentAt = message.sentAt ?? new Date(now).toISOString()
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
