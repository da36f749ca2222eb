import type { Capabilities, Limits } from '@rouse/core/channel'
import type { FcmOptions } from './config.ts'

/** Bytes of a message. Source: docs/vendors/fcm.md, "Message", size. */
export const payloadBytes = 4096

/**
 * One token a request; a message of at most 4096 bytes, of which the token is no part (Google counts the
 * keys and values of data and notification; we count all of it, which is never less); kept four weeks at most.
 * Source: docs/vendors/fcm.md, "Message".
 */
export const fcmLimits = (): Limits => ({
  tokens: 1,
  payload: payloadBytes,
  ttl: { min: 1, max: 2_419_200 },
  token: /^[A-Za-z0-9_:.~%-]{1,4096}$/,
  // 600,000 messages a minute by default for a project, ramped up over a minute; an engine's `rates` option takes its place.
  // Source: docs/vendors/fcm.md, "Errors", QUOTA_EXCEEDED and Google's advice.
  rate: { perSecond: 10_000, rampMs: 60_000 },
})

/**
 * What FCM can do, as far as config switched it on. It leaves the sound out of a silent push, but from Android 8 on the notification channel's
 * sound counts. It has no recall.
 */
export function fcmCapabilities({ customSounds }: FcmOptions = {}): Capabilities {
  return {
    sound: customSounds === true ? 'custom' : 'default-only',
    silent: false,
    leavesSoundOut: true,
    badge: 'absolute',
    image: true,
    ext: true,
    replace: true,
    recall: false,
    click: [],
  }
}
