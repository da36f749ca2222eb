import QuickLRU from 'quick-lru'

/** Remembers keys: at least half of `size` of the newest, at most `size`. */
export interface RecentKeys {
  has(key: string): boolean
  /** true: the key was not known, and is now. */
  take(key: string): boolean
}

export function createRecentKeys(size: number): RecentKeys {
  const keys = new QuickLRU<string, true>({ maxSize: Math.max(1, Math.ceil(size / 2)) })
  return {
    has: key => keys.has(key),
    take(key) {
      if (keys.has(key)) return false
      keys.set(key, true)
      return true
    },
  }
}
