import { FifoQueue } from './fifo-queue.ts'

interface Waiter {
  readonly resolve: () => void
  readonly reject: (reason: Error) => void
}

/** Limits how many holders there are at once; the others wait in the order they came. */
export class Semaphore {
  readonly #limit: number
  readonly #waiting = new FifoQueue<Waiter>()
  #held = 0
  #idleWatchers: (() => void)[] = []
  #closed: Error | null = null

  /** @param limit Maximum number of holders, 1 or more; Infinity only counts them. */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** Acquires a permit if one is free. Returns whether it did. */
  tryAcquire(): boolean {
    if (this.#closed !== null || this.#held >= this.#limit) return false
    this.#held++
    return true
  }

  /** Acquires a permit, now or when it is this caller's turn. Rejects with the reason of `close`. */
  acquire(): Promise<void> {
    if (this.tryAcquire()) return Promise.resolve()
    if (this.#closed !== null) return Promise.reject(this.#closed)
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
    })
  }

  /** Gives a permit back: the caller that waits longest gets it. */
  release(): void {
    const next = this.#waiting.shift()
    if (next !== undefined) {
      next.resolve()
      return
    }
    this.#held--
    if (this.#held > 0) return
    const watchers = this.#idleWatchers
    this.#idleWatchers = []
    for (const resolve of watchers) resolve()
  }

  /** Resolves when there is no holder. */
  idle(): Promise<void> {
    if (this.#held === 0) return Promise.resolve()
    return new Promise(resolve => {
      this.#idleWatchers.push(resolve)
    })
  }

  /** Rejects the callers that wait and all later ones. Holders are not affected. */
  close(reason: Error): void {
    this.#closed = reason
    for (const { reject } of this.#waiting.drain()) reject(reason)
  }
}
