/** Counts within a span of time; over the limit it says no and does not count. */
export interface RateWindows {
  /** Whether `amount` more fit under `limit` for this key within the span that runs now. */
  take(key: string, limit: number, now: number, amount?: number): boolean
  clear(): void
}

/** Fixed windows of `spanMs` for each key; at most `maxKeys` keys are remembered, oldest forgotten first. */
export function createRateWindows(spanMs: number, maxKeys = 200_000): RateWindows {
  const counts = new Map<string, { window: number; count: number }>()
  return {
    take(key, limit, now, amount = 1) {
      if (limit === Number.POSITIVE_INFINITY) return true
      const window = Math.floor(now / spanMs)
      const entry = counts.get(key)
      if (entry && entry.window === window) {
        if (entry.count + amount > limit) return false
        entry.count += amount
        return true
      }
      if (amount > limit) return false
      if (entry) {
        entry.window = window
        entry.count = amount
        return true
      }
      if (counts.size >= maxKeys) for (const oldest of counts.keys()) if (counts.delete(oldest)) break
      counts.set(key, { window, count: amount })
      return true
    },
    clear: () => counts.clear(),
  }
}

/** A day in ms. */
export const day = 86_400_000

/** The vendors' days turn at midnight in China. */
export const chinaOffset = 8 * 3_600_000
