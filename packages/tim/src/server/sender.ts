import type { GlobalSettings, Message, Recipient } from '@rouse/core'
import type { Deadline } from '../deadline.ts'
import { TIMError } from '../sdk/tim-error.ts'
import { timCodes } from '../tim-codes.ts'
import type { Accounts } from './accounts.ts'
import { addressed } from './addressed.ts'
import { badgesOf, familyOf } from './badges.ts'
import type { ChatServerOptions, Draft, Sent } from './chat-server-api.ts'
import type { Groups } from './groups.ts'
import type { SettingsStore } from './settings-store.ts'
import { submit } from './submit.ts'
import type { Conversations } from './unread.ts'

/** What a message needs to become a push. */
export interface SenderOptions extends Pick<ChatServerOptions, 'engine' | 'unread'> {
  readonly accounts: Accounts
  readonly groups: Groups
  readonly conversations: Conversations
  readonly store: SettingsStore
  readonly unknownAccounts: NonNullable<ChatServerOptions['unknownAccounts']>
  readonly deadline: Deadline
  readonly clock: () => number
  readonly random: () => number
  readonly tell: (error: TIMError) => void
}

/** The host's own count, if it keeps one; null: it leaves that to this server. */
type Told = { readonly unread: number | undefined } | null

/** Makes a Message of a Draft and hands it, with all its recipients, to the engine. */
export function createSender(options: SenderOptions): (draft: Draft) => Promise<Sent> {
  const { engine, accounts, groups, conversations, store, unknownAccounts, deadline, clock, random, tell } = options
  let made = 0

  const messageOf = (draft: Draft, now: number): Message => {
    const { from, to } = draft
    const sender = named(from, accounts.profile(from).name)
    // What does not count leaves every badge alone: vendors that add one would add it all the same.
    const push = draft.countUnread === false ? { ...draft.push, badge: false } : draft.push
    made += 1
    return {
      id: draft.id ?? `${made}_${Math.floor(random() * 0x1_0000_0000)}_${Math.floor(now / 1000)}`,
      kind: draft.kind ?? 'chat',
      // As its recipients see it: with the sender, or in the group.
      conversation: to.type === 'c2c' ? { type: 'c2c', ...sender } : { type: 'group', ...named(to.id, groups.get(to.id).name) },
      sender,
      sentAt: draft.sentAt ?? new Date(now).toISOString(),
      elements: draft.elements,
      ...(draft.mentions === undefined ? {} : { mentions: draft.mentions }),
      ...(push === undefined ? {} : { push }),
    }
  }

  const recipientOf = (user: string, settings: GlobalSettings | null | undefined, told: Told, message: Message): Recipient => {
    const { name: _, ...profile } = accounts.profile(user)
    const devices = accounts.devices(user)
    const unread = told === null ? conversations.badge(user, familyOf(message.push, devices)) : told.unread
    return {
      id: user,
      ...profile,
      ...(settings === undefined || settings === null ? {} : { settings }),
      conversation: conversations.settings(user, message.conversation),
      ...(unread === undefined ? {} : { unread }),
      devices,
    }
  }

  /** Counts the message for one user; the answer takes it back. */
  const count = (user: string, { kind, conversation, sender, push }: Message, wanted: boolean): (() => void) => {
    const unread = wanted && kind === 'chat' && user !== sender.id && conversations.settings(user, conversation).receive !== 'none'
    return conversations.count(user, conversation, { unread, badge: badgesOf(push) })
  }

  return async draft => {
    const { users, refused } = addressed(draft, accounts, groups, unknownAccounts)
    const now = clock()
    const message = messageOf(draft, now)
    const kept = await deadline('the settings store', store.get(users))
    const told = await deadline('unread', options.unread?.(users, message))
    // Whoever left the group while the ports were asked gets nothing. From here to submit nothing waits: devices, sessions and counts are of one moment.
    const still = draft.to.type === 'group' ? new Set(addressed(draft, accounts, groups, unknownAccounts).users) : null
    const takeBack = new Map<string, () => void>()
    const recipients = users.flatMap((user, i) => {
      if (still !== null && !still.has(user)) return []
      takeBack.set(user, count(user, message, draft.countUnread ?? true))
      return [recipientOf(user, kept[i], told === undefined ? null : { unread: told[i] }, message)]
    })
    try {
      const malformed = await submit(engine, message, recipients)
      for (const { recipient, why } of malformed) {
        takeBack.get(recipient.id)?.()
        tell(new TIMError(timCodes.serverError, `what is kept of account "${recipient.id}" is malformed, it gets no message until that is mended: ${why}`))
      }
      return {
        id: message.id,
        time: Math.floor(now / 1000),
        seq: draft.to.type === 'group' ? groups.next(draft.to.id) : made,
        refused: [
          ...refused,
          ...malformed.map(({ recipient }) => ({ account: recipient.id, code: timCodes.internal, desc: 'the server failed for this account' })),
        ],
        repeated: false,
      }
    } catch (error) {
      for (const undo of takeBack.values()) undo()
      throw error
    }
  }
}

const named = (id: string, name: string | undefined): { readonly id: string; readonly name?: string } => ({ id, ...(name === undefined ? {} : { name }) })
