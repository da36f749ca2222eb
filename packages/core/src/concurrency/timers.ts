/** Runs something after so many milliseconds; answers a function that calls it off. */
export type After = (ms: number, run: () => void) => () => void

/** The platform's timers. */
export const afterTimeout: After = (ms, run) => {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}

/** Pauses that can all be ended at once: a set, since thousands of listeners on one AbortSignal are slow to take off again. */
export class CancellableTimers {
  readonly #after: After
  readonly #awake = new Set<() => void>()
  #ended = false

  constructor(after: After) {
    this.#after = after
  }

  /** Resolves after so many milliseconds, when all are woken, or when what `started` got is called. */
  sleep(ms: number, started?: (wake: () => void) => void): Promise<void> {
    if (this.#ended) return Promise.resolve()
    return new Promise(resolve => {
      const wake = () => {
        cancel()
        this.#awake.delete(wake)
        resolve()
      }
      const cancel = this.#after(ms, wake)
      this.#awake.add(wake)
      started?.(wake)
    })
  }

  /** Ends every pause, and those that are asked for later. */
  wakeAll(): void {
    this.#ended = true
    for (const wake of [...this.#awake]) wake()
  }
}

/** Resolves with true when `work` does, or with false after so many milliseconds. */
export function resolvesWithin(work: Promise<void>, ms: number): Promise<boolean> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, ms, false)
    work.then(() => {
      clearTimeout(timer)
      resolve(true)
    })
  })
}
