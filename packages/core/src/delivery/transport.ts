import type { WireRequest, WireResponse } from '../channel/wire.ts'

export interface TransportOptions {
  readonly protocol: 'http2' | 'http1'
  /** Milliseconds from the call: the promise settles by then. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal
}

/**
 * Sends a request and resolves with the answer, whatever its status. Rejects only with a RouseError:
 * `network` or `protocol` (retryable; `TransportError.taken` tells whether the peer may have acted on it),
 * `timeout`, `aborted`, `closed`. Always settles by the deadline.
 */
export interface Transport {
  request(request: WireRequest, options: TransportOptions): Promise<WireResponse>
  /** Lets what is in flight end, for at most `graceMs` (default 5000), then closes every socket. */
  close(graceMs?: number): Promise<void>
}
