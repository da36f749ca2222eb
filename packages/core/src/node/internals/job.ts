import type { WireRequest, WireResponse } from '../../channel/wire.ts'
import type { TransportErrorCode } from '../../delivery/transport-error.ts'
import { TransportError } from '../../delivery/transport-error.ts'
import { RouseError } from '../../model/errors.ts'
import type { AbortSignals } from './abort-signals.ts'
import type { Deadlines, Timed } from './deadlines.ts'

/** The part of a request's time that it may wait to be sent. */
const latestStart = 0.75

/** Where a request goes. */
export interface Place {
  readonly origin: string
  readonly path: string
}

/** One request from its call to its end. Whatever happens first ends it; the rest is ignored. */
export class Job implements Timed {
  readonly request: WireRequest
  /** `https://host[:port]`, for messages: the path holds the token. */
  readonly origin: string
  readonly path: string
  readonly promise: Promise<WireResponse>
  /** The peer may have acted on it. */
  sent = false
  /** Times it was given back untouched by a peer. */
  resent = 0
  ended = false
  /** Calls off what is under way; set by whoever sends it. Told why. */
  cancel: ((code: TransportErrorCode) => void) | null = null
  readonly #deadlines: Deadlines
  readonly #signals: AbortSignals
  readonly #signal: AbortSignal | undefined
  readonly #tick: number
  readonly #timeoutMs: number
  /** On the clock of performance.now: sent later, its answer would hardly come in time, and the next attempt would be a duplicate. */
  readonly #startBy: number
  #resolve!: (response: WireResponse) => void
  #reject!: (error: RouseError) => void

  constructor(request: WireRequest, place: Place, timeoutMs: number, signal: AbortSignal | undefined, deadlines: Deadlines, signals: AbortSignals) {
    this.request = request
    this.origin = place.origin
    this.path = place.path
    this.#deadlines = deadlines
    this.#signals = signals
    this.#signal = signal
    this.#timeoutMs = timeoutMs
    this.#startBy = performance.now() + timeoutMs * latestStart
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    this.#tick = deadlines.add(this, timeoutMs)
    if (signal !== undefined) signals.add(signal, this)
  }

  /** false: it is too late to send it, and it has its end. */
  start(now: number): boolean {
    if (now <= this.#startBy) return true
    this.fail('timeout', `waited too long to be sent within ${this.#timeoutMs} ms`, false)
    return false
  }

  answer(response: WireResponse): void {
    if (this.#end()) this.#resolve(response)
  }

  /** The peer refused the client certificate: no network error, and no use to try again. */
  refuse(what: string, cause: unknown): void {
    if (this.#end()) this.#reject(new RouseError('credential-invalid', `${this.origin}: ${what}`, { cause }))
  }

  /** `taken` defaults to whether it was sent at all. */
  fail(code: TransportErrorCode, what: string, taken = this.sent, cause?: unknown): void {
    if (this.#end()) this.#reject(new TransportError(code, `${this.origin}: ${what}`, taken, cause))
  }

  expire(): void {
    const { cancel } = this
    this.fail('timeout', this.sent ? `no answer within ${this.#timeoutMs} ms` : `not sent within ${this.#timeoutMs} ms`)
    cancel?.('timeout')
  }

  abort(): void {
    const { cancel } = this
    this.fail('aborted', 'called off')
    cancel?.('aborted')
  }

  #end(): boolean {
    if (this.ended) return false
    this.ended = true
    this.cancel = null
    this.#deadlines.remove(this, this.#tick)
    if (this.#signal !== undefined) this.#signals.remove(this.#signal, this)
    return true
  }
}
