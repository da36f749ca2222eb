import type { Capabilities, Counting, Limits } from '@rouse/core/channel'
import type { OppoOptions, OppoSettings } from './config.ts'

/** Title and content count every character, Han, Latin or emoji, as one. Source: docs/vendors/oppo.md, "`notification`" and "Count". */
export const titleLimit: Counting = { max: 50, unit: 'code-point' }

/** Characters of `content` by style. Style 1 is config's, since sources differ. Source: docs/vendors/oppo.md, "`notification`", content. */
export function contentLimit(style: 1 | 2 | 3, { contentLength }: OppoOptions): Counting {
  return { max: style === 2 ? 128 : style === 3 ? 50 : (contentLength ?? 50), unit: 'code-point' }
}

/** Seconds in the tray at most: of content and marketing, and of all others. Source: docs/vendors/oppo.md, "`notification`", show_ttl. */
export const longestShowTtl = { marketing: 43_200, other: 86_400 } as const

/** Characters of other fields. Source: docs/vendors/oppo.md, "`notification`". */
export const fieldLimits = { activity: 500, url: 2000, parameters: 4000 } as const

/** The style of a message: its own, else config's, else 1. */
export const styleOf = (settings: OppoSettings, options: OppoOptions): 1 | 2 | 3 => settings.style ?? options.style ?? 1

const subtitleLimit: Counting = { max: 10, unit: 'code-point' }

/** Of texts, by the style that a message states. Source: docs/vendors/oppo.md, "`notification`". */
export const oppoTextLimits = (settings: OppoSettings, options: OppoOptions): Required<Pick<Limits, 'title' | 'subtitle' | 'body'>> => ({
  title: titleLimit,
  subtitle: subtitleLimit,
  body: contentLimit(styleOf(settings, options), options),
})

/** 1000 ids a request; `action_parameters` of 4000 characters; offline for ten days at most. Source: docs/vendors/oppo.md, "Endpoint", "`notification`". */
export function oppoLimits(options: OppoOptions = {}): Limits {
  return {
    tokens: options.tokensPerRequest ?? 1000,
    prepareFrom: options.broadcastFrom ?? 100,
    payload: fieldLimits.parameters,
    ...oppoTextLimits({}, options),
    ttl: { min: options.leastTtl ?? 1, max: 864_000 },
    // Accumulated users under 10 million; counted in targets. Source: docs/vendors/oppo.md, "Classification and quotas".
    rate: { perSecond: 5000 },
    token: /^[A-Za-z0-9_][A-Za-z0-9_:=+-]{0,255}$/,
  }
}

/** No sound or vibration of a message's own. A request holds a badge for each device, so that `add` lets all share it. Source: docs/vendors/oppo.md, "`notification`". */
export const oppoCapabilities = ({ badge }: OppoOptions = {}): Capabilities => ({
  sound: 'default-only',
  silent: false,
  badge: badge === 'off' ? 'none' : 'add',
  image: false,
  ext: true,
  replace: true,
  recall: false,
  click: ['url', 'intent'],
})
