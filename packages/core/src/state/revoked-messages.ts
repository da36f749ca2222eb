import { createBoundedMap } from './bounded-map.ts'

/** Which messages were revoked for whom: what of them is still queued goes nowhere. */
export interface RevokedMessages {
  /** Nothing was ever revoked, as in most engines. */
  readonly isEmpty: boolean
  add(message: string, revision: number, recipient: string): void
  /** This revision, or a higher one, was revoked. A later edit (a higher revision) of a revoked message is a message again. */
  has(message: string, revision: number, recipient: string): boolean
}

/** Remembers at least half of `size` of the newest, and at most `size`, in this process. */
export function createRevokedMessages(size: number): RevokedMessages {
  let any = false
  const revisions = createBoundedMap<string, number>(size)
  const keyOf = (message: string, recipient: string) => `${recipient}\n${message}`
  return {
    get isEmpty() {
      return !any
    },
    add(message, revision, recipient) {
      any = true
      const key = keyOf(message, recipient)
      revisions.set(key, Math.max(revision, revisions.peek(key) ?? revision))
    },
    // Most engines never revoke: then no key is built.
    has: (message, revision, recipient) => any && (revisions.get(keyOf(message, recipient)) ?? -1) >= revision,
  }
}
