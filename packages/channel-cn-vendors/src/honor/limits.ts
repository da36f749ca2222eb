import type { Capabilities, Limits } from '@rouse/core/channel'
import type { HonorOptions } from './config.ts'

/** Bytes of a body without tokens (unconfirmed), where config says nothing. */
export const payloadBytes = 4096

/** 1000 tokens a request, 4096 bytes without them (both unconfirmed: config says otherwise); kept for 15 days at most. Source: docs/vendors/honor.md, "Limits". */
export function honorLimits(options: HonorOptions = {}): Limits {
  return {
    tokens: options.tokensPerRequest ?? 1000,
    payload: options.payloadBytes ?? payloadBytes,
    ttl: { min: 1, max: 1_296_000 },
    token: /^[A-Za-z0-9_:|+=-][A-Za-z0-9_:.|+/=-]{0,1023}$/,
  }
}

/** Not Honor's word: over it, texts are told of and not cut. Source: docs/vendors/honor.md, "Limits". */
export const advisedLengths = { title: { max: 60, unit: 'han-double' }, body: { max: 4096, unit: 'han-double' }, by: 'Alibaba' } as const

/** Bytes of JSON for a click's target, so that a message always fits beside it. */
export const rooms = { click: 900 } as const

/** Honor has no sounds of its own, no silent push and no recall. Source: docs/vendors/honor.md, "Body". */
export function honorCapabilities({ badge }: HonorOptions = {}): Capabilities {
  return {
    sound: 'default-only',
    silent: false,
    badge: badge === 'absolute' ? 'absolute' : 'add',
    image: true,
    ext: true,
    replace: true,
    recall: false,
    click: ['url', 'intent'],
  }
}
