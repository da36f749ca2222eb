import type { WireRequest, WireResponse } from '@rouse/core/transport'
import type { Call, RequestListener } from '../connection/call.ts'

/** Tells it. */
export function answerTo(asker: RequestListener, response: WireResponse): void {
  if (typeof asker === 'function') asker(response)
  else asker.done(response)
}

/** Tells why there is no answer. */
export function failTo(asker: RequestListener, error: unknown): void {
  if (typeof asker === 'function') asker(Promise.reject(error))
  else asker.failed(error)
}

/** Most requests of one run: as far as an array that grows by pushing has room for. */
const mostInRun = 212

/** Requests that wait, one behind the other, and have their signal and time in common. */
export class RequestBatch {
  readonly backlog: Backlog
  readonly signal: AbortSignal | undefined
  readonly timeoutMs: number
  readonly #urls: string[] = []
  readonly #methods: string[] = []
  readonly #headers: WireRequest['headers'][] = []
  readonly #bodies: Uint8Array[] = []
  readonly #askers: RequestListener[] = []
  readonly #dues: number[] = []
  #first = 0
  before: RequestBatch | null = null
  behind: RequestBatch | null = null

  constructor(backlog: Backlog, timeoutMs: number, signal: AbortSignal | undefined) {
    this.backlog = backlog
    this.timeoutMs = timeoutMs
    this.signal = signal
  }

  get length(): number {
    return this.#urls.length - this.#first
  }

  get full(): boolean {
    return this.#urls.length === mostInRun
  }

  /** When the first one's time is over, on the wheel. They have their time in common, so none is due before it. */
  get due(): number {
    return this.#dues[this.#first] as number
  }

  push({ method, headers, body }: WireRequest, url: string, due: number, asker: RequestListener): void {
    this.#urls.push(url)
    this.#methods.push(method)
    this.#headers.push(headers)
    this.#bodies.push(body)
    this.#askers.push(asker)
    this.#dues.push(due)
  }

  /** Moves the first one into a record. */
  shift(call: Call): void {
    const at = this.#first++
    call.ask(this.#urls[at] as string, this.#methods[at] as string, this.#headers[at] as WireRequest['headers'], this.#bodies[at] as Uint8Array)
    call.timeoutMs = this.timeoutMs
    call.signal = this.signal
    call.due = this.#dues[at] as number
    call.asker = this.#askers[at] as RequestListener
  }
}

/** Requests that wait behind the first one, in order, without a record each: a hundred thousand of them are little more than what was asked. */
export class Backlog {
  length = 0
  /** The run with the first one; null: none waits. */
  first: RequestBatch | null = null
  #last: RequestBatch | null = null

  /** Answers the run if it is a new one. */
  push(request: WireRequest, url: string, due: number, timeoutMs: number, signal: AbortSignal | undefined, asker: RequestListener): RequestBatch | null {
    let run = this.#last
    const isNew = run === null || run.full || run.timeoutMs !== timeoutMs || run.signal !== signal
    if (run === null || isNew) {
      run = new RequestBatch(this, timeoutMs, signal)
      run.before = this.#last
      if (this.#last === null) this.first = run
      else this.#last.behind = run
      this.#last = run
    }
    run.push(request, url, due, asker)
    this.length++
    return isNew ? run : null
  }

  /** Moves the first one of a run into a record; answers whether the run has ended. */
  shift(run: RequestBatch, call: Call): boolean {
    run.shift(call)
    this.length--
    if (run.length > 0) return false
    if (run.before === null) this.first = run.behind
    else run.before.behind = run.behind
    if (run.behind === null) this.#last = run.before
    else run.behind.before = run.before
    return true
  }

  /** Runs that a signal can end. */
  of(signal: AbortSignal): readonly RequestBatch[] {
    const found: RequestBatch[] = []
    for (let run = this.first; run !== null; run = run.behind) if (run.signal === signal) found.push(run)
    return found
  }

  /** Runs whose first one is due by this tick of the wheel. */
  due(tick: number): readonly RequestBatch[] {
    const found: RequestBatch[] = []
    for (let run = this.first; run !== null; run = run.behind) if (run.due <= tick) found.push(run)
    return found
  }
}
