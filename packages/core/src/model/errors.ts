import type { Issue } from './mistake.ts'

/** Stable codes of RouseError; docs/errors.md holds them as one table. */
export type RouseErrorCode =
  | 'message-invalid'
  | 'recipient-invalid'
  | 'policy-invalid'
  | 'config-invalid'
  | 'channel-invalid'
  | 'codegen-forbidden'
  | 'credential-invalid'
  | 'closed'
  | 'queue-full'
  | 'directory-failed'
  | 'network'
  | 'timeout'
  | 'aborted'
  | 'protocol'

export interface RouseErrorOptions {
  readonly cause?: unknown
  /** Whether the same call may succeed later. Default false. */
  readonly retryable?: boolean
  /** Every mistake of a refused input. */
  readonly mistakes?: readonly Issue[]
}

/** The one error class: what was wrong, where, and what to do. Never holds a token or a secret. */
export class RouseError extends Error {
  override readonly name = 'RouseError'
  readonly code: RouseErrorCode
  readonly retryable: boolean
  readonly mistakes: readonly Issue[]

  constructor(code: RouseErrorCode, message: string, options: RouseErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.retryable = options.retryable ?? false
    this.mistakes = options.mistakes ?? []
  }
}
