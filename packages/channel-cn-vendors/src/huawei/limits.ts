import type { Capabilities, Limits } from '@rouse/core/channel'
import type { HuaweiOptions } from './config.ts'

/** Bytes of a body, the tokens taken out. */
export const payloadBytes = 4096

/** 1000 tokens a request; 4096 bytes without them; kept for 15 days at most. Source: docs/vendors/huawei.md, "Limits" and "v1/v2 body". */
export const huaweiLimits = (): Limits => ({
  tokens: 1000,
  payload: payloadBytes,
  ttl: { min: 1, max: 1_296_000 },
  token: /^[A-Za-z0-9_:|+=-][A-Za-z0-9_:.|+/=-]{0,1023}$/,
})

/** Not Huawei's word: over it, texts are told of and not cut. Source: docs/vendors/huawei.md, "Limits". */
export const advisedLengths = { title: { max: 40, unit: 'code-point' }, body: { max: 1024, unit: 'code-point' }, by: 'Alibaba' } as const

/** Bytes of JSON for the target of a click and for the name of a sound, so that a message always fits beside them. */
export const rooms = { click: 900, sound: 200 } as const

/** What Huawei can, as far as config switched it on. There is no recall: only replacing. */
export function huaweiCapabilities({ customSounds, badge }: HuaweiOptions = {}): Capabilities {
  return {
    sound: customSounds === true ? 'custom' : 'default-only',
    silent: true,
    badge: badge === 'absolute' ? 'absolute' : 'add',
    image: true,
    ext: true,
    replace: true,
    recall: false,
    click: ['url', 'intent'],
  }
}
