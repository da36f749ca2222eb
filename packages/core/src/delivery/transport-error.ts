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
