import type { App } from '@rouse/core/channel'
import type { Codes } from '../common/index.ts'

/** Where Meizu posts receipts. The address must be registered in the console first, else a push may fail. */
export interface MeizuCallback {
  /** At most 128 bytes. */
  readonly url: string
  /** At most 64 bytes; comes back with each receipt, and one with another parameter, or none, is refused. */
  readonly param?: string
  /** 1 delivered, 2 clicked, 3 both (default). */
  readonly type?: 1 | 2 | 3
}

/** One entry of config `channels.meizu.apps`. */
export interface MeizuApp extends App {
  /** A number, or its digits. */
  readonly appId: number | string
  readonly appSecret: string
  /** Where the devices registered: `CN` (default) or any other for Meizu's host overseas. */
  readonly region?: string
  /** In the place of Meizu's host, for a proxy or a test. */
  readonly host?: string
  /** Default 443. */
  readonly port?: number
  /** An activity's full class name: what notify mode `custom` opens. */
  readonly clickActivity?: string
  readonly callback?: MeizuCallback
}

/** Config `channels.meizu` but for its `apps`. */
export interface MeizuOptions {
  /** Adds `messageId`, `conversationId` and `conversationType` beside `ext`. Default false. */
  readonly addIds?: boolean
  /** Bytes of `parameters` as JSON: Meizu documents no limit (unconfirmed). Default 4096. */
  readonly parametersBytes?: number
  /** Targets from which a message is stored as a task first. Default 200. */
  readonly taskFrom?: number
  /** What codes of a whole request mean, over ours: when 110019 and 110051 end is (unconfirmed). */
  readonly codes?: Codes
  /** What codes of single ids mean, over ours: 518 is in Meizu's SDK only. */
  readonly valueCodes?: Codes
}

/** Config `channels.meizu`. */
export interface MeizuConfig extends MeizuOptions {
  readonly apps: readonly MeizuApp[]
}

/**
 * `push.vendors.meizu`: what Meizu has and no neutral setting says. `vipInfo` is for VIP apps and left out, as is click type 3,
 * which Meizu withdrew.
 */
export interface MeizuSettings {
  /** 0 public, 1 private. Follows from the category. */
  readonly noticeMsgType?: 0 | 1
  /** 0 Flyme (default), 2 plain Android. */
  readonly noticeBarType?: 0 | 2
  /** 1 text; 2 big image, which Meizu switched off on 2022-05-27: left out, with the note `field-dropped`. */
  readonly noticeExpandType?: 0 | 1 | 2
  /** With type 1; shown with preview `full` only. */
  readonly noticeExpandContent?: string
  /** With type 2: a URL of Meizu's upload call. */
  readonly noticeExpandImgUrl?: string
  /** Over the neutral click: 0 the app, 1 an activity, 2 a URI. */
  readonly clickType?: 0 | 1 | 2
  /** With type 1: a full class name of at most 1000 bytes. */
  readonly activity?: string
  /** With type 2: at most 1000 bytes; a URI local to the app is allowed. */
  readonly url?: string
  /** 1 heads-up (default). */
  readonly suspend?: 0 | 1
  /** 1 may be swiped away (default). */
  readonly clearNoticeBar?: 0 | 1
  /** `yyyy-MM-dd HH:mm:ss`, both: shown in this time only. */
  readonly fixStartDisplayTime?: string
  readonly fixEndDisplayTime?: string
  /** Default 1; a silent push has 0. */
  readonly vibrate?: 0 | 1
  readonly lights?: 0 | 1
  readonly sound?: 0 | 1
}
