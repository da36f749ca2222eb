import type { App } from '@rouse/core/channel'

/** Text of a template's variable: `{sender}`, `{conversation}`, `{title}` and `{body}` are put in, all else stays. */
export interface XiaomiTemplate {
  readonly id: string
  /** Exactly the template's variables, at most 9. */
  readonly params: { readonly [variable: string]: string }
}

/** A notification class that Xiaomi approved. */
export interface XiaomiClass {
  readonly channelId: string
  readonly channelName?: string
  readonly channelDescription?: string
  /** Whose limits hold. Default: `public` for marketing, news, content and social, else `private`. */
  readonly kind?: 'private' | 'public'
  readonly template?: XiaomiTemplate
}

/** Where Xiaomi posts receipts. */
export interface XiaomiCallback {
  readonly url: string
  /** A sum of 1 delivered, 2 clicked, 16 target invalid, 32 switched off, 64 filtered (unconfirmed), 128 over the quota, 1024 life over. Default 1203: all but 64. */
  readonly type?: number
  /** 1 to 64 bytes. Comes back with each receipt (unconfirmed); a receipt with another one, or without one, is refused. Absent: no receipt ends a registration. */
  readonly param?: string
}

/** One entry of config `channels.xiaomi.apps`. */
export interface XiaomiApp extends App {
  /** Default: `app`. */
  readonly packageName?: string
  readonly appSecret: string
  /**
   * Where the devices registered: ISO 3166-1 alpha-2, or `EU`. Chooses the host; countries that share one are the same region. Absent:
   * by the registration's region, and mainland China where it states none.
   */
  readonly region?: string
  /** In the place of Xiaomi's host, for a proxy or a test. */
  readonly host?: string
  /** Default 443. */
  readonly port?: number
  /** By category, or by category and conversation (`im:group`), most precise first; `*` for all others. */
  readonly classes?: { readonly [category: string]: XiaomiClass }
  /** An intent URI: what notify mode `custom` opens. */
  readonly clickIntent?: string
  readonly callback?: XiaomiCallback
}

/** Config `channels.xiaomi` but for its `apps`. */
export interface XiaomiOptions {
  /** Sends the unread count as `extra.badge` (unconfirmed). Default false. */
  readonly badge?: boolean
  /** Plays custom sounds, from the app's raw folder; from Android 8 the channel's sound wins (unconfirmed). Default false. */
  readonly customSounds?: boolean
  /** Adds `messageId`, `conversationId` and `conversationType` beside `ext`. Default false. */
  readonly addIds?: boolean
  /** The path's version: 2, 3 or 4 take the same fields. Default 3. */
  readonly apiVersion?: 2 | 3 | 4
  /**
   * The path of the recall call. Default `/v3/message/regid/revoke`: Xiaomi switched the v1 and v2 calls off on 2026-12-01. Where a recall
   * fails, the engine replaces the message by its `notify_id`. Source: docs/vendors/xiaomi.md, "Endpoint".
   */
  readonly recallPath?: string
  /** What a template's variable says when nothing but symbols was in it. Default `[emoji]`. */
  readonly emojiText?: string
}

/** Config `channels.xiaomi`. */
export interface XiaomiConfig extends XiaomiOptions {
  readonly apps: readonly XiaomiApp[]
}

/** `push.vendors.xiaomi`: what Xiaomi has and no neutral setting says. */
export interface XiaomiSettings {
  /** 0 notification, 1 data: Xiaomi has delivered none since 2022-09-12, so that a notification is sent, with the note `field-dropped`. Default 0. */
  readonly passThrough?: 0 | 1
  /** -1 all, or a sum of 1 sound, 2 vibration, 4 lights. Default -1; a silent push has 0. */
  readonly notifyType?: number
  /** UNIX ms, at most 30 days ahead (7 in older documents). */
  readonly timeToSend?: number
  /** Over config's class for the category. */
  readonly channelId?: string
  readonly channelName?: string
  readonly channelDescription?: string
  /** Over config's template; shown with preview `full` only. */
  readonly templateId?: string
  readonly templateParam?: { readonly [variable: string]: string }
  /** 1 show (default), 0 hide while the app is in front. */
  readonly notifyForeground?: 0 | 1
  /** Messages a second. */
  readonly flowControl?: number
  /** 1: only devices online now. */
  readonly onlySendOnce?: 1
  readonly ticker?: string
  readonly locale?: string
  readonly localeNotIn?: string
  readonly model?: string
  readonly modelNotIn?: string
  readonly appVersion?: string
  readonly appVersionNotIn?: string
  readonly connpt?: 'wifi'
  /** Own keys: at most 10, keys and values together at most 1024 characters. */
  readonly extra?: { readonly [key: string]: string }
}
