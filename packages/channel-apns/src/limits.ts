import type { Capabilities, Limits } from '@rouse/core/channel'

/**
 * One token a request; 4096 bytes of body (5120 for VoIP: each payload says its own); stored for at most 30 days.
 * A token is hex of no fixed length. Source: docs/vendors/apns.md, "Endpoint".
 */
export const apnsLimits = (): Limits => ({
  tokens: 1,
  payload: 4096,
  ttl: { min: 1, max: 2_592_000 },
  // A new provider token at most once every 20 minutes. Source: docs/vendors/apns.md, "Provider token".
  renewEveryMs: 1_200_000,
  token: /^(?:[0-9a-fA-F]{2}){1,256}$/,
})

/** Bytes of body of a `voip` push. Source: docs/vendors/apns.md, "Endpoint". */
export const voipPayload = 5120

/** Bytes of JSON that may go to what cannot be shortened: all of `push.vendors.apns` together, and each of thread and category. Our own, so that text always has room. */
export const rooms = { settings: 2048, id: 256 } as const

/** A click opens the app, which always gets `ext`; a sent push cannot be recalled, only replaced. */
export const apnsCapabilities = (): Capabilities => ({
  sound: 'custom',
  silent: true,
  badge: 'absolute',
  image: true,
  ext: true,
  replace: true,
  recall: false,
  click: [],
})
