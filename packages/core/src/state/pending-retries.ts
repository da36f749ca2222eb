/** Pushes that wait between two attempts, by what may end them: so that it does so at once. */
export interface PendingRetries {
  /** Answers how to stop. */
  add(keys: readonly string[], ask: () => void): () => void
  /** Has all that wait under this key asked whether they still stand. */
  ask(key: string): void
}

export function createPendingRetries(): PendingRetries {
  const waiting = new Map<string, Set<() => void>>()
  return {
    add(keys, ask) {
      for (const key of keys) {
        const asks = waiting.get(key)
        if (asks === undefined) waiting.set(key, new Set([ask]))
        else asks.add(ask)
      }
      return () => {
        for (const key of keys) {
          const asks = waiting.get(key)
          asks?.delete(ask)
          if (asks?.size === 0) waiting.delete(key)
        }
      }
    },
    ask(key) {
      for (const ask of [...(waiting.get(key) ?? [])]) ask()
    },
  }
}
