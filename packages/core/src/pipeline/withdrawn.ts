import { createRecentKeys } from './recent-keys.ts'

/** Which messages were revoked for whom: what of them is still queued goes nowhere. */
export interface Withdrawn {
  add(message: string, revision: number, recipient: string): void
  /** A later edit of a revoked message (a higher revision) is a message again. */
  has(message: string, revision: number, recipient: string): boolean
}

/** Remembers the newest `size`, in this process. */
export function createWithdrawn(size: number): Withdrawn {
  let any = false
  const keys = createRecentKeys(size)
  const keyOf = (message: string, revision: number, recipient: string) => `${revision}\n${recipient}\n${message}`
  return {
    add(message, revision, recipient) {
      any = true
      keys.take(keyOf(message, revision, recipient))
    },
    // Most engines never revoke: then no key is built.
    has: (message, revision, recipient) => any && keys.has(keyOf(message, revision, recipient)),
  }
}
