import type { Capabilities, Counting, Limits } from '@rouse/core/channel'
import type { MeizuOptions } from './config.ts'

/** Characters; how an emoji counts is not said: UTF-16 units are safe. Source: docs/vendors/meizu.md, "messageJson", "Likely mistakes". */
export const titleLimit: Counting = { max: 32, unit: 'utf16' }
export const contentLimit: Counting = { max: 100, unit: 'utf16' }

/** Bytes of a click's target. Source: docs/vendors/meizu.md, "messageJson", clickTypeInfo. */
export const clickBytes = 1000

/** 100 ids a request, since August 2023; kept for up to 72 hours, in whole hours: `messageJson` decides what becomes of less than one. Source: docs/vendors/meizu.md, "Form fields", "messageJson". */
export function meizuLimits({ parametersBytes, taskFrom }: MeizuOptions = {}): Limits {
  return {
    tokens: 100,
    prepareFrom: taskFrom ?? 200,
    payload: parametersBytes ?? 4096,
    title: titleLimit,
    body: contentLimit,
    ttl: { min: 1, max: 259_200 },
    // Source: docs/vendors/meizu.md, "Limits".
    rate: { perSecond: 200, unit: 'request' },
    token: /^[A-Za-z0-9_][A-Za-z0-9_=+-]{0,255}$/,
  }
}

/** Sound and vibration on or off, no sound file, no badge, no image but a VIP's. Source: docs/vendors/meizu.md, "messageJson". */
export const meizuCapabilities = (): Capabilities => ({
  sound: 'default-only',
  silent: true,
  badge: 'none',
  image: false,
  ext: true,
  replace: true,
  recall: false,
  click: ['url', 'intent'],
})
