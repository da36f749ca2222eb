import type { Json } from '../model/json.ts'
import type { Element } from '../model/message.ts'
import type { EffectiveFact } from '../settings/effective.ts'

/**
 * What rules read. Built once for each device by the pipeline, in this shape always (absent values are
 * `undefined`), so that compiled rules see one hidden class.
 */
export interface Facts {
  readonly message: MessageFact
  readonly conversation: ConversationFact
  readonly recipient: RecipientFact
  /** undefined while rules above the first device-level one are evaluated, and for a recipient without devices. */
  readonly device: DeviceFact | undefined
  readonly now: NowFact
  /** undefined in `layers` and until the merge. */
  readonly effective: EffectiveFact | undefined
  /** Pushes accepted in the last `seconds`; see RecentFact. */
  readonly recent: RecentFact
  /** Host facts by name; a name that is not there has not been loaded, or failed. */
  readonly host: { readonly [name: string]: Json | undefined }
}

/** The message, without `push`, and what it states itself of `enabled` and `ttl`. */
export interface MessageFact {
  readonly id: string
  readonly revision: number
  readonly kind: 'chat' | 'system'
  readonly conversation: { readonly type: 'c2c' | 'group'; readonly id: string; readonly name: string | undefined }
  readonly sender: { readonly id: string; readonly name: string | undefined }
  readonly sentAt: string
  readonly app: string | undefined
  readonly elements: readonly Element[]
  readonly mentions: { readonly all: boolean; readonly users: readonly string[] }
  /** Seconds since sentAt, never below 0. */
  readonly age: number
  /** The message's own statement, whatever other layers say. */
  readonly stated: { readonly enabled: boolean | undefined; readonly ttl: number | null | undefined }
}

export interface ConversationFact {
  readonly receive: 'all' | 'no-notify' | 'mentions' | 'none'
  readonly mutedUntil: string | undefined
  /** mutedUntil is in the future. */
  readonly muted: boolean
}

export interface RecipientFact {
  readonly id: string
  readonly preview: 'full' | 'sender' | 'none'
  /** Canonical: `Asia/Shanghai` for `PRC` and `asia/shanghai`. undefined for a zone that is unknown, too. */
  readonly timeZone: string | undefined
  /** Canonical BCP 47. */
  readonly locale: string | undefined
  readonly unread: number | undefined
  readonly quietHours: { readonly from: string; readonly to: string } | undefined
  /** By id or by @all. */
  readonly mentioned: boolean
  readonly inQuietHours: boolean
  readonly deviceCount: number
  /** A stable share 0…99 of the recipient's id, for staged roll-outs: `bucketOf(id)`. */
  readonly bucket: number
}

export interface DeviceFact {
  readonly id: string
  readonly platform: string
  /** Trimmed and in lower case. */
  readonly maker: string | undefined
  readonly osVersion: string | undefined
  readonly session: 'logged-in' | 'logged-out' | 'kicked' | 'never'
  readonly appState: 'closed' | 'background' | 'foreground'
  readonly region: string | undefined
  readonly playServices: boolean | undefined
  readonly hmsVersion: number | null | undefined
  readonly lastSeenAt: string | undefined
  /** Seconds since lastSeenAt. */
  readonly lastSeenAge: number | undefined
}

/** Local to the recipient (no time zone: UTC); weekday 1–7 from Monday. */
export interface NowFact {
  /** RFC 3339, UTC. */
  readonly iso: string
  readonly hour: number
  readonly minute: number
  readonly weekday: number
}

/**
 * Asked with `params: {seconds}`; path `$.recipient` or `$.conversation`. Synchronous: the pipeline loads the counters first. `undefined`:
 * they have not been asked, or could not say.
 */
export interface RecentFact {
  /** Pushes accepted for this recipient in the last `seconds`, on any of its devices. */
  recipient(seconds: number): number | undefined
  /** The same for this recipient in this conversation. */
  conversation(seconds: number): number | undefined
}

/** What a host's `load` is told beside the keys. */
export interface HostFactContext {
  readonly message: MessageFact
  /** UNIX ms. */
  readonly now: number
  /** Aborted at the deadline. */
  readonly signal: AbortSignal
}

/** A fact of the host's own, asked once a page for the recipients still undecided. */
export interface HostFact {
  /** One value a key (recipient ids), in their order; `undefined`: missing. */
  load(keys: readonly string[], context: HostFactContext): Promise<readonly (Json | undefined)[]>
  /** Milliseconds; default 500. */
  readonly timeoutMs?: number
}
