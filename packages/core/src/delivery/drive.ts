import type { Draft, Exchange, WireRequest, WireResponse } from '../channel/wire.ts'
import type { Transport, TransportOptions } from './transport.ts'
import { TransportError } from './transport-error.ts'

/** Requests of one exchange at most: a generator holds the few that belong together. */
const most = 16

/** How an exchange's requests go out. */
export interface Carrier<C> {
  readonly transport: Transport
  readonly options: TransportOptions
  sign(draft: Draft, credential: C): WireRequest
}

/** Hears once what an exchange came to: its result, or why it has none. */
export interface Listener<R> {
  done(result: R): void
  failed(error: unknown): void
}

/** One exchange on its way. Objects that call each other, not promises: this is the way of every push, and each promise on it counts. */
class Drive<R, C> {
  readonly #exchange: Exchange<R>
  readonly #carrier: Carrier<C>
  readonly #credential: C
  readonly #listener: Listener<R>
  #sent = 0
  readonly #answered = (response: WireResponse): void => this.goOn(response)
  readonly #broken = (error: unknown): void => {
    end(this.#exchange)
    this.#listener.failed(error)
  }

  constructor(exchange: Exchange<R>, carrier: Carrier<C>, credential: C, listener: Listener<R>) {
    this.#exchange = exchange
    this.#carrier = carrier
    this.#credential = credential
    this.#listener = listener
  }

  goOn(response?: WireResponse): void {
    let result: R
    try {
      const step = response === undefined ? this.#exchange.next() : this.#exchange.next(response)
      if (!step.done) {
        if (this.#sent++ === most) throw new TransportError('protocol', `a channel asked for more than ${most} requests in one exchange`, true)
        const { transport, options } = this.#carrier
        transport.request(this.#carrier.sign(step.value, this.#credential), options).then(this.#answered, this.#broken)
        return
      }
      result = step.value
    } catch (error) {
      this.#broken(error)
      return
    }
    this.#listener.done(result)
  }
}

/**
 * Drives an exchange to its end: signs each Draft, sends it, resumes with the response. Tells the listener once: the result, or the
 * TransportError of a request that has no answer, or what the generator or `sign` threw. The generator is never left open.
 */
export function drive<R, C>(exchange: Exchange<R>, carrier: Carrier<C>, credential: C, listener: Listener<R>): void {
  new Drive(exchange, carrier, credential, listener).goOn()
}

/** Returns until it is at its end: a `finally` that yields would hold it open. What it throws now must not hide why it was ended. */
function end(exchange: Exchange<unknown>): void {
  try {
    for (let tries = 0; tries < most && !exchange.return(undefined).done; tries++);
  } catch (error) {
    void error
  }
}
