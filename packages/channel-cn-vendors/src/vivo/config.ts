import type { App, Category, Json } from '@rouse/core/channel'
import type { Codes } from '../common/index.ts'

/** Where vivo posts receipts: of pushes to one device only. */
export interface VivoCallback {
  /** At most 128 characters. */
  readonly url?: string
  /** At most 64 characters (192 in newer texts); comes back with each receipt; one with another parameter, or none, is refused. */
  readonly param?: string
  /** Of an address set in the console; wins over `url`. */
  readonly id?: string
}

/** One entry of config `channels.vivo.apps`. */
export interface VivoApp extends App {
  /** A number, or its digits; it goes out as a number. */
  readonly appId: number | string
  readonly appKey: string
  readonly appSecret: string
  /** In the place of vivo's host, for a proxy or a test. */
  readonly host?: string
  /** Default 443. */
  readonly port?: number
  /** An intent URI: what notify mode `custom` opens. */
  readonly clickIntent?: string
  readonly callback?: VivoCallback
}

/** Config `channels.vivo` but for its `apps`. */
export interface VivoOptions {
  /** Adds 1 to the app's badge; vivo grants it on application (document 788) and has no way to set a count. Default false. */
  readonly badge?: boolean
  /** Adds `messageId`, `conversationId` and `conversationType` beside `ext`. Default false. */
  readonly addIds?: boolean
  /** How title and content count: `code-point` (default): every character is one; `han-double`: the rule until about 2024, Han characters as two. */
  readonly counting?: 'han-double' | 'code-point'
  /**
   * `replace` (default): square brackets and braces in title and content become parentheses, since one source says that vivo refuses them
   * with 10104. `keep`: they stay. Source: docs/vendors/vivo.md, "Response", 10104.
   */
  readonly brackets?: 'replace' | 'keep'
  /** Most seconds that a message is kept: 86400 by texts since 2024 (default), up to 604800 by older ones. */
  readonly longestTtl?: number
  /** 1: test messages, to the test devices of the console only. Default 0. */
  readonly pushMode?: 0 | 1
  /** The nearest class for one that vivo lacks, over ours. */
  readonly nearest?: { readonly [category in Category]?: Category }
  /** Words for `push.vendors.vivo.category` beside the ten of the sheet, with their classification: 0 operation, 1 system. */
  readonly categories?: { readonly [word: string]: 0 | 1 }
  /** What codes mean, over ours: 10040 and 10303 are (unconfirmed). */
  readonly codes?: Codes
}

/** Config `channels.vivo`. */
export interface VivoConfig extends VivoOptions {
  readonly apps: readonly VivoApp[]
}

/** `push.vendors.vivo`: what vivo has and no neutral setting says. */
export interface VivoSettings {
  /** 1 none, 2 sound, 3 vibration, 4 both (default): up to Android 8.0. A silent push has 1. */
  readonly notifyType?: 1 | 2 | 3 | 4
  /** Over the neutral click: 2 link, 3 custom (not with client SDK 480 and later), 4 page in the app. */
  readonly skipType?: 1 | 2 | 3 | 4
  readonly skipContent?: string
  /** -1 any (default), 1 Wi-Fi only. */
  readonly networkType?: -1 | 1
  /** 0 operation, 1 system. Follows from the category; alone it takes the place of one that does not go with it. */
  readonly classification?: 0 | 1
  /** vivo's word, over the neutral category: one of its ten, or of config `categories`. */
  readonly category?: string
  /** Own keys beside `ext`: with it at most 10 pairs of 1024 characters together. */
  readonly clientCustomMap?: { readonly [key: string]: string }
  readonly pushMode?: 0 | 1
  /** false: not shown while the app is in front. */
  readonly foregroundShow?: boolean
  /** A user's id on the device: pushes to one device only. */
  readonly profileId?: string
  /** true: sent once if the device is online, else dropped. */
  readonly sendOnline?: boolean
  /** Results of a review of third-party content. */
  readonly auditReview?: readonly Json[]
  /** Shown in this time only: UNIX ms, as numbers or as text; sent as numbers. 10 minutes to a day ahead, for less than 120 minutes of one day in China. Else it is left out. */
  readonly timedDisplay?: { readonly showStartTime: number | string; readonly showEndTime: number | string; readonly overtimeDisplay?: boolean }
}
