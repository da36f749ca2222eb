/** Lets at most `size` through at once; the others wait in order. Closing refuses whoever waits and comes later. */
export interface Gate {
  enter(): Promise<void>
  leave(): void
  /** Resolves when nobody is inside. */
  idle(): Promise<void>
  close(reason: Error): void
}

interface Waiter {
  readonly open: () => void
  readonly refuse: (reason: Error) => void
}

export function createGate(size: number): Gate {
  const waiting: Waiter[] = []
  const watchers: (() => void)[] = []
  let inside = 0
  let closed: Error | null = null
  return {
    enter() {
      if (closed !== null) return Promise.reject(closed)
      if (inside < size) {
        inside++
        return Promise.resolve()
      }
      return new Promise((open, refuse) => {
        waiting.push({ open, refuse })
      })
    },
    leave() {
      const next = waiting.shift()
      if (next !== undefined) {
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
      for (const waiter of waiting.splice(0)) waiter.refuse(reason)
    },
  }
}
