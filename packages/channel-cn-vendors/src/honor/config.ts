import type { App, Category, TokenEvent } from '@rouse/core/channel'
import type { Meaning } from '../common/index.ts'

/** One entry of config `channels.honor.apps`: three separate credentials of the console's push page. The App Secret is none of them. */
export interface HonorApp extends App {
  /** The id in the path. */
  readonly appId: string
  readonly clientId: string
  readonly clientSecret: string
  /** In the place of `push-api.cloud.honor.com`: the older `push-api.cloud.hihonor.com`, a proxy or a test; tokens too, unless `oauthHost` says otherwise. */
  readonly host?: string
  /** Default 443. */
  readonly port?: number
  /** Default: `iam.developer.honor.com`, or `iam.developer.hihonor.com` beside the older host. */
  readonly oauthHost?: string
  readonly oauthPort?: number
  /** Default `/auth/token`; Honor's article of 2023 has `/auth/realms/developer/protocol/openid-connect/token`. */
  readonly oauthPath?: string
  /** Full name of the launcher activity; without it no badge is sent. */
  readonly badgeClass?: string
  /** An intent URI: what notify mode `custom` opens. */
  readonly clickIntent?: string
  /** The action of an intent filter: the same, where there is no clickIntent. */
  readonly clickAction?: string
}

/** What config may say that one of Honor's codes means: of a whole request, so never that tokens are dead, which its lists name. */
export type HonorMeaning = Exclude<Meaning, 'gone' | 'unreachable'>

/** Config `channels.honor` but for its `apps`. */
export interface HonorOptions {
  /** `add` (default): each push adds 1, so that equal messages share a request. `absolute`: shows the unread count. */
  readonly badge?: 'add' | 'absolute'
  /** Adds `messageId`, `conversationId` and `conversationType` beside `ext`. Default false. */
  readonly addIds?: boolean
  /** Classes that go out as LOW. Default: marketing, news, content, social. */
  readonly lowCategories?: readonly Category[]
  /** How `notifyId` is written: clients differ. Default `number`. */
  readonly notifyIdAs?: 'number' | 'text'
  /** Bytes of a body without tokens (unconfirmed), 3072 or more. Default 4096. */
  readonly payloadBytes?: number
  /** Tokens a request (unconfirmed). Default 1000. */
  readonly tokensPerRequest?: number
  /** What codes or HTTP statuses mean, over ours: Honor's own list is (unconfirmed). Some clients take 80000000 or 0 for success. */
  readonly codes?: { readonly [code: string]: HonorMeaning }
  /** What a receipt's status means (unconfirmed). Default: 0 delivered, nothing else. */
  readonly receiptCodes?: { readonly [status: string]: TokenEvent['kind'] }
}

/** Config `channels.honor`. */
export interface HonorConfig extends HonorOptions {
  readonly apps: readonly HonorApp[]
}

/** A button under the message. */
export interface HonorButton {
  /** At most 40 characters. */
  readonly name: string
  /** 0 home, 1 page, 2 URL. */
  readonly actionType: 0 | 1 | 2
  /** 0 intent, 1 action: required with a page. */
  readonly intentType?: 0 | 1
  readonly intent?: string
  /** JSON of keys and values, at most 1024 characters. */
  readonly data?: string
}

/** `push.vendors.honor`: what Honor has and no neutral setting says. */
export interface HonorSettings {
  /** true: a data message, which shows nothing and carries `ext` or `data`. */
  readonly passThrough?: boolean
  /** Of a data message, in the place of `ext`. */
  readonly data?: string
  readonly biTag?: string
  /** 1: a test message, 1000 an app and day. */
  readonly targetUserType?: 0 | 1
  /** Over android.importance and the category. */
  readonly importance?: 'LOW' | 'NORMAL'
  /** A push with the same tag takes its place. */
  readonly tag?: string
  readonly group?: string
  /** 1 big text: of the same title and body. */
  readonly style?: 0 | 1
  /** Text, UTC: sorts the drawer. */
  readonly when?: string
  readonly buttons?: readonly HonorButton[]
  /** The action that a click opens, over the neutral click. */
  readonly action?: string
}
