import type { App, Json } from '@rouse/core/channel'
import type { ApnsPushType } from './internals/push-types.ts'

/** One entry of config `channels.apns.apps`. Trust is by key (`teamId`, `keyId`, `key`) or by `certificate`. */
export interface ApnsApp extends App {
  /** The bundle id, without a push type's suffix. Default: `app`. */
  readonly topic?: string
  /** 10 characters. */
  readonly teamId?: string
  /** 10 characters. */
  readonly keyId?: string
  /** The `.p8` file's text: a PKCS#8 PEM, also with `\n` as two characters, in quotes, or as base64 of the file. */
  readonly key?: string
  /** The name of a client certificate that the transport knows, instead of a key. */
  readonly certificate?: string
  /** Instead of Apple's host, for a proxy or a test. */
  readonly host?: string
  /** Apple serves 443 (the default) and 2197. */
  readonly port?: number
}

/** Config `channels.apns` but for its `apps`. */
export interface ApnsOptions {
  /** The top-level key that carries an image's URL to the app's service extension. Default `image`. */
  readonly imageKey?: string
  /** Adds `messageId`, `conversationId` and `conversationType` beside `aps`. Default false. */
  readonly addIds?: boolean
  /** Topic suffixes by push type, instead of Apple's. */
  readonly topicSuffixes?: { readonly [type in ApnsPushType]?: string }
}

/** Config `channels.apns`. */
export interface ApnsConfig extends ApnsOptions {
  readonly apps: readonly ApnsApp[]
}

/** A push to a Live Activity. Times are UNIX seconds. */
export interface ApnsLiveActivity {
  readonly timestamp: number
  readonly event: 'start' | 'update' | 'end'
  readonly contentState: { readonly [key: string]: Json }
  readonly staleDate?: number
  readonly dismissalDate?: number
  /** With `start`. */
  readonly attributesType?: string
  /** With `start`. */
  readonly attributes?: { readonly [key: string]: Json }
  /** With `start`, iOS 18 and later: asks for an update token. */
  readonly inputPushToken?: 1
  /** With `start`, iOS 18 and later, instead of `inputPushToken`: the id of the broadcast channel that the activity listens to. */
  readonly inputPushChannel?: string
  /** Any number: which activity is in front. */
  readonly relevanceScore?: number
  /** false: the update lights up nothing; the text is left out. A start must have its alert. Default true. */
  readonly alert?: boolean
}

/** `push.vendors.apns`: what APNs has and no neutral setting says. */
export interface ApnsSettings {
  /** Default: `voip` for a voip registration, else `alert`. */
  readonly pushType?: Exclude<ApnsPushType, 'liveactivity'>
  /** 10 at once, 5 by power considerations, 1 never wakes the device (not for a Live Activity). Default: by the neutral priority. */
  readonly priority?: 1 | 5 | 10
  /** true: an `alert` push also wakes the app, which may fetch while the banner shows. Apple's texts do not describe it. Default false. */
  readonly contentAvailable?: boolean
  readonly launchImage?: string
  readonly titleLocKey?: string
  readonly titleLocArgs?: readonly string[]
  readonly subtitleLocKey?: string
  readonly subtitleLocArgs?: readonly string[]
  readonly locKey?: string
  readonly locArgs?: readonly string[]
  /** A critical alert: needs Apple's entitlement. `volume`: 0…1. */
  readonly criticalSound?: { readonly name?: string; readonly volume?: number }
  readonly targetContentId?: string
  /** 0…1: the order in the summary. */
  readonly relevanceScore?: number
  readonly filterCriteria?: string
  /** Keys beside `aps`. */
  readonly custom?: { readonly [key: string]: Json }
  /** Makes it a `liveactivity` push, which starts, updates or ends this one. */
  readonly liveActivity?: ApnsLiveActivity
}
