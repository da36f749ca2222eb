/** Remembers what was answered to a key for a while; the oldest go first when there are too many. */
export interface Repeats<T> {
  /** The answer of an earlier call with this key, or that of `run`; a run that fails is forgotten. `now` in UNIX ms. */
  once(key: string, seconds: number, now: number, run: () => Promise<T>): { readonly repeated: boolean; readonly answer: Promise<T> }
}

/** At most `size` keys. */
export function createRepeats<T>(size: number): Repeats<T> {
  const known = new Map<string, { readonly until: number; readonly answer: Promise<T> }>()
  return {
    once(key, seconds, now, run) {
      const earlier = known.get(key)
      if (earlier !== undefined && earlier.until > now) return { repeated: true, answer: earlier.answer }
      known.delete(key)
      const answer = run()
      const entry = { until: now + seconds * 1000, answer }
      known.set(key, entry)
      answer.catch(() => {
        if (known.get(key) === entry) known.delete(key)
      })
      if (known.size > size) {
        const [oldest] = known.keys()
        if (oldest !== undefined) known.delete(oldest)
      }
      return { repeated: false, answer }
    },
  }
}
