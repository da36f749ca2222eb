import type { Message } from '../model/message.ts'
import type { Recipient } from '../model/recipient.ts'

/** Opaque to Rouse: where a page ends. */
export type Cursor = string

export interface Page {
  readonly recipients: readonly Recipient[]
  /** Where this page ends: `pages(message, cursor)` goes on behind it. */
  readonly cursor: Cursor
}

/** Tells who a message is for, a page at a time; pages are repeatable. */
export interface Directory {
  pages(message: Message, after: Cursor | null): AsyncIterable<Page>
}
