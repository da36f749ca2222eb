/** Work that waits for its time: what a policy deferred. In memory, bounded. */
export interface DelayQueue<T> {
  /** false: too many wait already, or it is closed. `dueAt` in UNIX ms. */
  add(task: T, dueAt: number): boolean
  /** Whether one of this key waits that matches. */
  has(key: string, matches: (task: T) => boolean): boolean
  /** Takes out what matches of this key, and gives it back. */
  cancel(key: string, matches: (task: T) => boolean): readonly T[]
  /** Stops the clock and gives back what still waited. */
  close(): readonly T[]
}

export interface DelayQueueOptions<T> {
  readonly clock: () => number
  /** Tasks that wait at most. */
  readonly size: number
  /** What a task is found by. */
  readonly keyOf: (task: T) => string
  /** Called once a task, at or after its time. */
  readonly run: (task: T) => void
}

/** setTimeout takes 31 bits; a longer wait is cut into legs. */
const longest = 2 ** 31 - 1

export function createDelayQueue<T>({ clock, size, keyOf, run }: DelayQueueOptions<T>): DelayQueue<T> {
  const tasks = new Map<string, Map<T, NodeJS.Timeout>>()
  let count = 0
  let closed = false

  const remove = (task: T): void => {
    const key = keyOf(task)
    const alike = tasks.get(key)
    if (alike?.delete(task) !== true) return
    count--
    if (alike.size === 0) tasks.delete(key)
  }
  const wait = (task: T, alike: Map<T, NodeJS.Timeout>, dueAt: number): void => {
    const left = Math.max(0, dueAt - clock())
    const go = () => {
      if (left > longest) {
        wait(task, alike, dueAt)
        return
      }
      remove(task)
      run(task)
    }
    alike.set(task, setTimeout(go, Math.min(left, longest)))
  }
  const matching = (key: string, matches: (task: T) => boolean): readonly T[] => [...(tasks.get(key)?.keys() ?? [])].filter(matches)

  return {
    add(task, dueAt) {
      if (closed || count >= size) return false
      count++
      const key = keyOf(task)
      const alike = tasks.get(key) ?? new Map<T, NodeJS.Timeout>()
      tasks.set(key, alike)
      wait(task, alike, dueAt)
      return true
    },
    has: (key, matches) => matching(key, matches).length > 0,
    cancel(key, matches) {
      const taken = matching(key, matches)
      for (const task of taken) {
        clearTimeout(tasks.get(key)?.get(task))
        remove(task)
      }
      return taken
    },
    close() {
      closed = true
      const waiting = [...tasks.values()].flatMap(alike => [...alike.keys()])
      for (const alike of tasks.values()) for (const timer of alike.values()) clearTimeout(timer)
      tasks.clear()
      count = 0
      return waiting
    },
  }
}

/** What a policy deferred, and how it starts. */
export interface DeferredTask<Flow> {
  readonly message: string
  readonly revision: number
  /** null: a whole message, whoever it is for. */
  readonly recipient: string | null
  start(): Flow
  /** Its devices are not open any more. */
  readonly release?: () => void
}
