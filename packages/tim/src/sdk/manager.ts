import { chain } from '../maybe-promise.ts'
import { timCodes } from '../tim-codes.ts'
import { call } from './call.ts'
import type { TIMCallBack, TIMUserStatusListener, TIMValueCallBack } from './callbacks.ts'
import { TIMConversation } from './conversation.ts'
import type { TIMConversationType } from './conversation-type.ts'
import { TIMOfflinePushSettings } from './offline-push-settings.ts'
import { noSession, type TimSession } from './session.ts'
import { TIMError } from './tim-error.ts'

/**
 * One device's way into the chat: who is logged in on it, their global push settings, their conversations.
 * A `TIMManager` from `createTim` is bound to its server; this one is bound to none, and answers that nobody has
 * logged in (code 6014).
 */
export class TIMManager {
  static readonly #unbound = new TIMManager(noSession)

  readonly #session: TimSession

  /** Made by `createTim`; `getInstance` gives it. */
  constructor(session: TimSession) {
    this.#session = session
  }

  /** The one instance of this context. */
  static getInstance(): TIMManager {
    return TIMManager.#unbound
  }

  /**
   * Logs a user in on this device. Another user who was logged in on it is logged out first, and the device's tokens move over.
   * While a login is still being checked another one is refused with 6015.
   */
  login(identifier: string, userSig: string, callback?: TIMCallBack | null): void {
    call(this.#session, callback, () => this.#session.login(identifier, userSig))
  }

  /** Ends the session, or a login that is still being checked; its device gets no more pushes, and its tokens are dropped. */
  logout(callback?: TIMCallBack | null): void {
    call(this.#session, callback, () => this.#session.logout())
  }

  /** Empty while nobody is logged in. */
  getLoginUser(): string {
    return this.#session.user ?? ''
  }

  /** Told when the session ends without a logout call. */
  setUserStatusListener(listener: TIMUserStatusListener | null): void {
    this.#session.setListener(listener)
  }

  /**
   * Sets the global push settings of whoever is logged in: what `settings` states now, whole.
   *
   * @throws TIMError 6014 while nobody is logged in, where there is no callback.
   */
  setOfflinePushSettings(settings: TIMOfflinePushSettings, callback?: TIMCallBack | null): void {
    call(this.#session, callback, () => {
      if (!(settings instanceof TIMOfflinePushSettings)) throw new TIMError(timCodes.invalidParameters, 'settings must be a TIMOfflinePushSettings')
      return this.#session.setSettings(settings.stated())
    })
  }

  /**
   * Gets the global push settings from the server.
   *
   * @throws TIMError 6014 while nobody is logged in, where there is no callback.
   */
  getOfflinePushSettings(callback: TIMValueCallBack<TIMOfflinePushSettings>): void {
    call(this.#session, callback, () => chain(this.#session.settings(), TIMOfflinePushSettings.of))
  }

  /** A conversation with a user or a group; it may be asked for before login, sending in it needs one. */
  getConversation(type: TIMConversationType, peer: string): TIMConversation {
    return new TIMConversation(this.#session, type, peer)
  }

  /** The app comes to the front: it shows messages itself, this device gets no pushes. */
  doForeground(callback?: TIMCallBack | null): void {
    call(this.#session, callback, () => this.#session.setAppState('foreground'))
  }

  /** The app goes to the back: pushes again. */
  doBackground(callback?: TIMCallBack | null): void {
    call(this.#session, callback, () => this.#session.setAppState('background'))
  }
}
