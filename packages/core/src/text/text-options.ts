import type { Message } from '../model/message.ts'

/** The fixed words of one language. */
export interface Words {
  readonly image: string
  readonly voice: string
  readonly video: string
  readonly file: string
  readonly location: string
  readonly face: string
  /** Put before a derived body when the recipient is mentioned in a group. */
  readonly mentioned: string
  /** The body of `preview: sender`. */
  readonly newMessage: string
  readonly withdrawn: string
}

export interface TextOptions {
  /** The last resort for a title, and the title of `preview: none`. Default `New message`. */
  readonly appName?: string
  /** By language subtag (`en`, `zh`, …); `en` and `zh` are built in. */
  readonly languages?: { readonly [language: string]: Words }
  /** Default true. */
  readonly mentionMark?: boolean
  /** What else than text goes out with previews `sender` and `none`. Default: nothing. */
  readonly previewKeeps?: readonly ('subtitle' | 'image' | 'clickUrl' | 'templateText' | 'ext')[]
  /** The host's own derived body; undefined: ours. `language` is the key of `languages` that was chosen. */
  readonly body?: (message: Message, language: string) => string | undefined
}
