import type { RetryOptions } from './delivery-api.ts'

/** The defaults of RetryOptions. */
export const retryDefaults: Required<RetryOptions> = { attempts: 4, budgetMs: 60_000, baseMs: 500, maxMs: 20_000, nowMs: 5000 }

/** What a vendor asks for, in seconds: `retryAfter` is its word on this very answer, `backOff` the first pause that its documents name. */
export interface Asked {
  readonly retryAfter?: number
  readonly backOff?: number
}

/**
 * Milliseconds to wait before the next attempt: random between 0 and a top that doubles with each retry (full jitter). What the vendor
 * asked for comes before it, so that those who were told the same moment do not come back at once. A documented first pause doubles
 * with each retry, and as much as a half comes on top: whoever was refused in one moment comes back spread over a time.
 */
export function pause(retries: number, { retryAfter, backOff }: Asked, random: number, options: Required<RetryOptions>): number {
  const doubled = 2 ** Math.min(retries, 20)
  const jitter = Math.floor(random * Math.min(options.maxMs, options.baseMs * doubled))
  // Its word on this answer outranks its documents, even where it says: now.
  if (retryAfter !== undefined) return (retryAfter > 0 ? Math.ceil(retryAfter * 1000) : 0) + jitter
  return backOff === undefined ? jitter : Math.ceil(backOff * 1000 * doubled * (1 + random / 2))
}
