import type { Conversation, ConversationSettings } from '@rouse/core'

/** Names a conversation from its user's side. */
export type ConversationKey = Pick<Conversation, 'type' | 'id'>

/** One message's part in a user's counts. */
interface Counting {
  readonly unread: boolean
  /** false: it is unread, but shows on no badge. */
  readonly badge: boolean
}

interface Counts {
  settings: ConversationSettings
  unread: number
  badge: number
  /** Goes up whenever the conversation is read. */
  reads: number
}

/** Each user's conversations: settings, unread messages, and how many of those show on the badge. */
export interface Conversations {
  settings(user: string, conversation: ConversationKey): ConversationSettings
  setSettings(user: string, conversation: ConversationKey, settings: ConversationSettings): void
  unread(user: string, conversation: ConversationKey): number
  /** What a badge shows: over all conversations. */
  badge(user: string): number
  /** Counts a message; the answer takes it back, unless the conversation was read since. */
  count(user: string, conversation: ConversationKey, counting: Counting): () => void
  markRead(user: string, conversation: ConversationKey): void
}

/** Keeps conversations in this process. */
export function createConversations(): Conversations {
  const users = new Map<string, Map<string, Counts>>()
  const badges = new Map<string, number>()
  const keyOf = ({ type, id }: ConversationKey): string => `${type}:${id}`
  const find = (user: string, conversation: ConversationKey): Counts | undefined => users.get(user)?.get(keyOf(conversation))
  const make = (user: string, conversation: ConversationKey): Counts => {
    const known = find(user, conversation)
    if (known !== undefined) return known
    const made: Counts = { settings: {}, unread: 0, badge: 0, reads: 0 }
    const own = users.get(user)
    if (own === undefined) users.set(user, new Map([[keyOf(conversation), made]]))
    else own.set(keyOf(conversation), made)
    return made
  }
  const shift = (user: string, by: number) => badges.set(user, (badges.get(user) ?? 0) + by)

  return {
    settings: (user, conversation) => find(user, conversation)?.settings ?? {},
    setSettings(user, conversation, settings) {
      make(user, conversation).settings = settings
    },
    unread: (user, conversation) => find(user, conversation)?.unread ?? 0,
    badge: user => badges.get(user) ?? 0,
    count(user, conversation, counting) {
      if (!counting.unread) return () => undefined
      const counts = make(user, conversation)
      const { reads } = counts
      const badge = counting.badge ? 1 : 0
      counts.unread += 1
      counts.badge += badge
      shift(user, badge)
      return () => {
        if (counts.reads !== reads) return
        counts.unread -= 1
        counts.badge -= badge
        shift(user, -badge)
      }
    },
    markRead(user, conversation) {
      const counts = find(user, conversation)
      if (counts === undefined) return
      shift(user, -counts.badge)
      counts.unread = 0
      counts.badge = 0
      counts.reads += 1
    },
  }
}
