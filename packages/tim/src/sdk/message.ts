import { addElementCodes } from '../tim-codes.ts'
import { TIMCustomElem, TIMElem } from './elements.ts'
import type { TIMMessageOfflinePushSettings } from './message-offline-push-settings.ts'

/** What the server gave a message when it took it over. */
export interface SentStamp {
  readonly id: string
  readonly sender: string
  /** UNIX seconds. */
  readonly time: number
}

/** The server's own way to write what it gave: no app calls it. */
export const stampSent: unique symbol = Symbol('stampSent')

/** A chat message: elements, and perhaps offline push settings of its own. */
export class TIMMessage {
  readonly #elements: TIMElem[] = []
  #settings: TIMMessageOfflinePushSettings | null = null
  #sent: SentStamp | null = null

  /** Adds an element. Answers 0, or why not: 1 for a second `TIMCustomElem`, 2 for what is no element (see `addElementCodes`). */
  addElement(element: TIMElem): number {
    if (!(element instanceof TIMElem)) return addElementCodes.unknown
    if (element instanceof TIMCustomElem && this.#elements.some(one => one instanceof TIMCustomElem)) return addElementCodes.forbidden
    this.#elements.push(element)
    return addElementCodes.added
  }

  getElementCount(): number {
    return this.#elements.length
  }

  /** The element at `index`, or null. */
  getElement(index: number): TIMElem | null {
    return this.#elements[index] ?? null
  }

  /** Settings of this message alone; read when it is sent. `null`: none. */
  setOfflinePushSettings(settings: TIMMessageOfflinePushSettings | null): void {
    this.#settings = settings
  }

  /** null: the sender gave none. */
  getOfflinePushSettings(): TIMMessageOfflinePushSettings | null {
    return this.#settings
  }

  /** Empty until the message is sent. */
  getMsgId(): string {
    return this.#sent?.id ?? ''
  }

  /** Empty until the message is sent. */
  getSender(): string {
    return this.#sent?.sender ?? ''
  }

  /** UNIX seconds; 0 until the message is sent. */
  timestamp(): number {
    return this.#sent?.time ?? 0
  }

  [stampSent](sent: SentStamp): void {
    this.#sent = sent
  }
}
