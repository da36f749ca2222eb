import type { App } from '@rouse/core/channel'
import type { Codes } from '../common/index.ts'

/** A private template that OPPO approved: title and content come from it. */
export interface OppoTemplate {
  readonly id: string
  /** Values of the title's variables: `{sender}`, `{conversation}`, `{title}` and `{body}` are put in. Left out: the title has none. */
  readonly titleParams?: { readonly [variable: string]: string }
  readonly contentParams?: { readonly [variable: string]: string }
}

/** What OPPO approved for one class of messages. */
export interface OppoClass {
  /** OPPO's own word, such as `IM`. Absent: not approved, so none is sent, for code 67 refuses the push. */
  readonly category?: string
  /** 1 tray; 2 and lock screen; 16 and banner, sound, vibration, by OPPO's grant. Only with a category. */
  readonly notifyLevel?: 1 | 2 | 16
  /** The app's NotificationChannel. */
  readonly channelId?: string
  readonly template?: OppoTemplate
}

/** Where OPPO posts receipts. */
export interface OppoCallback {
  /** At most 200 characters. */
  readonly url: string
  /** At most 100 characters. Comes back with each receipt; one with another parameter, or none, is refused. Absent: no receipt ends a registration. */
  readonly param?: string
}

/** One entry of config `channels.oppo.apps`. */
export interface OppoApp extends App {
  readonly appKey: string
  /** The server's key: not the AppSecret, which is the client's. */
  readonly masterSecret: string
  /** `CN` or `INTL`. Absent: serves both, by what each registration id tells; a registration that states a region states one of these two. */
  readonly region?: string
  /**
   * OPPO's host in China. Default `api.push.oppomobile.com`; `api-push-cn.heytapmobi.com` is the newer document's, and which one is current is
   * (unconfirmed). Registrations overseas are not affected. Source: docs/vendors/oppo.md, "Endpoint".
   */
  readonly chinaHost?: string
  /** Replaces OPPO's hosts of every region, for a proxy or a test. */
  readonly host?: string
  /** Default 443. */
  readonly port?: number
  /** By category, or by category and conversation (`im:group`), most precise first; `*` for all others. */
  readonly classes?: { readonly [category: string]: OppoClass }
  /** What notify mode `custom` opens, the first that is given: an intent URI (5), an activity's full class name (4), an intent action (1). */
  readonly clickIntent?: string
  readonly clickActivity?: string
  readonly clickAction?: string
  readonly callback?: OppoCallback
}

/** Config `channels.oppo` but for its `apps`. */
export interface OppoOptions {
  /** The app's grade in OPPO's store: the channel is offered with `A` and `B` only. */
  readonly storeGrade?: string
  /**
   * `set` (default): the unread count is shown where the host knows it, else 1 is added, as in every broadcast, whose text is one for all.
   * `add`: 1 is added. `off`: the badge is left alone. An unread count of 0 clears. Setting needs ColorOS 3.1, adding Android 11.
   */
  readonly badge?: 'set' | 'add' | 'off'
  /** Adds `messageId`, `conversationId` and `conversationType` beside `ext`. Default false. */
  readonly addIds?: boolean
  /** 1 standard (default), 2 long text: ColorOS 5 and later. */
  readonly style?: 1 | 2
  /** Characters of a content of style 1: 50 by newer sources (default), 200 by one. */
  readonly contentLength?: number
  /** Least `off_line_ttl` in seconds. Default 1: OPPO names no least value; 3600 is getui's (unconfirmed). */
  readonly leastTtl?: number
  /** Most seconds in the tray, over 12 hours for content and marketing and 24 for all others: older documents say 48. */
  readonly longestShowTtl?: number
  /** Where the auth token goes: a form field, as the documents have it (default), or a header, as several clients do (unconfirmed). */
  readonly authTokenIn?: 'form' | 'header'
  /** How a template's values are written: JSON text (default) or an object (unconfirmed). */
  readonly templateParamsAs?: 'text' | 'object'
  /** Targets from which a message is saved once and broadcast. Default 100. */
  readonly broadcastFrom?: number
  /** Ids of one broadcast (unconfirmed) or `unicast_batch`. Default 1000. */
  readonly tokensPerRequest?: number
  /** What codes mean, over ours: 54 and 32 (a repeat, accepted on a resend only) are (unconfirmed). */
  readonly codes?: Codes
}

/** Config `channels.oppo`. */
export interface OppoConfig extends OppoOptions {
  readonly apps: readonly OppoApp[]
}

/**
 * `push.vendors.oppo`: what OPPO has and no neutral setting says. Sending at a stated time is for "all users", which a push to
 * registrations never is, so it has no setting.
 */
export interface OppoSettings {
  /** At most 10 characters; shown with preview `full` only. */
  readonly subTitle?: string
  /** Over config's. 2 has 128 characters; 3 (big picture) 50, and goes to broadcasts only. */
  readonly style?: 1 | 2 | 3
  /** From OPPO's upload call; broadcasts only. */
  readonly bigPictureId?: string
  readonly smallPictureId?: string
  /** UNIX ms, both: shown in this time only; broadcasts only. */
  readonly showStartTime?: number
  readonly showEndTime?: number
  /** 1000…10000 messages a second; broadcasts only. */
  readonly fixSpeedRate?: number
  /** 0 any (default), 1 Wi-Fi only. */
  readonly networkType?: 0 | 1
  /** Over the neutral click: 0 the app, 1 an activity by intent action, 2 a web page, 4 an activity by full class name, 5 an intent. */
  readonly clickActionType?: 0 | 1 | 2 | 4 | 5
  /** With types 1 and 4: at most 500 characters. */
  readonly clickActionActivity?: string
  /** With types 2 and 5: at most 2000 characters. */
  readonly clickActionUrl?: string
  /** Seconds in the tray, cut to what the class may stay there. */
  readonly showTtl?: number
  /** Over config's class for the category. */
  readonly channelId?: string
  /** OPPO's word, over config's class: say it only when OPPO approved it. */
  readonly category?: string
  readonly notifyLevel?: 1 | 2 | 16
  /** Over config's template; with preview `full` only. */
  readonly privateMsgTemplateId?: string
  readonly privateTitleParameters?: { readonly [variable: string]: string }
  readonly privateContentParameters?: { readonly [variable: string]: string }
  /** Default true: the device drops the message where its id has changed since. */
  readonly verifyRegistrationId?: boolean
}
