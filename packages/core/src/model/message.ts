import type { PushSettings } from './push-settings.ts'

export type Element =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'face'; readonly index?: number; readonly data?: string }
  | { readonly type: 'image'; readonly url?: string }
  | { readonly type: 'voice'; readonly seconds?: number }
  | { readonly type: 'video'; readonly seconds?: number }
  | { readonly type: 'file'; readonly name?: string; readonly bytes?: number }
  | { readonly type: 'location'; readonly description?: string; readonly latitude?: number; readonly longitude?: number }
  | { readonly type: 'custom'; readonly data?: string; readonly description?: string; readonly ext?: string; readonly sound?: string }

export interface Conversation {
  readonly type: 'c2c' | 'group'
  /** c2c: the other user; group: the group. */
  readonly id: string
  readonly name?: string
}

export interface Sender {
  readonly id: string
  readonly name?: string
}

export interface Mentions {
  readonly all?: boolean
  readonly users?: readonly string[]
}

/** What a chat user or the system sent. Only `chat` messages push. */
export interface Message {
  /** 1…256 characters. */
  readonly id: string
  /** An edit is the same id with a higher revision. Default 0. */
  readonly revision?: number
  readonly kind: 'chat' | 'system'
  readonly conversation: Conversation
  readonly sender: Sender
  /** RFC 3339. Default: now. */
  readonly sentAt?: string
  /** Only registrations of this app count. Default: any. */
  readonly app?: string
  readonly elements: readonly Element[]
  readonly mentions?: Mentions
  readonly push?: PushSettings
}
