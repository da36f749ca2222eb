import type { App, Category, Json } from '@rouse/core/channel'
import type { HuaweiCallback, HuaweiServiceAccount } from '../huawei/index.ts'

/** One entry of config `channels.harmony.apps`. v3 takes a service account's JWT only. */
export interface HarmonyApp extends App {
  /** The id in the path. Default: the service account's. */
  readonly projectId?: string
  /** The OAuth client id, which the path of a recall names. Without it a message is replaced instead of recalled. */
  readonly clientId?: string
  /** The key file, as an object or as its JSON text. */
  readonly serviceAccount: HuaweiServiceAccount | string
  /** In the place of Huawei's host, for a proxy or a test. */
  readonly host?: string
  /** Default 443. */
  readonly port?: number
  /** An action, or where there is none a URI: what notify mode `custom` opens. `ext` comes with every click. */
  readonly clickAction?: string
  readonly clickUri?: string
  readonly callback?: HuaweiCallback
}

/** Config `channels.harmony` but for its `apps`. */
export interface HarmonyOptions {
  /** `add` (default): each push adds 1, so that equal messages share a request. `absolute`: shows the unread count. */
  readonly badge?: 'add' | 'absolute'
  /** Plays custom sounds, from `resources/rawfile`. Default false. */
  readonly customSounds?: boolean
  /** Put after a sound's bare name, such as `.mp3`: rawfiles have one. Default: nothing. */
  readonly soundSuffix?: string
  /** Adds `messageId`, `conversationId` and `conversationType` beside `ext`. Default false. */
  readonly addIds?: boolean
  /** Gives every alert an `appMessageId`, so that a push whose answer was lost is not shown twice. Default true; false for a host that pushes a message again to remind of it. */
  readonly dedupe?: boolean
  /** The nearest class for one that Huawei lacks, over ours. */
  readonly nearest?: { readonly [category in Category]?: Category }
}

/** Config `channels.harmony`. */
export interface HarmonyConfig extends HarmonyOptions {
  readonly apps: readonly HarmonyApp[]
}

/** `push.vendors.harmony`: what HarmonyOS has and no neutral setting says. */
export interface HarmonySettings {
  /** 0 alert, 1 widget refresh (one token a request), 2 text to speech, 6 background, 7 live view, 10 VoIP call, 11 MDM. Default: 10 for a voip registration, else 0. */
  readonly pushType?: 0 | 1 | 2 | 6 | 7 | 10 | 11
  /** The whole `payload` of push types 1, 2, 7, 10 and 11: their forms are Huawei's, and go out as they are. */
  readonly payload?: { readonly [key: string]: Json }
  /** Of push types 6 and 10, in the place of `ext`. */
  readonly extraData?: string
  /** Huawei's word, over the neutral category. */
  readonly category?: string
  /** 0 normal, 3 several lines. */
  readonly style?: 0 | 3
  /** At most 3 lines of 1024 characters. */
  readonly inboxContent?: readonly string[]
  /**
   * 1…64 letters, digits, blanks and `+ / = - _`, for messages that reach the phone by several ways: shown once in 24 hours, the first wins, so that an edit or a
   * revoke of a message that states one does not show. Default: one for each message, revision and text, unless config `dedupe` is false.
   */
  readonly appMessageId?: string
  /** The action that a click opens, over the neutral click. */
  readonly action?: string
  /** A file of `resources/rawfile`, over the neutral sound. */
  readonly sound?: string
  /** 1…60 seconds. */
  readonly soundDuration?: number
  readonly foregroundShow?: boolean
  /** At most 64 characters. */
  readonly profileId?: string
  /** 10 tokens a request, 1000 a project and day. */
  readonly testMessage?: boolean
  /** At most 64 bytes. */
  readonly biTag?: string
  readonly receiptId?: string
  /** -1 keeps all, 0…100 a group: push types 0 and 2. */
  readonly collapseKey?: number
  /** Of push type 6. */
  readonly backgroundMode?: number
}
