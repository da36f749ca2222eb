import { randomBytes } from 'node:crypto'

/** Access tokens that an emulator gave out. */
export interface AccessTokens {
  /** A new token, good for `seconds`; `about` is remembered with it. */
  issue(now: number, seconds: number, about?: string): string
  /** What is known of a token: null when it was never given out or is forgotten. */
  look(token: string): { readonly expiresAt: number; readonly about: string } | null
  expireAll(now: number): void
}

/** An empty register; it keeps the newest `max` tokens. */
export function createAccessTokens(make: () => string = () => randomBytes(48).toString('base64url'), max = 10_000): AccessTokens {
  const issued = new Map<string, { expiresAt: number; about: string }>()
  return {
    issue(now, seconds, about = '') {
      const token = make()
      if (issued.size >= max) for (const oldest of issued.keys()) if (issued.delete(oldest)) break
      issued.set(token, { expiresAt: now + seconds * 1000, about })
      return token
    },
    look: token => issued.get(token) ?? null,
    expireAll(now) {
      for (const entry of issued.values()) entry.expiresAt = Math.min(entry.expiresAt, now)
    },
  }
}
