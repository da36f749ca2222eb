import type { WireRequest, WireResponse } from '../channel/wire.ts'

export interface TransportOptions {
  readonly protocol: 'http2' | 'http1'
  /** Milliseconds from the call: the promise settles by then. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal
}

/** Hears once what became of something: its result, or why there is none. */
export interface Listener<R> {
  done(result: R): void
  failed(error: unknown): void
}

/**
 * Sends a request and resolves with the answer, whatever its status. Rejects only with a RouseError:
 * `network` or `protocol` (retryable; `TransportError.taken` tells whether the peer may have acted on it),
 * `timeout`, `aborted`, `closed`. Always settles by the deadline.
 */
export interface Transport {
  request(request: WireRequest, options: TransportOptions): Promise<WireResponse>
  /**
   * The same without a promise: the listener is told once, during the call or after it, and must not throw. Optional: where a transport has
   * it, delivery uses it, since promises are a good part of what a push costs.
   */
  carry?(request: WireRequest, options: TransportOptions, listener: Listener<WireResponse>): void
  /** Lets what is in flight end, for at most `graceMs` (default 5000), then closes every socket. */
  close(graceMs?: number): Promise<void>
}
