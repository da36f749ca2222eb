import { RouseError, type RouseErrorCode } from '../model/errors.ts'

/** Why a request has no answer. */
export class TransportError extends RouseError {
  /** false: the peer certainly never acted on the request, so sending it again cannot make a duplicate. */
  readonly taken: boolean

  constructor(code: Extract<RouseErrorCode, 'network' | 'timeout' | 'aborted' | 'protocol' | 'closed'>, message: string, taken: boolean, cause?: unknown) {
    super(code, message, { cause, retryable: code === 'network' || code === 'timeout' || code === 'protocol' })
    this.taken = taken
  }
}
