interface Watched {
  readonly signal: AbortSignal
  readonly listener: () => void
  /** How many it can end. */
  count: number
}

/** One listener a signal, however many it can end: who they are is looked up when it is aborted, which is rare. */
export class AbortSignals {
  readonly #watched = new Map<AbortSignal, Watched>()
  /** The one that was asked for last: most have it in common. */
  #last: Watched | null = null
  readonly #abort: (signal: AbortSignal) => void

  constructor(abort: (signal: AbortSignal) => void) {
    this.#abort = abort
  }

  add(signal: AbortSignal): void {
    const known = this.#find(signal)
    if (known !== null) {
      known.count++
      return
    }
    const listener = () => {
      this.#forget(signal)
      this.#abort(signal)
    }
    this.#last = { signal, listener, count: 1 }
    this.#watched.set(signal, this.#last)
    signal.addEventListener('abort', listener, { once: true })
  }

  remove(signal: AbortSignal): void {
    const known = this.#find(signal)
    if (known === null || --known.count > 0) return
    this.#forget(signal)
    signal.removeEventListener('abort', known.listener)
  }

  #find(signal: AbortSignal): Watched | null {
    if (this.#last?.signal === signal) return this.#last
    const known = this.#watched.get(signal) ?? null
    if (known !== null) this.#last = known
    return known
  }

  #forget(signal: AbortSignal): void {
    this.#watched.delete(signal)
    if (this.#last?.signal === signal) this.#last = null
  }
}
