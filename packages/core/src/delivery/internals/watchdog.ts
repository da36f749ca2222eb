import type { After } from '../../concurrency/timers.ts'
import { TransportError, type TransportErrorCode } from '../transport-error.ts'

/** A request that a transport has to settle. */
export interface Watched {
  failed(error: unknown): void
}

/**
 * Ends the requests of a transport that breaks its promise to settle in time. All have the same time, so the oldest is due first, and one
 * timer is enough for all.
 */
export class Watchdog {
  readonly #limitMs: number
  readonly #clock: () => number
  readonly #after: After
  /** Under way, oldest first, with the time at which each began. */
  readonly #watched = new Map<Watched, number>()
  #cancel: (() => void) | null = null

  constructor(limitMs: number, clock: () => number, after: After) {
    this.#limitMs = limitMs
    this.#clock = clock
    this.#after = after
  }

  watch(request: Watched): void {
    this.#watched.set(request, this.#clock())
    if (this.#cancel === null) this.#arm()
  }

  forget(request: Watched): void {
    this.#watched.delete(request)
    if (this.#watched.size > 0) return
    this.#cancel?.()
    this.#cancel = null
  }

  /** Ends all that are under way. */
  endAll(code: TransportErrorCode): void {
    for (const request of [...this.#watched.keys()]) request.failed(new TransportError(code, 'the transport did not settle the request', true))
  }

  /** Waits for the oldest. */
  #arm(): void {
    const [oldest] = this.#watched
    if (oldest === undefined) return
    const [head, at] = oldest
    const left = Math.min(Math.max(1, at + this.#limitMs - this.#clock()), this.#limitMs)
    this.#cancel = this.#after(left, () => {
      // What came while the process was busy is read first.
      setImmediate(() => {
        this.#cancel = null
        this.#endDue(head)
        if (this.#watched.size > 0 && this.#cancel === null) this.#arm()
      })
    })
  }

  /** `head` has had its time, even if the clock stands still. */
  #endDue(head: Watched): void {
    const now = this.#clock()
    for (const [request, at] of [...this.#watched]) {
      if (request !== head && at + this.#limitMs > now) break
      request.failed(new TransportError('timeout', 'the transport did not settle the request in time', true))
    }
  }
}
