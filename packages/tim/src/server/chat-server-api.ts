import type { After, ConversationSettings, Device, Element, Engine, GlobalSettings, Mentions, Message, PushSettings, Registration } from '@rouse/core'
import type { MaybePromise } from '../maybe-promise.ts'
import type { TIMError } from '../sdk/tim-error.ts'
import type { DeviceInfo, Profile, TokenKey, TokenMove } from './accounts.ts'
import type { SettingsStore } from './settings-store.ts'
import type { ConversationKey } from './unread.ts'

/** Why a session ended without a logout call. */
export type ForcedLogout = 'elsewhere' | 'signature-expired' | 'banned'

/** What the server needs of an engine: an Engine, or whatever hands on to one. */
export interface PushEngine extends Pick<Engine, 'submit'>, Partial<Pick<Engine, 'tokens$'>> {
  /** Told whose a token is from now on, null: nobody's, as its user logged out or was kicked. Ends what is still queued for anybody else. */
  moveToken?(token: TokenKey, owner: string | null): void
}

export interface ChatServerOptions {
  /** Takes the pushes; tokens that its `tokens$` calls dead are dropped. */
  readonly engine: PushEngine
  /** Where global push settings are kept. Default: in this process. */
  readonly settings?: SettingsStore
  /**
   * Whether a login on `incoming` ends the session on `existing`, both of one user. Default `kickSamePlatform`.
   */
  readonly kicks?: (existing: DeviceInfo, incoming: DeviceInfo) => boolean
  /** What becomes of an account that nobody has named before: it is made, or the message for it is refused. Default `make`. */
  readonly unknownAccounts?: 'make' | 'refuse'
  /**
   * The host's own unread counts, one a user, this message included; undefined: unknown, badges are left alone.
   * Default: this server's counts, which go down by `markRead` alone.
   */
  readonly unread?: (users: readonly string[], message: Message) => MaybePromise<readonly (number | undefined)[]>
  /** Told when a token comes to another user: for a host that queues pushes of its own. The engine's own are ended by `moveToken`. */
  readonly onTokenMoved?: (move: TokenMove) => void
  /**
   * Told what stops no call: a listener that threw, an account whose settings in the store are malformed. Default: a process warning.
   */
  readonly onError?: (error: TIMError) => void
  /** Milliseconds that the settings store and `unread` may take; then the call fails with 6012. Default 5000. */
  readonly portTimeoutMs?: number
  /** Runs a port's deadline. Default: the platform's timers. */
  readonly after?: After
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
  /** Whether it counts as unread; false leaves badges alone, but for what `push.ios.badge` states. Default true. */
  readonly countUnread?: boolean
  /** The same key again within `seconds` is the same message: it is answered, and not sent twice. */
  readonly repeat?: { readonly key: string; readonly seconds: number }
}

/** A message taken over. */
export interface Sent {
  readonly id: string
  /** UNIX seconds. */
  readonly time: number
  /** Counts a group's messages from 1; else this server's. */
  readonly seq: number
  /** Accounts that it did not go to, with Tencent's code: unknown ones, and those of which something malformed is kept. */
  readonly refused: readonly { readonly account: string; readonly code: number; readonly desc: string }[]
  /** It had been sent before. */
  readonly repeated: boolean
}

/**
 * A small chat server in this process: users, sessions, tokens, groups, unread counts, and pushes through an engine. What a host
 * hands in is checked there and then: RouseError `recipient-invalid`, with every mistake.
 */
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
  /**
   * A (channel, app, token) has one owner: registering it for another user moves it. `registeredAt` absent: now.
   *
   * @throws TIMError 6014: the user is not logged in on this device.
   */
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
