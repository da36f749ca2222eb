/** Work that waits for its time: what a policy deferred. In memory, bounded. */
export interface Later<T> {
  /** false: too many wait already. `dueAt` in UNIX ms. */
  add(task: T, dueAt: number): boolean
  /** Takes out what matches, and gives it back. */
  cancel(matches: (task: T) => boolean): readonly T[]
  /** Stops the clock and gives back what still waited. */
  close(): readonly T[]
}

/** setTimeout takes 31 bits; a longer wait is cut into legs. */
const longest = 2 ** 31 - 1

/** `run` is called once a task, at or after its time. */
export function createLater<T>(clock: () => number, size: number, run: (task: T) => void): Later<T> {
  const timers = new Map<T, NodeJS.Timeout>()
  const wait = (task: T, dueAt: number) => {
    const left = Math.max(0, dueAt - clock())
    timers.set(
      task,
      setTimeout(
        () => {
          if (left > longest) {
            wait(task, dueAt)
            return
          }
          timers.delete(task)
          run(task)
        },
        Math.min(left, longest),
      ),
    )
  }
  return {
    add(task, dueAt) {
      if (timers.size >= size) return false
      wait(task, dueAt)
      return true
    },
    cancel(matches) {
      const taken = [...timers.keys()].filter(matches)
      for (const task of taken) {
        clearTimeout(timers.get(task))
        timers.delete(task)
      }
      return taken
    },
    close() {
      const waiting = [...timers.keys()]
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
      return waiting
    },
  }
}
