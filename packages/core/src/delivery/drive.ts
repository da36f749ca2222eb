import type { Draft, Exchange, WireRequest, WireResponse } from '../channel/wire.ts'
import type { Listener, Transport, TransportOptions } from './transport.ts'
import { TransportError } from './transport-error.ts'

/** Requests of one exchange at most: a generator holds the few that belong together. */
const most = 16

/** How an exchange's requests go out. */
export interface Carrier<C> {
  readonly transport: Transport
  readonly options: TransportOptions
  sign(draft: Draft, credential: C): WireRequest
}

/** One exchange on its way. Objects that call each other, not promises: this is the way of every push, and each promise on it counts. */
class Drive<R, C> implements Listener<WireResponse> {
  readonly #exchange: Exchange<R>
  readonly #carrier: Carrier<C>
  readonly #credential: C
  readonly #listener: Listener<R>
  #sent = 0

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
    this.#goOn(response)
  }

  failed(error: unknown): void {
    end(this.#exchange)
    this.#listener.failed(error)
  }

  #goOn(response?: WireResponse): void {
    let step: IteratorResult<Draft, R>
    try {
      step = response === undefined ? this.#exchange.next() : this.#exchange.next(response)
    } catch (error) {
      this.failed(error)
      return
    }
    if (step.done === true) this.#listener.done(step.value)
    else this.#send(step.value)
  }

  #send(draft: Draft): void {
    const { transport, options } = this.#carrier
    let request: WireRequest
    let answer: Promise<WireResponse> | undefined
    try {
      if (this.#sent++ === most) throw new TransportError('protocol', `a channel asked for more than ${most} requests in one exchange`, true)
      request = this.#carrier.sign(draft, this.#credential)
      if (transport.carry === undefined) answer = transport.request(request, options)
    } catch (error) {
      this.failed(error)
      return
    }
    // Not within the try: a listener may be told at once, and what it throws is not the transport's.
    transport.carry?.(request, options, this)
    answer?.then(
      response => this.done(response),
      error => this.failed(error),
    )
  }
}

/**
 * Drives an exchange to its end: signs each Draft, sends it, resumes with the response. Tells the listener once: the result, or the
 * TransportError of a request that has no answer, or what the generator or `sign` threw. The generator is never left open.
 */
export function drive<R, C>(exchange: Exchange<R>, carrier: Carrier<C>, credential: C, listener: Listener<R>): void {
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
