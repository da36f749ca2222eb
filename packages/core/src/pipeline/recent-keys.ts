/** Remembers the newest `size` keys; the oldest go first. */
export interface RecentKeys {
  has(key: string): boolean
  /** true: the key was not known, and is now. */
  take(key: string): boolean
}

export function createRecentKeys(size: number): RecentKeys {
  const keys = new Set<string>()
  return {
    has: key => keys.has(key),
    take(key) {
      if (keys.has(key)) return false
      keys.add(key)
      if (keys.size > size) {
        for (const oldest of keys) {
          keys.delete(oldest)
          break
        }
      }
      return true
    },
  }
}
