/** Remembers the newest `size` keys; the oldest go first. */
export interface RecentKeys {
  /** true: the key was not known, and is now. */
  take(key: string): boolean
  /** Forgets a key whose call came to nothing. */
  release(key: string): void
}

export function createRecentKeys(size: number): RecentKeys {
  const keys = new Set<string>()
  return {
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
    release(key) {
      keys.delete(key)
    },
  }
}
