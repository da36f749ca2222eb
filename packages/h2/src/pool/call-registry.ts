import {
  RouseError,
  TransportError,
  type TransportErrorCode,
  type TransportErrorDetails,
  type TransportOptions,
  type WireRequest,
  type WireResponse,
} from '@rouse/core/transport'
import type { RequestListener } from '../connection/call.ts'
import { Call } from '../connection/call.ts'
import { Wheel } from '../wheel.ts'
import { AbortSignals } from './abort-signals.ts'
import { answerTo, Backlog, failTo, type RequestBatch } from './backlog.ts'

/** Records that are kept for the next calls. */
const mostSpare = 4096

/** Every request that has not ended: it begins here, and ends here once, by an answer, an error, its deadline or its signal. */
export class CallRegistry {
  /** Requests that have not ended. */
  open = 0
  /** Called when the last one has ended. */
  drained: (() => void) | null = null
  readonly #wheel: Wheel
  readonly #signals = new AbortSignals(signal => this.#abortAll(signal))
  readonly #backlogs: Backlog[] = []
  readonly #spare: Call[] = []

  constructor(clock: () => number) {
    this.#wheel = new Wheel(
      clock,
      call => this.#expire(call),
      tick => this.#expireWaiting(tick),
    )
  }

  /** A place for requests that wait. Lives as long as the ledger. */
  backlog(): Backlog {
    const made = new Backlog()
    this.#backlogs.push(made)
    return made
  }

  /** `url` is the request's, as it is sent. */
  begin({ method, headers, body }: WireRequest, url: string, { timeoutMs, signal }: TransportOptions, asker: RequestListener): Call {
    const call = this.#spare.pop() ?? new Call()
    call.ask(url, method, headers, body)
    call.timeoutMs = timeoutMs
    call.signal = signal
    call.asker = asker
    call.due = this.#wheel.due(timeoutMs)
    this.open++
    this.#watch(call)
    return call
  }

  /** Begins, and waits in a backlog. */
  wait(backlog: Backlog, request: WireRequest, url: string, { timeoutMs, signal }: TransportOptions, asker: RequestListener): void {
    this.open++
    const run = backlog.push(request, url, this.#wheel.due(timeoutMs), timeoutMs, signal, asker)
    if (run !== null && signal !== undefined) this.#signals.add(signal)
  }

  /** The first one of a run has a record again. */
  next(run: RequestBatch): Call {
    return this.#take(run, true)
  }

  /** Refuses one that has not begun. */
  turnAway(url: string, code: TransportErrorCode, what: string, asker: RequestListener): void {
    failTo(asker, new TransportError(code, `${originOf(url)}: ${what}`, false))
  }

  answer(call: Call, response: WireResponse): void {
    const { asker } = call
    this.#end(call)
    answerTo(asker, response)
  }

  fail(call: Call, code: TransportErrorCode, what: string, taken: boolean, cause?: unknown, details?: TransportErrorDetails): void {
    this.#endBy(call, new TransportError(code, `${originOf(call.url)}: ${what}`, taken, cause, details))
  }

  /** The peer refused the client certificate, or it cannot be used: no network error, and no use to try again. */
  refuse(call: Call, what: string, cause: unknown): void {
    this.#endBy(call, new RouseError('credential-invalid', `${originOf(call.url)}: ${what}`, { cause }))
  }

  #watch(call: Call): void {
    this.#wheel.add(call)
    if (call.signal !== undefined) this.#signals.add(call.signal)
  }

  /** `goesOn`: it is not about to end. */
  #take(run: RequestBatch, goesOn: boolean): Call {
    const call = this.#spare.pop() ?? new Call()
    const ended = run.backlog.shift(run, call)
    if (goesOn) this.#watch(call)
    // Behind the call, lest the signal is let go of and listened to again.
    if (ended && run.signal !== undefined) this.#signals.remove(run.signal)
    return call
  }

  #expire(call: Call): void {
    const { stream, timeoutMs } = call
    stream?.connection.cancel(stream, true)
    call.queue?.remove(call)
    if (stream === null) this.fail(call, 'timeout', `not sent within ${timeoutMs} ms`, false)
    else this.fail(call, 'timeout', `no answer within ${timeoutMs} ms`, true)
  }

  #expireWaiting(tick: number): boolean {
    for (const backlog of this.#backlogs) for (const run of backlog.due(tick)) while (run.length > 0 && run.due <= tick) this.#expire(this.#take(run, false))
    return this.#backlogs.some(({ length }) => length > 0)
  }

  #abort(call: Call): void {
    const { stream } = call
    stream?.connection.cancel(stream, false)
    call.queue?.remove(call)
    this.fail(call, 'aborted', 'called off', stream !== null)
  }

  #abortAll(signal: AbortSignal): void {
    for (const call of this.#wheel.all()) if (call.signal === signal) this.#abort(call)
    for (const backlog of this.#backlogs) for (const run of backlog.of(signal)) while (run.length > 0) this.#abort(this.#take(run, false))
  }

  #endBy(call: Call, error: Error): void {
    const { asker } = call
    this.#end(call)
    failTo(asker, error)
  }

  #end(call: Call): void {
    this.#wheel.remove(call)
    if (call.signal !== undefined) this.#signals.remove(call.signal)
    call.clear()
    if (this.#spare.length < mostSpare) this.#spare.push(call)
    if (--this.open === 0) this.drained?.()
  }
}

/** For messages: the path holds the token. A host is at least one character. */
const originOf = (url: string) => url.slice(0, url.indexOf('/', 'https://'.length))
