import type { GlobalSettings, Message, Recipient, Registration } from '@rouse/core'
import { chain } from '../maybe-promise.ts'
import { TIMError } from '../sdk/tim-error.ts'
import { timCodes } from '../tim-codes.ts'
import { createAccounts } from './accounts.ts'
import type { ChatServer, ChatServerOptions, Draft, ForcedLogout, Sent } from './chat-server-api.ts'
import { kickSamePlatform } from './kicks.ts'
import { createRepeats } from './repeats.ts'
import { memorySettingsStore } from './settings-store.ts'
import { createConversations } from './unread.ts'

const repeatsSize = 10_000

/** Makes a chat server over an engine. */
export function createChatServer(options: ChatServerOptions): ChatServer {
  const { engine, settings: store = memorySettingsStore(), kicks = kickSamePlatform, clock = Date.now, random = Math.random } = options
  const accounts = createAccounts()
  const conversations = createConversations()
  const groups = new Map<string, { readonly name: string | undefined; readonly members: ReadonlySet<string> }>()
  const listeners = new Set<(user: string, device: string, why: ForcedLogout) => void>()
  const repeats = createRepeats<Sent>(repeatsSize)
  let seq = 0

  const register = (user: string, device: string, registration: Registration) => {
    const move = accounts.register(user, device, registration)
    if (move !== null) options.onTokenMoved?.(move)
  }

  const forceLogout = (user: string, device: string | undefined, why: ForcedLogout) => {
    for (const one of accounts.devices(user)) {
      if (one.session !== 'logged-in' || (device !== undefined && one.id !== device)) continue
      accounts.end(user, one.id, 'kicked')
      for (const listener of listeners) listener(user, one.id, why)
    }
  }

  /** Who gets it, and who cannot. */
  const addressed = ({ from, to }: Draft): { readonly users: readonly string[]; readonly refused: Sent['refused'] } => {
    if (to.type === 'c2c') {
      const users = [...new Set(to.users)]
      if (options.unknownAccounts !== 'refuse') {
        for (const user of users) accounts.add(user)
        return { users, refused: [] }
      }
      const unknown = users.filter(user => !accounts.has(user))
      return {
        users: users.filter(user => accounts.has(user)),
        refused: unknown.map(account => ({ account, code: timCodes.accountUnknown, desc: 'this account does not exist' })),
      }
    }
    const group = groups.get(to.id)
    if (group === undefined) throw new TIMError(timCodes.groupUnknown, `group "${to.id}" does not exist`)
    if (to.asAdmin !== true && !group.members.has(from)) throw new TIMError(timCodes.groupForbidden, `"${from}" is not a member of group "${to.id}"`)
    const users = to.members === undefined ? [...group.members] : [...new Set(to.members)].filter(user => group.members.has(user))
    return { users: users.filter(user => user !== from), refused: [] }
  }

  const take = async (draft: Draft): Promise<Sent> => {
    const { users, refused } = addressed(draft)
    if (users.length === 0 && refused.length > 0) throw new TIMError(timCodes.toAccountUnknown, 'none of the accounts exists')
    const now = clock()
    const time = Math.floor(now / 1000)
    seq += 1
    const own = seq
    const id = draft.id ?? `${own}_${Math.floor(random() * 0x1_0000_0000)}_${time}`
    const { from, to } = draft
    const name = accounts.profile(from).name
    const groupName = to.type === 'group' ? groups.get(to.id)?.name : undefined
    const message: Message = {
      id,
      kind: draft.kind ?? 'chat',
      conversation:
        to.type === 'c2c'
          ? { type: 'c2c', id: from, ...(name === undefined ? {} : { name }) }
          : { type: 'group', id: to.id, ...(groupName === undefined ? {} : { name: groupName }) },
      sender: { id: from, ...(name === undefined ? {} : { name }) },
      sentAt: draft.sentAt ?? new Date(now).toISOString(),
      elements: draft.elements,
      ...(draft.mentions === undefined ? {} : { mentions: draft.mentions }),
      ...(draft.push === undefined ? {} : { push: draft.push }),
    }
    const kept = await store.get(users)
    const told = await options.unread?.(users, message)
    // No await from here to submit: devices and counts are of one moment.
    const undo: (() => void)[] = []
    const recipients = users.map((user, i) => {
      const made = recipient(user, kept[i], message, draft.countUnread ?? true, undo)
      const shown = told === undefined ? conversations.badge(user) : told[i]
      return shown === undefined ? made : { ...made, unread: shown }
    })
    try {
      await engine.submit(message, recipients, { idempotencyKey: id })
    } catch (error) {
      for (const back of undo) back()
      throw error
    }
    return { id, time, seq: own, refused, repeated: false }
  }

  const recipient = (user: string, kept: GlobalSettings | undefined, message: Message, counted: boolean, undo: (() => void)[]): Recipient => {
    const conversation = conversations.settings(user, message.conversation)
    const unread = counted && message.kind === 'chat' && conversation.receive !== 'none' && user !== message.sender.id
    const badge = message.push?.badge !== false && message.push?.ios?.badge !== false
    undo.push(conversations.count(user, message.conversation, { unread, badge }))
    const { name: _, ...profile } = accounts.profile(user)
    return {
      id: user,
      ...profile,
      ...(kept === undefined ? {} : { settings: kept }),
      conversation,
      devices: accounts.devices(user),
    }
  }

  return {
    setProfile: accounts.setProfile,
    setGroup({ id, name, members }) {
      for (const member of members) accounts.add(member)
      groups.set(id, { name, members: new Set(members) })
    },
    removeGroup: id => void groups.delete(id),
    login(user, device, registrations = []) {
      for (const other of accounts.devices(user)) if (other.id !== device.id && kicks(other, device)) forceLogout(user, other.id, 'elsewhere')
      accounts.begin(user, device)
      for (const registration of registrations) register(user, device.id, registration)
    },
    logout(user, device) {
      accounts.clear(user, device)
      accounts.end(user, device, 'logged-out')
    },
    forceLogout: (user, device, why = 'banned') => forceLogout(user, device, why),
    onForcedLogout(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    setAppState: accounts.setAppState,
    register,
    unregister: accounts.unregister,
    setConversation: conversations.setSettings,
    unread: conversations.unread,
    markRead: conversations.markRead,
    settings: user => chain(store.get([user]), ([kept]) => kept ?? {}),
    setSettings: (user, settings) => store.set(user, settings),
    devices: accounts.devices,
    async send(draft) {
      if (draft.repeat === undefined) return take(draft)
      const { key, seconds } = draft.repeat
      const { repeated, answer } = repeats.once(key, seconds, clock(), () => take(draft))
      return { ...(await answer), repeated }
    },
  }
}
