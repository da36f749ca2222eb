import type { Json } from '@rouse/core/channel'
import type { FcmColor } from '../config.ts'

/** `android.notification` without what is put in last: `notificationCount`. Source: docs/vendors/fcm.md, "Message". */
export interface FcmAndroidNotification {
  icon?: string
  color?: string
  sound?: string
  tag?: string
  clickAction?: string
  bodyLocKey?: string
  bodyLocArgs?: string[]
  titleLocKey?: string
  titleLocArgs?: string[]
  channelId?: string
  ticker?: string
  sticky?: boolean
  eventTime?: string
  localOnly?: boolean
  notificationPriority?: string
  defaultSound?: boolean
  defaultVibrateTimings?: boolean
  defaultLightSettings?: boolean
  vibrateTimings?: string[]
  visibility?: string
  notificationCount?: number
  lightSettings?: { color: FcmColor; lightOnDuration: string; lightOffDuration: string }
  bypassProxyNotification?: boolean
  proxy?: string
}

export interface FcmAndroid {
  collapseKey?: string
  priority: 'HIGH' | 'NORMAL'
  ttl?: string
  restrictedPackageName?: string
  directBootOk?: boolean
  bandwidthConstrainedOk?: boolean
  fcmOptions?: { analyticsLabel: string }
  /** Absent in a data message. */
  notification?: FcmAndroidNotification
}

/** A message as the wire has it, camelCase throughout; a test holds it against the types of npm `@googleapis/fcm`. */
export interface FcmMessage {
  data?: { [key: string]: string }
  notification?: { title?: string; body?: string; image?: string }
  apns?: {
    headers?: { [name: string]: string }
    payload?: { [key: string]: Json }
    liveActivityToken?: string
    fcmOptions?: { analyticsLabel?: string; image?: string }
  }
  webpush?: {
    headers?: { [name: string]: string }
    data?: { [key: string]: string }
    notification?: { [key: string]: Json }
    fcmOptions?: { analyticsLabel?: string; link?: string }
  }
  fcmOptions?: { analyticsLabel?: string }
  /** Absent for Apple's devices. */
  android?: FcmAndroid
  token?: string
  /** A Firebase installation id, instead of a token. */
  fid?: string
}

/** The body of `messages:send`. */
export interface FcmSendRequest {
  validateOnly?: boolean
  message: FcmMessage
}
