import type { GlobalSettings } from '@rouse/core'
import type { MaybePromise } from '../maybe-promise.ts'
import { timCodes } from '../tim-codes.ts'
import type { TIMUserStatusListener } from './callbacks.ts'
import type { TIMConversationType } from './conversation-type.ts'
import type { TIMMessage } from './message.ts'
import { TIMError } from './tim-error.ts'
import { warn } from './warn.ts'

/** What TIMManager and TIMConversation stand on: one device at a chat server. Every call may throw TIMError, or reject with it. */
export interface TimSession {
  /** Who is logged in on this device, or null. */
  readonly user: string | null
  login(user: string, userSig: string): MaybePromise<void>
  logout(): MaybePromise<void>
  settings(): MaybePromise<GlobalSettings>
  setSettings(settings: GlobalSettings): MaybePromise<void>
  /** Resolves when the message is taken over. */
  send(type: TIMConversationType, peer: string, message: TIMMessage): MaybePromise<void>
  unread(type: TIMConversationType, peer: string): number
  markRead(type: TIMConversationType, peer: string): void
  setAppState(state: 'foreground' | 'background' | 'closed'): void
  setListener(listener: TIMUserStatusListener | null): void
  /** An error that came later to a call without a callback, or that an app's callback threw. Never throws. */
  uncaught(error: TIMError): void
}

const refuse = (): never => {
  throw new TIMError(
    timCodes.notLoggedIn,
    'nobody has logged in: this TIMManager has no chat server behind it; take the one that createTim({ engine }) returns',
  )
}

/** The session of classes that are bound to no server: nobody has logged in, and nobody can. */
export const noSession: TimSession = Object.freeze({
  user: null,
  login: refuse,
  logout: refuse,
  settings: refuse,
  setSettings: refuse,
  send: refuse,
  unread: () => 0,
  markRead: refuse,
  setAppState: refuse,
  setListener: () => undefined,
  uncaught: warn,
})
