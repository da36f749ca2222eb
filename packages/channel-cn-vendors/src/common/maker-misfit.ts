import type { DeviceFacts } from '@rouse/core/channel'

/**
 * Why a phone maker's channel does not fit a device, or null. Platform `other` is one that the host does not know, and an absent
 * maker says nothing: then the registration is the evidence. Source: docs/semantics.md, "Channel for a device".
 */
export function makerMisfit({ platform, maker }: DeviceFacts, makers: readonly string[], platforms: readonly string[] = ['android']): string | null {
  if (platform !== 'other' && !platforms.includes(platform)) return `platform is "${platform}", not ${platforms.join(' or ')}`
  if (maker === undefined || maker === '' || makers.includes(maker)) return null
  return `maker is "${maker}", none of ${makers.join(', ')}`
}
