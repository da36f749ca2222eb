import { afterEach, beforeEach, vi } from 'vitest'

/** Time stands still in the tests of this file, and goes on by `pause` and `until` alone. */
export function standingTime() {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  return {
    /** Goes on by so many milliseconds. */
    pause: (ms: number) => vi.advanceTimersByTimeAsync(ms),
    /** Goes from timer to timer until the promise is settled. */
    async until<T>(promise: Promise<T>): Promise<T> {
      let done = false
      const settled = () => {
        done = true
      }
      promise.then(settled, settled)
      for (let turns = 0; turns < 1000; turns++) {
        await vi.advanceTimersByTimeAsync(0)
        if (done) return promise
        await vi.advanceTimersToNextTimerAsync()
      }
      throw new Error('the promise never settles')
    },
  }
}
