import type { Sound } from './push-settings.ts'

/** A recipient's own global push settings; absent: not stated. */
export interface GlobalSettings {
  readonly enabled?: boolean
  readonly c2cSound?: Sound
  readonly groupSound?: Sound
}

/** The recipient's settings of the message's conversation. */
export interface ConversationSettings {
  /** Default `all`. */
  readonly receive?: 'all' | 'no-notify' | 'mentions' | 'none'
  /** RFC 3339; muted until then. */
  readonly mutedUntil?: string | null
}

/** Do-not-disturb window `[from, to)` in the recipient's time zone, `HH:MM`; may cross midnight; equal bounds: never. */
export interface QuietHours {
  readonly from: string
  readonly to: string
}

export interface Registration {
  readonly channel: string
  readonly token: string
  readonly app: string
  /** APNs only. Default `production`. */
  readonly environment?: 'production' | 'development'
  /** Default `alert`; `voip` is taken for category `voip` only; `fid`: the token is a Firebase installation id, which FCM also knows by its form. */
  readonly kind?: 'alert' | 'voip' | 'fid'
  /** Chooses among a vendor's regional hosts. */
  readonly region?: string | null
  /** RFC 3339; absent: the oldest. */
  readonly registeredAt?: string
}

export const platforms = ['ios', 'macos', 'watchos', 'tvos', 'android', 'harmony', 'web', 'other'] as const
export type Platform = (typeof platforms)[number]

/** One device of a recipient. What is absent is unknown, not false. */
export interface Device {
  readonly id: string
  readonly platform: Platform
  readonly maker?: string
  readonly osVersion?: string
  /** Default `logged-in`. */
  readonly session?: 'logged-in' | 'logged-out' | 'kicked' | 'never'
  /** Default `closed`. */
  readonly appState?: 'closed' | 'background' | 'foreground'
  /** ISO 3166-1 alpha-2, in any case: where the device is. */
  readonly region?: string
  readonly playServices?: boolean
  readonly hmsVersion?: number | null
  /** RFC 3339: when the host last heard from it; for rules. */
  readonly lastSeenAt?: string
  readonly registrations: readonly Registration[]
}

/** A user the message is for. */
export interface Recipient {
  readonly id: string
  readonly settings?: GlobalSettings
  readonly conversation?: ConversationSettings
  readonly quietHours?: QuietHours
  /** What a locked screen may show. Default `full`. */
  readonly preview?: 'full' | 'sender' | 'none'
  /** IANA name, in any spelling that Intl knows; an unknown one counts as UTC. */
  readonly timeZone?: string
  /** BCP 47; `_` for `-`, any case and old codes are read too. */
  readonly locale?: string
  /** Integer ≥ 0, counts this message. Absent: unknown. */
  readonly unread?: number
  readonly devices: readonly Device[]
}
