import type { Conversation, ConversationSettings } from '@rouse/core'

/** Names a conversation from its user's side. */
export type ConversationKey = Pick<Conversation, 'type' | 'id'>

/** Apple's devices have their own word on badges (`ios.badge`), so their own count. */
export type BadgeFamily = 'apple' | 'other'

/** A number for each kind of badge. */
interface Badges {
  readonly apple: number
  readonly other: number
}

/** One message's part in a user's counts. */
interface Counting {
  readonly unread: boolean
  /** Where it shows on the badge, while it is unread. */
  readonly badge: { readonly [family in BadgeFamily]: boolean }
}

interface Counts {
  settings: ConversationSettings
  unread: number
  badges: Badges
  /** Goes up whenever the conversation is read. */
  reads: number
}

const none: Badges = { apple: 0, other: 0 }
const plus = (a: Badges, b: Badges): Badges => ({ apple: a.apple + b.apple, other: a.other + b.other })
const minus = (a: Badges): Badges => ({ apple: -a.apple, other: -a.other })

/** Each user's conversations: settings, unread messages, and how many of those show on the badge. */
export interface Conversations {
  settings(user: string, conversation: ConversationKey): ConversationSettings
  setSettings(user: string, conversation: ConversationKey, settings: ConversationSettings): void
  unread(user: string, conversation: ConversationKey): number
  /** What a badge shows: over all conversations. */
  badge(user: string, family: BadgeFamily): number
  /** Counts a message; the answer takes it back, unless the conversation was read since. */
  count(user: string, conversation: ConversationKey, counting: Counting): () => void
  markRead(user: string, conversation: ConversationKey): void
}

/** Keeps conversations in this process. */
export function createConversations(): Conversations {
  const users = new Map<string, Map<string, Counts>>()
  const badges = new Map<string, Badges>()
  const keyOf = ({ type, id }: ConversationKey): string => `${type}:${id}`
  const find = (user: string, conversation: ConversationKey): Counts | undefined => users.get(user)?.get(keyOf(conversation))
  const make = (user: string, conversation: ConversationKey): Counts => {
    const known = find(user, conversation)
    if (known !== undefined) return known
    const made: Counts = { settings: {}, unread: 0, badges: none, reads: 0 }
    const own = users.get(user)
    if (own === undefined) users.set(user, new Map([[keyOf(conversation), made]]))
    else own.set(keyOf(conversation), made)
    return made
  }
  const shift = (user: string, by: Badges) => badges.set(user, plus(badges.get(user) ?? none, by))

  return {
    settings: (user, conversation) => find(user, conversation)?.settings ?? {},
    setSettings(user, conversation, settings) {
      make(user, conversation).settings = settings
    },
    unread: (user, conversation) => find(user, conversation)?.unread ?? 0,
    badge: (user, family) => badges.get(user)?.[family] ?? 0,
    count(user, conversation, counting) {
      if (!counting.unread) return () => undefined
      const counts = make(user, conversation)
      const { reads } = counts
      const added: Badges = { apple: counting.badge.apple ? 1 : 0, other: counting.badge.other ? 1 : 0 }
      counts.unread += 1
      counts.badges = plus(counts.badges, added)
      shift(user, added)
      return () => {
        if (counts.reads !== reads) return
        counts.unread -= 1
        counts.badges = plus(counts.badges, minus(added))
        shift(user, minus(added))
      }
    },
    markRead(user, conversation) {
      const counts = find(user, conversation)
      if (counts === undefined) return
      shift(user, minus(counts.badges))
      counts.unread = 0
      counts.badges = none
      counts.reads += 1
    },
  }
}
