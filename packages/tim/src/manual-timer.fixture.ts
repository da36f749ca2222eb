import type { After } from '@rouse/core'

/** A timer that a test lets pass. */
export function manualTimer() {
  const waiting = new Set<() => void>()
  const after: After = (_, run) => {
    waiting.add(run)
    return () => void waiting.delete(run)
  }
  return {
    after,
    running: () => waiting.size,
    /** All that is waited for is over now. */
    pass() {
      for (const run of waiting) run()
      waiting.clear()
    },
  }
}
