import { createBoundedMap } from './bounded-map.ts'

/** Remembers keys: at least half of `size` of the newest, at most `size`. */
export interface RecentKeys {
  has(key: string): boolean
  /** true: the key was not known, and is now. */
  take(key: string): boolean
}

export function createRecentKeys(size: number): RecentKeys {
  const keys = createBoundedMap<string, true>(size)
  return {
    has: key => keys.has(key),
    take(key) {
      if (keys.has(key)) return false
      keys.set(key, true)
      return true
    },
  }
}
