import type { ChannelSet } from '../channel/channel-set.ts'
import type { Inbound, TokenEvent } from '../channel/contract.ts'
import type { WireResponse } from '../channel/wire.ts'
import type { TokenReport } from './engine-api.ts'

/** A vendor's callback, read: what it told, and how it is answered. */
export interface Receipts {
  readonly reports: readonly TokenReport[]
  readonly response: WireResponse
}

/** Reads a callback with the first app entry that takes its signature; null: there is none. */
export function readReceipts(channels: ChannelSet, channel: string, app: string, inbound: Inbound): Receipts | null {
  const plugin = channels.get(channel)
  for (const entry of plugin?.apps ?? []) {
    const read = entry.app === app ? plugin?.receipts?.(inbound, entry) : null
    if (read === null || read === undefined) continue
    return { reports: read.events.map((event: TokenEvent) => ({ ...event, channel, recipient: null, device: null })), response: read.response }
  }
  return null
}
