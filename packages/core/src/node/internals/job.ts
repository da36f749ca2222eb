import type { WireRequest, WireResponse } from '../../channel/wire.ts'
import type { TransportOptions } from '../../delivery/transport.ts'
import { TransportError, type TransportErrorCode, type TransportErrorDetails } from '../../delivery/transport-error.ts'
import { RouseError } from '../../model/errors.ts'
import { type Deadlines, Timed } from './deadlines.ts'

/** The part of a request's time that it may wait to be sent. */
const latestStart = 0.75

/** What all requests to one host share. */
export interface Origin {
  /** `https://host[:port]`, for messages too: the path holds the token. */
  readonly origin: string
  readonly deadlines: Deadlines
}

/** What carries a job that was sent, and can call it off. Told why. */
export interface StreamHandle {
  cancel(code: TransportErrorCode): void
}

/** Resolves a request's promise; with a promise that rejects, it rejects. */
export type Settle = (end: WireResponse | Promise<never>) => void

/**
 * One request from its call to its end. Whatever happens first ends it; the rest is ignored. As small as can be, since a hundred
 * thousand of them may wait.
 */
export class Job extends Timed {
  readonly request: WireRequest
  readonly home: Origin
  readonly #options: TransportOptions
  /** null: the URL's, as it stands. */
  readonly #path: string | null
  /** On the clock of performance.now: sent later, its answer would hardly come in time, and the next attempt would be a duplicate. */
  readonly #startBy: number
  #settle: Settle | null
  /** The peer may have acted on it. */
  sent = false
  /** Times it was given back untouched by a peer. */
  resent = 0
  carrier: StreamHandle | null = null

  constructor(request: WireRequest, path: string | null, options: TransportOptions, home: Origin, settle: Settle) {
    super()
    this.request = request
    this.home = home
    this.#options = options
    this.#path = path
    this.#startBy = Math.ceil(performance.now() + options.timeoutMs * latestStart)
    this.#settle = settle
    home.deadlines.add(this, options.timeoutMs)
  }

  get ended(): boolean {
    return this.#settle === null
  }

  get signal(): AbortSignal | undefined {
    return this.#options.signal
  }

  get path(): string {
    return this.#path ?? this.request.url.slice(this.home.origin.length)
  }

  /** false: it is too late to send it, and it has its end. */
  start(now: number): boolean {
    if (now <= this.#startBy) return true
    this.fail('timeout', `waited too long to be sent within ${this.#options.timeoutMs} ms`, false)
    return false
  }

  answer(response: WireResponse): void {
    this.#over()?.(response)
  }

  /** The peer refused the client certificate: no network error, and no use to try again. */
  refuse(what: string, cause: unknown): void {
    this.#over()?.(Promise.reject(new RouseError('credential-invalid', `${this.home.origin}: ${what}`, { cause })))
  }

  /** `taken` defaults to whether it was sent at all. */
  fail(code: TransportErrorCode, what: string, taken = this.sent, cause?: unknown, details?: TransportErrorDetails): void {
    this.#over()?.(Promise.reject(new TransportError(code, `${this.home.origin}: ${what}`, taken, cause, details)))
  }

  expire(): void {
    const { carrier } = this
    const { timeoutMs } = this.#options
    this.fail('timeout', this.sent ? `no answer within ${timeoutMs} ms` : `not sent within ${timeoutMs} ms`)
    carrier?.cancel('timeout')
  }

  abort(): void {
    const { carrier } = this
    this.fail('aborted', 'called off')
    carrier?.cancel('aborted')
  }

  /** The way to settle it, once. */
  #over(): Settle | null {
    const settle = this.#settle
    if (settle === null) return null
    this.#settle = null
    this.carrier = null
    this.home.deadlines.remove(this)
    return settle
  }
}
