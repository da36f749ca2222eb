import type { App, Category, Json } from '@rouse/core/channel'

/** A service account's key file, as Huawei gives it. */
export interface HuaweiServiceAccount {
  readonly project_id?: string
  readonly key_id: string
  /** PKCS#8 PEM of an RSA key. */
  readonly private_key: string
  readonly sub_account: string
}

/** Where Huawei posts receipts: what the console holds. With it, a receipt without the right signature is refused. */
export interface HuaweiCallback {
  readonly user: string
  readonly key: string
  /** Milliseconds between the signature's timestamp and the engine's clock; older signatures are refused. Default 300000. */
  readonly maxAgeMs?: number
}

/** One entry of config `channels.huawei.apps`. Trust is by `clientId` and `clientSecret` (OAuth), or by `serviceAccount` (JWT). */
export interface HuaweiApp extends App {
  /** The OAuth client id: also the id in v1's path. */
  readonly clientId?: string
  readonly clientSecret?: string
  /** The id in v1's path, where it is not the client id: older documents have the app id there. */
  readonly appId?: string
  /** The id in v2's path. Default: the service account's. */
  readonly projectId?: string
  /** The key file, as an object or as its JSON text. */
  readonly serviceAccount?: HuaweiServiceAccount | string
  /** Default: 1 where there is an app or client id, else 2. */
  readonly apiVersion?: 1 | 2
  /** In the place of Huawei's host, for a proxy or a test; tokens too, unless `oauthHost` says otherwise. */
  readonly host?: string
  /** Default 443. */
  readonly port?: number
  readonly oauthHost?: string
  readonly oauthPort?: number
  /** Full name of the launcher activity; without it no badge is sent. */
  readonly badgeClass?: string
  /** An intent URI: what notify mode `custom` opens. */
  readonly clickIntent?: string
  /** The action of an intent filter: the same, where there is no clickIntent. */
  readonly clickAction?: string
  readonly callback?: HuaweiCallback
}

/** Config `channels.huawei` but for its `apps`. */
export interface HuaweiOptions {
  /** `add` (default): each push adds 1, so that equal messages share a request. `absolute`: shows the unread count. */
  readonly badge?: 'add' | 'absolute'
  /** Plays custom sounds, from the app's raw folder, when their channel is made. Default false. */
  readonly customSounds?: boolean
  /** Adds `messageId`, `conversationId` and `conversationType` beside `ext`. Default false. */
  readonly addIds?: boolean
  /** Huawei checks the request and delivers nothing. Default false. */
  readonly validateOnly?: boolean
  /** The nearest class for one that Huawei lacks, over ours. */
  readonly nearest?: { readonly [category in Category]?: Category }
}

/** Config `channels.huawei`. */
export interface HuaweiConfig extends HuaweiOptions {
  readonly apps: readonly HuaweiApp[]
}

/** A button under the message. */
export interface HuaweiButton {
  /** At most 40 characters. */
  readonly name: string
  readonly actionType?: number
  readonly intentType?: number
  readonly intent?: string
  /** At most 1024 characters. */
  readonly data?: string
}

/** `push.vendors.huawei`: what HMS on Android has and no neutral setting says. */
export interface HuaweiSettings {
  /** true: a data message, which shows nothing and carries `ext` or `data`. */
  readonly passThrough?: boolean
  /** Of a data message, in the place of `ext`. */
  readonly data?: string
  /** Of a data message; HIGH needs a right. */
  readonly urgency?: 'HIGH' | 'NORMAL'
  /** Huawei's word, over the neutral category. PLAY_VOICE is for data messages. */
  readonly category?: string
  /** -1 keeps all, 0 the newest of the app, 1…100 the newest of the group. */
  readonly collapseKey?: number
  readonly biTag?: string
  readonly receiptId?: string
  /** 1 development, 2 production. */
  readonly fastAppTarget?: 1 | 2
  /** 1: a test message, 500 an app and day. */
  readonly targetUserType?: 0 | 1
  /** Signatures of a review made beforehand. */
  readonly review?: readonly { readonly reviewer: string; readonly type: number; readonly result: string }[]
  /** Over android.importance; a silent push is LOW. */
  readonly importance?: 'LOW' | 'NORMAL'
  /** Over android.channelId. */
  readonly channelId?: string
  /** `/raw/name`. */
  readonly icon?: string
  /** `#RRGGBB`. */
  readonly color?: string
  /** `/raw/name`, over the neutral sound; a silent push has none. */
  readonly sound?: string
  readonly defaultSound?: boolean
  /** A push with the same tag takes its place. */
  readonly tag?: string
  /** The action that a click opens, over the neutral click. */
  readonly action?: string
  readonly group?: string
  /** 1 big text, 3 inbox. */
  readonly style?: 0 | 1 | 3
  /** Default: the title. */
  readonly bigTitle?: string
  /** Default: the body. */
  readonly bigBody?: string
  /** At most 5 lines of 1024 characters. */
  readonly inboxContent?: readonly string[]
  readonly foregroundShow?: boolean
  readonly visibility?: 'VISIBILITY_UNSPECIFIED' | 'PUBLIC' | 'SECRET' | 'PRIVATE'
  /** RFC 3339, UTC. */
  readonly when?: string
  readonly ticker?: string
  readonly notifySummary?: string
  readonly useDefaultVibrate?: boolean
  readonly useDefaultLight?: boolean
  /** At most 10 durations, such as `0.5s`. */
  readonly vibrateConfig?: readonly string[]
  readonly lightSettings?: {
    readonly color: { readonly alpha?: number; readonly red?: number; readonly green?: number; readonly blue?: number }
    readonly lightOnDuration: string
    readonly lightOffDuration: string
  }
  /** At most 64 characters. */
  readonly profileId?: string
  readonly titleLocKey?: string
  readonly titleLocArgs?: readonly string[]
  readonly bodyLocKey?: string
  readonly bodyLocArgs?: readonly string[]
  /** Three languages at most a key. */
  readonly multiLangKey?: { readonly [key: string]: Json }
  readonly buttons?: readonly HuaweiButton[]
}
