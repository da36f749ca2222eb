import { RouseError, type RouseErrorCode } from '../model/errors.ts'

/** The codes of a TransportError. `queue-full`: the transport's queue is at its bound; nothing was sent. */
export type TransportErrorCode = Extract<RouseErrorCode, 'network' | 'timeout' | 'aborted' | 'protocol' | 'closed' | 'queue-full'>

const retryable: Readonly<Record<TransportErrorCode, boolean>> = {
  network: true,
  timeout: true,
  protocol: true,
  'queue-full': true,
  aborted: false,
  closed: false,
}

/** What a transport knows of a fault beyond its code. */
export interface TransportErrorDetails {
  /** A short code without any secret: `ENOTFOUND`, `proxy-407`, `ping-timeout`. */
  readonly reason?: string
  /** false: only another config helps, so the request must not be sent again. Default: as the code says. */
  readonly retryable?: boolean
}

/** Why a request has no answer. */
export class TransportError extends RouseError {
  declare readonly code: TransportErrorCode
  /** false: the peer certainly never acted on the request, so sending it again cannot make a duplicate. */
  readonly taken: boolean
  /** A short code of the fault, such as `ENOTFOUND`; null: the transport knows none. */
  readonly reason: string | null

  constructor(code: TransportErrorCode, message: string, taken: boolean, cause?: unknown, details: TransportErrorDetails = {}) {
    super(code, message, { cause, retryable: details.retryable ?? retryable[code] })
    this.taken = taken
    this.reason = details.reason ?? null
  }
}

/**
 * What a transport rejected with, or threw, as an error that delivery understands: a RouseError as it is, else a retryable TransportError
 * `network` that names what came, never its text, which may hold a token.
 */
export function transportFailure(error: unknown): RouseError {
  if (error instanceof RouseError) return error
  return new TransportError('network', `the transport failed with ${nameOf(error)}`, true, error)
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return `a ${typeof error} that is not an Error`
  const code = errorCode(error)
  return code ?? (/^\w{1,40}$/.test(error.name) ? error.name : 'an Error')
}

/** The code of a system or TLS error, such as `ECONNREFUSED`; null where it has none that is safe to show. */
export function errorCode(error: unknown): string | null {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(code) ? code : null
}
