import { vi } from 'vitest'

/** Runs it as if years had gone by, which a pure function does not notice. Where the author's test has a clock of its own, that one stays. */
export function yearsLater<T>(run: () => T): T {
  if (vi.isFakeTimers()) return run()
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2038, 0, 19) })
  try {
    return run()
  } finally {
    vi.useRealTimers()
  }
}
