import QuickLRU from 'quick-lru'

/**
 * A map that keeps at least half of `size` of the newest entries, and at most `size`.
 *
 * @param size Maximum number of entries, 1 or more.
 */
export function createBoundedMap<K, V>(size: number): QuickLRU<K, V> {
  return new QuickLRU({ maxSize: Math.max(1, Math.ceil(size / 2)) })
}
