import type { Draft, Exchange, WireRequest, WireResponse } from '../channel/wire.ts'
import type { Transport, TransportOptions } from './transport.ts'
import { TransportError } from './transport-error.ts'

/** Requests of one exchange at most: a generator holds the few that belong together. */
const most = 16

/**
 * Drives an exchange to its end: signs each Draft, sends it, resumes with the response. Calls `done` once, or `failed` with the
 * TransportError of a request that has no answer, or with what the generator or `sign` threw. The generator is never left open.
 * Calls, not a promise: one push in a hundred thousand a second is the path of most, and each promise on it counts.
 */
export function drive<R>(
  exchange: Exchange<R>,
  sign: (draft: Draft) => WireRequest,
  transport: Transport,
  options: TransportOptions,
  done: (result: R) => void,
  failed: (error: unknown) => void,
): void {
  let sent = 0
  const broken = (error: unknown): void => {
    end(exchange)
    failed(error)
  }
  const goOn = (response?: WireResponse): void => {
    let result: R
    try {
      const step = response === undefined ? exchange.next() : exchange.next(response)
      if (!step.done) {
        if (sent++ === most) throw new TransportError('protocol', `a channel asked for more than ${most} requests in one exchange`, true)
        transport.request(sign(step.value), options).then(goOn, broken)
        return
      }
      result = step.value
    } catch (error) {
      broken(error)
      return
    }
    done(result)
  }
  goOn()
}

/** Returns until it is at its end: a `finally` that yields would hold it open. What it throws now must not hide why it was ended. */
function end(exchange: Exchange<unknown>): void {
  try {
    for (let tries = 0; tries < most && !exchange.return(undefined).done; tries++);
  } catch (error) {
    void error
  }
}
