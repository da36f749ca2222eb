import type { Registration } from '../model/recipient.ts'
import type { AnyChannel, App } from './contract.ts'
import type { Secret } from './secret.ts'

/** The installed channels by name, with their app entries at hand. Immutable. */
export interface ChannelSet {
  readonly names: readonly string[]
  get(name: string): AnyChannel | undefined
  /** The app entry that serves a registration, or null. The region that a token itself tells comes before the one that is stated. */
  appFor(channel: AnyChannel, registration: Registration, token: Secret): App | null
}

/**
 * An entry without environment or region serves all; of several that fit, the one that says most. A region
 * that nobody knows rules nothing out.
 */
function pick(entries: readonly App[], environment: string, region: string | undefined, named: (region: string) => string): App | null {
  let best: App | null = null
  let bestScore = -1
  for (const entry of entries) {
    if (entry.environment !== undefined && entry.environment !== environment) continue
    if (entry.region !== undefined && region !== undefined && named(entry.region) !== named(region)) continue
    const score = (entry.environment === undefined ? 0 : 1) + (entry.region === undefined ? (region === undefined ? 2 : 0) : 1)
    if (score > bestScore) {
      best = entry
      bestScore = score
    }
  }
  return best
}

export function createChannelSet(channels: readonly AnyChannel[]): ChannelSet {
  const byName = new Map(channels.map(channel => [channel.name, channel]))
  const entries = new Map(channels.map(channel => [channel, Map.groupBy(channel.apps, entry => entry.app)] as const))
  return {
    names: [...byName.keys()],
    get: name => byName.get(name),
    appFor(channel, registration, token) {
      const own = entries.get(channel)?.get(registration.app)
      if (own === undefined) return null
      const [only] = own
      if (own.length === 1 && only !== undefined && only.environment === undefined && only.region === undefined) return only
      const named = (region: string) => channel.regionName?.(region) ?? region
      return pick(own, registration.environment ?? 'production', channel.region?.(token) ?? registration.region ?? undefined, named)
    },
  }
}
