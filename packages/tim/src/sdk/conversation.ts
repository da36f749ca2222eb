import { chain } from '../maybe-promise.ts'
import { call } from './call.ts'
import type { TIMCallBack, TIMValueCallBack } from './callbacks.ts'
import type { TIMConversationType } from './conversation-type.ts'
import type { TIMMessage } from './message.ts'
import type { TimSession } from './session.ts'

/** A conversation of whoever is logged in with a user or a group. */
export class TIMConversation {
  readonly #session: TimSession
  readonly #type: TIMConversationType
  readonly #peer: string

  /** Made by `TIMManager.getConversation`. */
  constructor(session: TimSession, type: TIMConversationType, peer: string) {
    this.#session = session
    this.#type = type
    this.#peer = peer
  }

  getType(): TIMConversationType {
    return this.#type
  }

  /** The other user's id, or the group's. */
  getPeer(): string {
    return this.#peer
  }

  /**
   * Sends a message: onSuccess gives it back once the server has taken it over, onError says why not. Without a
   * callback an error known at once is thrown, a later one goes to `createTim`'s `onError`.
   */
  sendMessage(message: TIMMessage, callback?: TIMValueCallBack<TIMMessage> | null): void {
    call(this.#session, callback, () => chain(this.#session.send(this.#type, this.#peer, message), () => message))
  }

  /** Messages not yet read; 0 while nobody is logged in. */
  getUnreadMessageNum(): number {
    return this.#session.unread(this.#type, this.#peer)
  }

  /** Marks all messages of this conversation read. `message` is taken for the sake of Tencent's signature. */
  setReadMessage(_message: TIMMessage | null, callback?: TIMCallBack | null): void {
    call(this.#session, callback, () => this.#session.markRead(this.#type, this.#peer))
  }
}
