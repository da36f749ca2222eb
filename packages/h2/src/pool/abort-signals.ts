import type { Call } from '../connection/call.ts'
import type { Run } from './backlog.ts'

interface Watched {
  readonly calls: Set<Call | Run>
  readonly listener: () => void
}

/** One listener a signal, however many calls it can end: of those that wait, a whole run at once. */
export class AbortSignals {
  readonly #watched = new Map<AbortSignal, Watched>()
  readonly #abort: (call: Call | Run) => void

  constructor(abort: (call: Call | Run) => void) {
    this.#abort = abort
  }

  add(signal: AbortSignal, call: Call | Run): void {
    const known = this.#watched.get(signal)
    if (known !== undefined) {
      known.calls.add(call)
      return
    }
    const calls = new Set<Call | Run>([call])
    const listener = () => {
      this.#watched.delete(signal)
      for (const each of calls) this.#abort(each)
    }
    this.#watched.set(signal, { calls, listener })
    signal.addEventListener('abort', listener, { once: true })
  }

  remove(signal: AbortSignal, call: Call | Run): void {
    const known = this.#watched.get(signal)
    if (known === undefined) return
    known.calls.delete(call)
    if (known.calls.size > 0) return
    this.#watched.delete(signal)
    signal.removeEventListener('abort', known.listener)
  }
}
