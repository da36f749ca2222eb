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

/** Why a request has no answer. */
export class TransportError extends RouseError {
  declare readonly code: TransportErrorCode
  /** false: the peer certainly never acted on the request, so sending it again cannot make a duplicate. */
  readonly taken: boolean

  constructor(code: TransportErrorCode, message: string, taken: boolean, cause?: unknown) {
    super(code, message, { cause, retryable: retryable[code] })
    this.taken = taken
  }
}
