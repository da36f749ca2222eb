import type { ConversationSettings, Device, Element, Engine, GlobalSettings, Mentions, Message, PushSettings, Recipient, Registration } from '@rouse/core'
import { chain, type MaybePromise } from '../maybe-promise.ts'
import { TIMError } from '../sdk/tim-error.ts'
import { timCodes } from '../tim-codes.ts'
import { createAccounts, type DeviceInfo, type Profile, type TokenMove } from './accounts.ts'
import { createRepeats } from './repeats.ts'
import { memorySettingsStore, type SettingsStore } from './settings-store.ts'
import { type ConversationKey, createConversations } from './unread.ts'

/** Why a session ended without a logout call. */
export type ForcedLogout = 'elsewhere' | 'signature-expired' | 'banned'

export interface ChatServerOptions {
  /** Takes the pushes. */
  readonly engine: Pick<Engine, 'submit'>
  /** Where global push settings are kept. Default: in this process. */
  readonly settings?: SettingsStore
  /**
   * Whether a login on `incoming` ends the session on `existing`, both of one user. Default `kickSamePlatform`.
   */
  readonly kicks?: (existing: DeviceInfo, incoming: DeviceInfo) => boolean
  /** What becomes of an account that nobody has named before: it is made, or the message for it is refused. Default `make`. */
  readonly unknownAccounts?: 'make' | 'refuse'
  /** Told when a token comes to another user, so that what is queued for the former owner can be ended. */
  readonly onTokenMoved?: (move: TokenMove) => void
  /** UNIX ms. Default Date.now. */
  readonly clock?: () => number
  /** 0…1, for message ids. Default Math.random. */
  readonly random?: () => number
}

/** Where a message goes. */
export type Addressee =
  | { readonly type: 'c2c'; readonly users: readonly string[] }
  /** `members`: only these, of those who are in the group. `asAdmin`: the sender need not be a member. */
  | { readonly type: 'group'; readonly id: string; readonly members?: readonly string[]; readonly asAdmin?: boolean }

/** A message as a sender hands it in. */
export interface Draft {
  /** `system`: a notice that wakes nobody and is not counted. Default `chat`. */
  readonly kind?: Message['kind']
  readonly from: string
  readonly to: Addressee
  readonly elements: readonly Element[]
  readonly mentions?: Mentions
  readonly push?: PushSettings
  /** Default: made by the server, in the form of Tencent's MsgKey. */
  readonly id?: string
  /** RFC 3339. Default: now. */
  readonly sentAt?: string
  /** Whether it counts as unread. Default true. */
  readonly countUnread?: boolean
  /** The same key again within `seconds` is the same message: it is answered, and not sent twice. */
  readonly repeat?: { readonly key: string; readonly seconds: number }
}

/** A message taken over. */
export interface Sent {
  readonly id: string
  /** UNIX seconds. */
  readonly time: number
  /** Counts this server's messages. */
  readonly seq: number
  /** Accounts that it did not go to, with Tencent's code. */
  readonly refused: readonly { readonly account: string; readonly code: number; readonly desc: string }[]
  /** It had been sent before. */
  readonly repeated: boolean
}

/** A small chat server in this process: users, sessions, tokens, groups, unread counts, and pushes through an engine. */
export interface ChatServer {
  setProfile(user: string, profile: Profile): void
  /** Makes a group, or replaces one. */
  setGroup(group: { readonly id: string; readonly name?: string; readonly members: readonly string[] }): void
  removeGroup(id: string): void
  /** Starts a session and takes the device's tokens over; other devices of the user may be kicked, see `kicks`. */
  login(user: string, device: DeviceInfo, registrations?: readonly Registration[]): void
  /** Ends the session and drops the device's tokens. */
  logout(user: string, device: string): void
  /** Ends the session of one device, or of all; nothing more is pushed there until the next login. */
  forceLogout(user: string, device?: string, why?: ForcedLogout): void
  /** Told of every session that ends without a logout call. Answers how to stop. */
  onForcedLogout(listener: (user: string, device: string, why: ForcedLogout) => void): () => void
  setAppState(user: string, device: string, state: NonNullable<Device['appState']>): void
  /** A (channel, app, token) has one owner: registering it for another user moves it. */
  register(user: string, device: string, registration: Registration): void
  unregister(user: string, device: string, registration: Registration): void
  setConversation(user: string, conversation: ConversationKey, settings: ConversationSettings): void
  unread(user: string, conversation: ConversationKey): number
  markRead(user: string, conversation: ConversationKey): void
  settings(user: string): MaybePromise<GlobalSettings>
  setSettings(user: string, settings: GlobalSettings): MaybePromise<void>
  devices(user: string): readonly Device[]
  /** Resolves when the engine has taken the message over. Rejects with TIMError or RouseError; then nothing was counted. */
  send(draft: Draft): Promise<Sent>
}

/** Tencent's own default, as we read it: a second device of the same platform ends the first one's session. */
export const kickSamePlatform = (existing: DeviceInfo, incoming: DeviceInfo): boolean => existing.platform === incoming.platform

/** Every device stays logged in. */
export const kickNobody = (): boolean => false

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
    // No await from here to submit: devices and counts are of one moment.
    const undo: (() => void)[] = []
    const recipients = users.map((user, i) => recipient(user, kept[i], message, draft.countUnread ?? true, undo))
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
      unread: conversations.badge(user),
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
