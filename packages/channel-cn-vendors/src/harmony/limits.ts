import type { Capabilities, Limits } from '@rouse/core/channel'
import { huaweiLimits } from '../huawei/limits.ts'
import type { HarmonyOptions } from './config.ts'

/** As HMS: 1000 tokens a request, 4096 bytes without them, kept for 15 days at most. Source: docs/vendors/huawei.md, "Limits" and "v3 body". */
export const harmonyLimits = (): Limits => huaweiLimits()

/** Seconds that a call may wait: push type 10, and category VOIP of types 0 and 2. Source: docs/vendors/huawei.md, "v3 body", pushOptions. */
export const voipTtl = { min: 30, max: 60 } as const

/** Bytes of JSON for a click's target, for a sound, and for a payload that is the host's own. */
export const rooms = { click: 900, sound: 200, payload: 3400 } as const

/** Tokens a request: of a widget, of any test message, of all others. Source: docs/vendors/huawei.md, "v3 body". */
export const mostTokens = { widget: 1, test: 10, other: huaweiLimits().tokens } as const

/** What HarmonyOS can, as far as config switched it on. It has no silent push and opens no Android intent. */
export function harmonyCapabilities({ customSounds, badge }: HarmonyOptions = {}): Capabilities {
  return {
    sound: customSounds === true ? 'custom' : 'default-only',
    silent: false,
    badge: badge === 'absolute' ? 'absolute' : 'add',
    image: true,
    ext: true,
    replace: true,
    recall: true,
    click: ['url'],
  }
}
