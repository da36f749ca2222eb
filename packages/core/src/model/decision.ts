import type { Json } from './json.ts'

/** Why a push is not sent: the built-in codes. A policy may add its own in `reasons`. */
export const reasons = [
  'system-message',
  'expired',
  'disabled-for-message',
  'no-recipient',
  'own-message',
  'blocked',
  'no-device',
  'never-logged-in',
  'kicked',
  'logged-out',
  'foreground',
  'disabled-globally',
  'disabled',
  'muted',
  'quiet-hours',
  'fact-error',
  'no-text',
  'duplicate',
  'no-channel',
  'revoked',
  'moved',
] as const
export type BuiltInReason = (typeof reasons)[number]
/** A built-in code, or one of the policy document's own `reasons`. */
export type Reason = BuiltInReason | (string & {})

/** Something a person should know of this push: a vendor that cannot, a text that was cut. */
export interface Note {
  readonly code: string
  readonly detail: string
}

/** One rule's line of a trace. */
export interface TraceEntry {
  readonly rule: string
  /** null: not reached, as a rule above it had ended the evaluation. */
  readonly matched: boolean | null
  /** One sentence: the condition that decided it and the actual value. */
  readonly because: string
}

/** A setting's value and the layer that stated it (`elements`: derived from the message). */
export interface Provenance {
  readonly value: Json
  readonly from: string
}

/** The first request that this Decision would send, without credentials and sending clock; tokens hashed. */
export interface RequestPreview {
  readonly channel: string
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Json
  readonly tokens: readonly string[]
}

/** What is decided for one recipient and device. */
export interface Decision {
  readonly message: string
  readonly recipient: string
  readonly device: string | null
  /** `sha256:` and 64 hex digits: the policy's content hash. */
  readonly policy: string
  readonly decision: 'push' | 'suppress' | 'defer'
  readonly reason: Reason | null
  /** The policy rule's name, or the reason for the engine's own; null where nothing but the default decided. */
  readonly rule: string | null
  /** RFC 3339, only with `defer`. */
  readonly dueAt: string | null
  readonly channel: string | null
  /** In the order they would be tried. */
  readonly channels: readonly string[]
  readonly settings: Readonly<Record<string, Provenance>>
  readonly notes: readonly Note[]
  readonly trace: readonly TraceEntry[]
  readonly request?: RequestPreview
}
