/** Remembers what was answered to a key for a while; the oldest go first when there are too many. */
export interface Repeats<T> {
  /**
   * The answer of an earlier call with this key, or that of `run`. A run that is under way is the same call however long it takes,
   * one that ended counts `seconds` from its start, one that failed is forgotten. `now` in UNIX ms.
   */
  once(key: string, seconds: number, now: number, run: () => Promise<T>): { readonly repeated: boolean; readonly answer: Promise<T> }
}

interface Entry<T> {
  readonly until: number
  readonly answer: Promise<T>
  ended: boolean
}

/** At most `size` keys. */
export function createRepeats<T>(size: number): Repeats<T> {
  const known = new Map<string, Entry<T>>()
  return {
    once(key, seconds, now, run) {
      const earlier = known.get(key)
      if (earlier !== undefined && (!earlier.ended || earlier.until > now)) return { repeated: true, answer: earlier.answer }
      known.delete(key)
      const entry: Entry<T> = { until: now + seconds * 1000, answer: run(), ended: false }
      known.set(key, entry)
      entry.answer.then(
        () => {
          entry.ended = true
        },
        () => {
          if (known.get(key) === entry) known.delete(key)
        },
      )
      if (known.size > size) {
        const [oldest] = known.keys()
        if (oldest !== undefined) known.delete(oldest)
      }
      return { repeated: false, answer: entry.answer }
    },
  }
}
