/**
 * What has become of a device token. `dead`: uninstalled or never given out. `reinstalled`: dead since `timestamp`,
 * though the app may have registered again later. `switched-off`: the user turned notifications off. `other-app`: it
 * belongs to another app or sender. `wrong-environment`: it belongs to the vendor's other environment or platform.
 */
export const tokenStates = ['live', 'dead', 'reinstalled', 'switched-off', 'other-app', 'wrong-environment'] as const
export type TokenState = (typeof tokenStates)[number]

/** A token's state and since when (UNIX ms). */
export interface TokenEntry {
  readonly state: TokenState
  readonly timestamp: number
  /** Where it was given out, for vendors with two environments; absent: in both. */
  readonly environment?: string
}

const live: TokenEntry = { state: 'live', timestamp: 0 }

/** The states of one vendor's tokens; a token never heard of is live. */
export interface TokenBook {
  set(token: string, entry: TokenEntry): void
  get(token: string): TokenEntry
  clear(): void
}

/** An empty book of token states. */
export function createTokenBook(): TokenBook {
  const entries = new Map<string, TokenEntry>()
  return {
    set(token, entry) {
      if (entry.state === 'live' && entry.environment === undefined) entries.delete(token)
      else entries.set(token, entry)
    },
    get: token => entries.get(token) ?? live,
    clear: () => entries.clear(),
  }
}
