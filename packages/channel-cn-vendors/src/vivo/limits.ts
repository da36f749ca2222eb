import type { Capabilities, Counting, Limits } from '@rouse/core/channel'
import type { VivoOptions } from './config.ts'

/** 40 and 100 characters, each counting one, or Han as two by the older count. Source: docs/vendors/vivo.md, "`/message/send`", "Counting". */
export const titleLimit = ({ counting = 'code-point' }: VivoOptions): Counting => ({ max: 40, unit: counting })
export const contentLimit = ({ counting = 'code-point' }: VivoOptions): Counting => ({ max: 100, unit: counting })

/** Source: docs/vendors/vivo.md, "`/message/send`". */
export const fieldLimits = { link: 1000, page: 1024, pairs: 10, map: 1024, requestId: 64 } as const

/** Least seconds of a message that goes to many. Source: docs/vendors/vivo.md, "`/message/send`", timeToLive. */
export const leastTtlOfMany = 900

/**
 * 2…1000 ids a list, one alone by its own call. 40 and 100 characters, every one counting one; a custom map of 1024
 * characters; kept for one day at most, or as config says. Source: docs/vendors/vivo.md, "`/message/send`", "Many", "Counting".
 */
export function vivoLimits(options: VivoOptions = {}): Limits {
  return {
    tokens: 1000,
    prepareFrom: 2,
    payload: fieldLimits.map,
    title: titleLimit(options),
    body: contentLimit(options),
    ttl: { min: 60, max: options.longestTtl ?? 86_400 },
    // Effective users under 5 million. Source: docs/vendors/vivo.md, "Quotas".
    rate: { perSecond: 3000 },
    // Ids of other lengths than the SDK's 23 characters are good too.
    token: /^[A-Za-z0-9_-][A-Za-z0-9_:.=+-]{0,255}$/,
  }
}

/** vivo adds to a badge where config switched it on, and has neither image nor sounds of its own, and no recall. Source: docs/vendors/vivo.md, "`/message/send`". */
export const vivoCapabilities = ({ badge }: VivoOptions = {}): Capabilities => ({
  sound: 'default-only',
  silent: true,
  badge: badge === true ? 'add' : 'none',
  image: false,
  ext: true,
  replace: true,
  recall: false,
  click: ['url', 'intent'],
})
