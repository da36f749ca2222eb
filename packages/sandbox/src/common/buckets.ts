/** Bursts that fill up again: a token bucket for each key. */
export interface Buckets {
  /** Whether one more goes through for this key: `burst` at once after a pause, then one every `refillMs`. */
  take(key: string, burst: number, refillMs: number, now: number): boolean
  clear(): void
}

/** Full buckets; at most `maxKeys` keys are remembered, oldest forgotten first. */
export function createBuckets(maxKeys = 200_000): Buckets {
  const levels = new Map<string, { level: number; at: number }>()
  return {
    take(key, burst, refillMs, now) {
      if (burst === Number.POSITIVE_INFINITY) return true
      const known = levels.get(key)
      const level = known === undefined ? burst : Math.min(burst, known.level + Math.max(0, now - known.at) / refillMs)
      if (known === undefined && levels.size >= maxKeys) for (const oldest of levels.keys()) if (levels.delete(oldest)) break
      levels.set(key, { level: level >= 1 ? level - 1 : level, at: now })
      return level >= 1
    },
    clear: () => levels.clear(),
  }
}
