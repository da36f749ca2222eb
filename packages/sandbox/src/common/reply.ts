import type { JsonObject } from './json.ts'

/** What kind of call it was: a push, a call for credentials, or anything else (a recall, a stored text, a wrong path). */
export type CallKind = 'send' | 'auth' | 'other'

/** The emulator's word on one token of a request. */
export interface Verdict {
  readonly token: string
  /** The vendor's own code for this token. */
  readonly code: string
  readonly accepted: boolean
  /** The sender's own id of this push, by which a repeat can be told: the vendor's dedupe id where it has one, else a hash of what was said. */
  readonly id: string
  /** false: accepted, yet a phone would never show it; the vendor says so later or not at all. */
  readonly shown?: boolean
}

/** What the emulator answers, and what it thought of each token. */
export interface Reply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** An object is sent as JSON. */
  readonly body?: string | JsonObject
  /** The vendor's own code of the whole request. */
  readonly code: string
  readonly kind: CallKind
  readonly verdicts?: readonly Verdict[]
}
