import { RouseError, TransportError, type TransportErrorCode, type WireRequest, type WireResponse } from '@rouse/core/transport'
import { Call } from '../connection/call.ts'
import { Wheel } from '../wheel.ts'
import { AbortSignals } from './abort-signals.ts'

/** Records that are kept for the next calls. */
const mostSpare = 4096
/** What an entry of a header list counts beside its text (RFC 9113, section 6.5.2). */
const overhead = 32
/** The pseudo-header fields' own, and a content-length. */
const pseudo = 5 * overhead + ':method:scheme:path:authority'.length + 'https'.length + 'content-length'.length + 16

/** Every call that has not ended: it begins here, and ends here once, by an answer, an error, its deadline or its signal. */
export class Ledger {
  /** Calls that have not ended. */
  open = 0
  /** Called when the last one has ended. */
  drained: (() => void) | null = null
  readonly #wheel: Wheel
  readonly #signals = new AbortSignals(call => this.#abort(call))
  readonly #spare: Call[] = []

  constructor(clock: () => number) {
    this.#wheel = new Wheel(clock, call => this.#expire(call))
  }

  /** `url` is the request's, as it is sent; its path begins at `pathStart`. */
  begin(request: WireRequest, url: string, pathStart: number, timeoutMs: number, signal: AbortSignal | undefined): Call {
    const call = this.#spare.pop() ?? new Call()
    call.url = url
    call.pathStart = pathStart
    call.method = request.method
    call.headers = request.headers
    call.body = request.body
    call.headerBytes = listSize(request.method, url, request.headers)
    call.timeoutMs = timeoutMs
    call.signal = signal
    this.open++
    this.#wheel.add(call, timeoutMs)
    if (signal !== undefined) this.#signals.add(signal, call)
    return call
  }

  answer(call: Call, response: WireResponse): void {
    const { resolve } = call
    this.#end(call)
    resolve(response)
  }

  fail(call: Call, code: TransportErrorCode, what: string, taken: boolean, cause?: unknown): void {
    const { reject } = call
    const error = new TransportError(code, `${originOf(call)}: ${what}`, taken, cause)
    this.#end(call)
    reject(error)
  }

  /** The peer refused the client certificate: no network error, and no use to try again. */
  refuse(call: Call, what: string, cause: unknown): void {
    const { reject } = call
    const error = new RouseError('credential-invalid', `${originOf(call)}: ${what}`, { cause })
    this.#end(call)
    reject(error)
  }

  #expire(call: Call): void {
    const { stream, timeoutMs } = call
    stream?.connection.cancel(stream, true)
    call.queue?.remove(call)
    if (stream === null) this.fail(call, 'timeout', `not sent within ${timeoutMs} ms`, false)
    else this.fail(call, 'timeout', `no answer within ${timeoutMs} ms`, true)
  }

  #abort(call: Call): void {
    const { stream } = call
    stream?.connection.cancel(stream, false)
    call.queue?.remove(call)
    this.fail(call, 'aborted', 'called off', stream !== null)
  }

  #end(call: Call): void {
    this.#wheel.remove(call)
    if (call.signal !== undefined) this.#signals.remove(call.signal, call)
    call.clear()
    if (this.#spare.length < mostSpare) this.#spare.push(call)
    if (--this.open === 0) this.drained?.()
  }
}

/** For messages: the path holds the token. */
const originOf = (call: Call) => call.url.slice(0, call.pathStart)

function listSize(method: string, url: string, headers: Readonly<Record<string, string>>): number {
  // The URL is authority and path, and a few bytes more.
  let size = pseudo + method.length + url.length
  for (const name in headers) size += name.length + (headers[name] as string).length + overhead
  return size
}
