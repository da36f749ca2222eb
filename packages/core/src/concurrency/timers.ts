/** Calls `run` after `ms` milliseconds. Returns a function that cancels it. */
export type After = (ms: number, run: () => void) => () => void

/** The platform's timers. */
export const afterTimeout: After = (ms, run) => {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}

/** Timers that can all be woken at once. A set holds them: removing one of thousands of listeners from an AbortSignal is slow. */
export class CancellableTimers {
  readonly #after: After
  readonly #awake = new Set<() => void>()
  #ended = false

  constructor(after: After) {
    this.#after = after
  }

  /** Resolves after `ms` milliseconds, when all timers are woken, or when the function that `started` receives is called. */
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

  /** Resolves every timer, and each later one at once. */
  wakeAll(): void {
    this.#ended = true
    for (const wake of [...this.#awake]) wake()
  }
}

/** Resolves with true when `work` resolves, or with false after `ms` milliseconds. */
export function resolvesWithin(work: Promise<void>, ms: number): Promise<boolean> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, ms, false)
    work.then(() => {
      clearTimeout(timer)
      resolve(true)
    })
  })
}

/**
 * Resolves with what `work` returns, or with null when it throws, rejects or takes longer than `milliseconds`: then its signal is aborted
 * and a later result is ignored. Never rejects.
 */
export function byDeadline(work: (signal: AbortSignal) => unknown, milliseconds: number, after: After = afterTimeout): Promise<unknown> {
  return new Promise(resolve => {
    const abort = new AbortController()
    const cancel = after(milliseconds, () => {
      resolve(null)
      abort.abort()
    })
    const settle = (answer: unknown) => {
      cancel()
      resolve(answer)
    }
    const asked = async () => work(abort.signal)
    asked().then(settle, () => settle(null))
  })
}
