import type { Draft, Exchange, WireRequest } from '../channel/wire.ts'
import type { Transport, TransportOptions } from './transport.ts'
import { TransportError } from './transport-error.ts'

/** Requests of one exchange at most: a generator holds the few that belong together. */
const most = 16

/**
 * Drives an exchange to its end: signs each Draft, sends it, resumes with the response. Rejects with the TransportError of a request
 * that has no answer, or with what the generator or `sign` threw. The generator is never left open.
 */
export async function drive<R>(exchange: Exchange<R>, sign: (draft: Draft) => WireRequest, transport: Transport, options: TransportOptions): Promise<R> {
  let done = false
  try {
    let step = exchange.next()
    for (let sent = 0; !step.done; sent++) {
      if (sent === most) throw new TransportError('protocol', `a channel asked for more than ${most} requests in one exchange`, true)
      step = exchange.next(await transport.request(sign(step.value), options))
    }
    done = true
    return step.value
  } finally {
    if (!done) end(exchange)
  }
}

/** Returns until it is at its end: a `finally` that yields would hold it open. What it throws now must not hide why it was ended. */
function end(exchange: Exchange<unknown>): void {
  try {
    for (let tries = 0; tries < most && !exchange.return(undefined).done; tries++);
  } catch (error) {
    void error
  }
}
