import type { Capabilities, Limits } from '@rouse/core/channel'
import type { XiaomiOptions } from './config.ts'

/** Source: docs/vendors/xiaomi.md, "Form fields", title: fewer than 50. */
export const titleLimit = { max: 49, unit: 'utf16' } as const

/**
 * Titles are of fewer than 50 characters, descriptions of fewer than 128 (how an emoji counts is not said: UTF-16 units are safe);
 * `payload` is under 4 KB; a private message is kept 10 days. Source: docs/vendors/xiaomi.md, "Form fields".
 */
export const xiaomiLimits = (): Limits => ({
  tokens: 1000,
  payload: 4095,
  title: titleLimit,
  body: { max: 127, unit: 'utf16' },
  ttl: { min: 1, max: 864_000 },
  token: /^[A-Za-z0-9+/=_-]{1,512}$/,
  // The least that Xiaomi grants (apps below 100,000 devices); an engine's `rates` option takes its place. Source: docs/vendors/xiaomi.md, "Limits".
  rate: { perSecond: 500, unit: 'request' },
})

/** Seconds that a public message is kept at most. Source: docs/vendors/xiaomi.md, "Form fields", time_to_live. */
export const publicTtl = 86_400

/** Source: docs/vendors/xiaomi.md, "Message classes": variables of a template, and characters of each value. */
export const templateLimits = { variables: 9, value: { max: 128, unit: 'utf16' } } as const

/** Source: docs/vendors/xiaomi.md, "Form fields", other `extra.<key>`. */
export const ownKeyLimits = { keys: 10, characters: 1024 } as const

/** What Xiaomi can, as far as config switched it on. */
export function xiaomiCapabilities({ customSounds, badge }: XiaomiOptions = {}): Capabilities {
  return {
    sound: customSounds === true ? 'custom' : 'default-only',
    silent: true,
    badge: badge === true ? 'absolute' : 'none',
    image: false,
    ext: true,
    replace: true,
    recall: true,
    click: ['url', 'intent'],
  }
}
