/** Lets at most `size` through at once; the others wait in order. Closing refuses whoever waits and comes later. */
export interface Semaphore {
  acquire(): Promise<void>
  release(): void
  /** Resolves when nobody is inside. */
  idle(): Promise<void>
  close(reason: Error): void
}

interface Waiter {
  readonly open: () => void
  readonly refuse: (reason: Error) => void
}

export function createSemaphore(size: number): Semaphore {
  let waiting: Waiter[] = []
  let first = 0
  const watchers: (() => void)[] = []
  let inside = 0
  let closed: Error | null = null
  return {
    acquire() {
      if (closed !== null) return Promise.reject(closed)
      if (inside < size) {
        inside++
        return Promise.resolve()
      }
      return new Promise((open, refuse) => {
        waiting.push({ open, refuse })
      })
    },
    release() {
      const next = waiting[first]
      if (next !== undefined) {
        first++
        // Shifting one at a time would copy the whole line for each that goes.
        if (first > 1024 && first * 2 > waiting.length) {
          waiting = waiting.slice(first)
          first = 0
        }
        next.open()
        return
      }
      inside--
      if (inside === 0) for (const watcher of watchers.splice(0)) watcher()
    },
    idle() {
      if (inside === 0) return Promise.resolve()
      return new Promise(resolve => {
        watchers.push(resolve)
      })
    },
    close(reason) {
      closed = reason
      const refused = waiting.slice(first)
      waiting = []
      first = 0
      for (const waiter of refused) waiter.refuse(reason)
    },
  }
}
