import type { Call } from './call.ts'
import type { JsonObject } from './json.ts'
import type { CallKind, Reply } from './reply.ts'
import type { Settings } from './settings.ts'
import type { Vendor } from './vendor.ts'

/** One vendor's push API, without its sockets. Every vendor folder exports a factory of one. */
export interface Emulator {
  readonly vendor: Vendor
  /** Quotas, rates and other switches that the control port may change. */
  readonly settings: Settings
  /** The credentials made at start, for `info`. */
  readonly credentials: JsonObject
  /** What kind of call a path is. */
  kindOf(call: Call): CallKind
  /** Answers as the vendor would. */
  handle(call: Call): Reply | Promise<Reply>
  /** The vendor's answer that carries this code, for the whole request. */
  answer(code: string, call: Call): Reply
  /** From now on every access token given out so far is expired. */
  expire(): void
  /** Milliseconds between two such moments that no client of this vendor could live through more often; absent: none. */
  expireGapMs?(): number
  /** Forgets counters and what was stored; credentials, settings and access tokens stay. */
  reset(): void
}
