import type { Device, PushSettings } from '@rouse/core'
import type { BadgeFamily } from './unread.ts'

const apples: ReadonlySet<Device['platform']> = new Set(['ios', 'macos', 'watchos', 'tvos'])

/** On which badges a message shows: `ios.badge` is Apple's word, `badge` everybody's. */
export function badgesOf(push: PushSettings | undefined): { readonly [family in BadgeFamily]: boolean } {
  return { apple: (push?.ios?.badge ?? push?.badge) !== false, other: push?.badge !== false }
}

/**
 * Which count goes with a message: a recipient has one. Apple's where they have such a device and it shows there, else the others';
 * so whoever has both kinds sees, on the others, what Apple's shows.
 */
export function familyOf(push: PushSettings | undefined, devices: readonly Device[]): BadgeFamily {
  return badgesOf(push).apple && devices.some(({ platform }) => apples.has(platform)) ? 'apple' : 'other'
}
