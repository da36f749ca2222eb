import type { Draft, Exchange, WireRequest, WireResponse } from '../channel/wire.ts'
import type { Watchdog, Watched } from './internals/watchdog.ts'
import type { Listener, Transport, TransportOptions } from './transport.ts'
import { TransportError, transportFailure } from './transport-error.ts'

/** Requests of one exchange at most: a generator holds the few that belong together. */
const most = 16

/** How an exchange's requests go out. */
export interface Carrier<C> {
  readonly transport: Transport
  readonly options: TransportOptions
  /** UNIX ms: what a `Retry-After` with a date counts from where the response has no `Date`. Default Date.now. */
  readonly clock?: () => number
  /** Ends requests that the transport never settles; absent: they are waited for. */
  readonly watchdog?: Watchdog
  sign(draft: Draft, credential: C): WireRequest
}

/** One exchange on its way. Objects that call each other, not promises: this is the way of every push, and each promise on it counts. */
class Drive<R, C> implements Listener<WireResponse>, Watched {
  readonly #exchange: Exchange<R>
  readonly #carrier: Carrier<C>
  readonly #credential: C
  readonly #listener: Listener<R>
  #sent = 0
  /** A request is under way; else what the transport says comes too late, or for the second time. */
  #waits = false

  constructor(exchange: Exchange<R>, carrier: Carrier<C>, credential: C, listener: Listener<R>) {
    this.#exchange = exchange
    this.#carrier = carrier
    this.#credential = credential
    this.#listener = listener
  }

  start(): void {
    this.#goOn()
  }

  done(response: WireResponse): void {
    if (!this.#settles()) return
    if (isResponse(response)) this.#goOn(this.#dated(response))
    else this.#end(new TransportError('protocol', 'the transport resolved with something that is no response', true))
  }

  failed(error: unknown): void {
    if (this.#settles()) this.#end(transportFailure(error))
  }

  #settles(): boolean {
    if (!this.#waits) return false
    this.#waits = false
    this.#carrier.watchdog?.forget(this)
    return true
  }

  #end(error: unknown): void {
    end(this.#exchange)
    this.#listener.failed(error)
  }

  /** A date is what `Retry-After` counts from, and a channel has no clock. */
  #dated(response: WireResponse): WireResponse {
    const { headers } = response
    if (headers['retry-after'] === undefined || !Number.isNaN(Date.parse(headers.date ?? ''))) return response
    return { ...response, headers: { ...headers, date: new Date(this.#carrier.clock?.() ?? Date.now()).toUTCString() } }
  }

  #goOn(response?: WireResponse): void {
    let step: IteratorResult<Draft, R>
    try {
      step = response === undefined ? this.#exchange.next() : this.#exchange.next(response)
    } catch (error) {
      this.#end(error)
      return
    }
    if (step.done === true) this.#listener.done(step.value)
    else this.#send(step.value)
  }

  #send(draft: Draft): void {
    const { transport, options } = this.#carrier
    let request: WireRequest
    try {
      if (this.#sent++ === most) throw new TransportError('protocol', `a channel asked for more than ${most} requests in one exchange`, true)
      request = this.#carrier.sign(draft, this.#credential)
    } catch (error) {
      this.#end(error)
      return
    }
    this.#waits = true
    this.#carrier.watchdog?.watch(this)
    try {
      if (transport.carry !== undefined) {
        transport.carry(request, options, this)
        return
      }
      transport.request(request, options).then(
        response => this.done(response),
        error => this.failed(error),
      )
    } catch (error) {
      // What a listener throws that was called at once is not the transport's.
      if (!this.#waits) throw error
      this.failed(error)
    }
  }
}

function isResponse(response: WireResponse): boolean {
  if (typeof response !== 'object' || response === null) return false
  const { status, headers, body } = response
  return Number.isInteger(status) && typeof headers === 'object' && headers !== null && ArrayBuffer.isView(body)
}

/**
 * Drives an exchange to its end: signs each Draft, sends it, resumes with the response. Tells the listener once: the result, or the
 * TransportError of a request that has no answer, or what the generator or `sign` threw. The generator is never left open.
 */
export function runExchange<R, C>(exchange: Exchange<R>, carrier: Carrier<C>, credential: C, listener: Listener<R>): void {
  new Drive(exchange, carrier, credential, listener).start()
}

/** Returns until it is at its end: a `finally` that yields would hold it open. What it throws now must not hide why it was ended. */
function end(exchange: Exchange<unknown>): void {
  try {
    for (let tries = 0; tries < most && !exchange.return(undefined).done; tries++);
  } catch (error) {
    void error
  }
}
