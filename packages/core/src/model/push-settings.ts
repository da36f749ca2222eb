import type { Json } from './json.ts'

/** A sound: a file name, `null` for the platform's default on purpose, or neither sound nor vibration. */
export type Sound = string | null | { readonly silent: true }

/** Extension bytes for the app: text, or other bytes as standard, padded base64. */
export type Ext = string | { readonly base64: string }

/** Message classes, neutral words; `im` is what a chat message has. Source: docs/semantics.md, "Vendor words for neutral ones". */
export const categories = [
  'im',
  'voip',
  'account',
  'order',
  'subscription',
  'todo',
  'device-reminder',
  'work',
  'mail',
  'travel',
  'health',
  'finance',
  'express',
  'news',
  'content',
  'social',
  'marketing',
] as const
export type Category = (typeof categories)[number]

/** Settings for every device that is not Apple's, Harmony too. */
export interface AndroidSettings {
  readonly title?: string
  readonly body?: string
  readonly sound?: Sound
  readonly notifyMode?: 'normal' | 'custom'
  readonly channelId?: string | null
  readonly importance?: 'low' | 'normal'
  /** Android intent URI, `intent:#Intent;…;end`. */
  readonly clickIntent?: string | null
  readonly clickUrl?: string | null
}

/** Settings for Apple's devices. */
export interface IosSettings {
  readonly title?: string
  readonly subtitle?: string
  readonly body?: string
  readonly sound?: Sound
  readonly badge?: boolean
  readonly threadId?: string | null
  /** The action set's name, not a message class. */
  readonly category?: string | null
  readonly interruptionLevel?: 'passive' | 'active' | 'time-sensitive' | 'critical'
  readonly mutableContent?: boolean
}

/**
 * Push settings, the same shape in every layer. Absent: not stated. `null`, where a field allows it:
 * the vendor's default on purpose, over lower layers.
 */
export interface PushSettings {
  readonly enabled?: boolean
  readonly title?: string
  readonly body?: string
  readonly ext?: Ext
  /** Count and show this message on badges. */
  readonly badge?: boolean
  /** https URL of a large image; never fetched. Any other text is left out, with the note `image-dropped`. */
  readonly image?: string | null
  /** Seconds, 0…2592000; 0: now or never. */
  readonly ttl?: number | null
  readonly priority?: 'high' | 'normal'
  /** 1…256 characters; a later push with the same key replaces the earlier. */
  readonly collapseKey?: string | null
  readonly category?: Category
  readonly android?: AndroidSettings
  readonly ios?: IosSettings
  /** Vendor-only fields by channel name, camelCase of the wire's names, checked by that channel's schema. */
  readonly vendors?: { readonly [channel: string]: { readonly [key: string]: Json } }
}
