import type { App, Json } from '@rouse/core/channel'

/** A Google service account's key file, as Google gives it. */
export interface FcmServiceAccount {
  readonly client_email: string
  /** A PKCS#8 PEM of an RSA key, also with `\n` as two characters. */
  readonly private_key: string
  readonly project_id?: string
  /** Default `https://oauth2.googleapis.com/token`. */
  readonly token_uri?: string
}

/** A token of the host's own; `expiresAt` is UNIX ms (default: asked again after five minutes). */
export type FcmAccessToken = string | { readonly token: string; readonly expiresAt?: number }

/** One entry of config `channels.fcm.apps`. Trust is by `serviceAccount` or by the host's own `accessToken`. */
export interface FcmApp extends App {
  /** Default: the service account's project_id. */
  readonly projectId?: string
  /** The key file, as an object or as its JSON text, also in quotes or as base64. */
  readonly serviceAccount?: FcmServiceAccount | string
  /** Where the host has tokens already (google-auth-library, a metadata server). */
  readonly accessToken?: () => FcmAccessToken | Promise<FcmAccessToken>
  /** Instead of `fcm.googleapis.com`, for a proxy or a test. */
  readonly host?: string
  /** Default 443. */
  readonly port?: number
  /** The app's package, when messages may go to no other. */
  readonly restrictedPackageName?: string
  /** The intent filter's action that notify mode `custom` opens. */
  readonly clickAction?: string
}

/** Config `channels.fcm` but for its `apps`. */
export interface FcmOptions {
  /** Plays custom sounds, from res/raw; on Android 8 and later the channel's sound counts. Default false. */
  readonly customSounds?: boolean
  /** Adds `messageId`, `conversationId` and `conversationType` to `data`. Default false. */
  readonly addIds?: boolean
  /** Google checks the message and delivers nothing. Default false. */
  readonly validateOnly?: boolean
}

/** Config `channels.fcm`. */
export interface FcmConfig extends FcmOptions {
  readonly apps: readonly FcmApp[]
}

/** A colour of `google.type.Color`: 0…1 each. */
export interface FcmColor {
  readonly red?: number
  readonly green?: number
  readonly blue?: number
  readonly alpha?: number
}

/** `push.vendors.fcm`: what FCM has and no neutral setting says. Durations are text such as `3.5s`. */
export interface FcmSettings {
  /**
   * true: a data message. Nothing is displayed: the app's code gets `data` (with `ext`) also while the phone sleeps, and draws what it wants,
   * for end-to-end encrypted apps. Title, body, image, sound and badge do not go out. Default false.
   */
  readonly passThrough?: boolean
  /** Beside `ext`: text to text; keys that Google or Rouse reserves are refused. */
  readonly data?: { readonly [key: string]: string }
  readonly icon?: string
  /** `#rrggbb`. */
  readonly color?: string
  /** Over the entry's, for a click. */
  readonly clickAction?: string
  readonly titleLocKey?: string
  readonly titleLocArgs?: readonly string[]
  readonly bodyLocKey?: string
  readonly bodyLocArgs?: readonly string[]
  readonly ticker?: string
  readonly sticky?: boolean
  /** RFC 3339. */
  readonly eventTime?: string
  readonly localOnly?: boolean
  /** Over the one that `android.importance` gives. */
  readonly notificationPriority?: `PRIORITY_${'MIN' | 'LOW' | 'DEFAULT' | 'HIGH' | 'MAX'}`
  readonly defaultSound?: boolean
  readonly defaultVibrateTimings?: boolean
  readonly defaultLightSettings?: boolean
  readonly vibrateTimings?: readonly string[]
  readonly visibility?: 'PRIVATE' | 'PUBLIC' | 'SECRET'
  readonly lightSettings?: { readonly color: FcmColor; readonly lightOnDuration: string; readonly lightOffDuration: string }
  readonly bypassProxyNotification?: boolean
  readonly proxy?: 'ALLOW' | 'DENY' | 'IF_PRIORITY_LOWERED'
  readonly restrictedPackageName?: string
  readonly directBootOk?: boolean
  readonly bandwidthConstrainedOk?: boolean
  /** Android's own label for analytics. */
  readonly analyticsLabel?: string
  readonly fcmOptions?: { readonly analyticsLabel?: string }
  readonly apns?: {
    readonly headers?: { readonly [name: string]: string }
    readonly payload?: { readonly [key: string]: Json }
    readonly liveActivityToken?: string
    readonly fcmOptions?: { readonly analyticsLabel?: string; readonly image?: string }
  }
  readonly webpush?: {
    readonly headers?: { readonly [name: string]: string }
    readonly data?: { readonly [key: string]: string }
    readonly notification?: { readonly [key: string]: Json }
    readonly fcmOptions?: { readonly analyticsLabel?: string; readonly link?: string }
  }
}
