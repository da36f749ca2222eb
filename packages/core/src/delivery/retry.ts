import type { RetryOptions } from './delivery-api.ts'

/** The defaults of RetryOptions. */
export const retryDefaults: Required<RetryOptions> = { attempts: 4, budgetMs: 60_000, baseMs: 500, maxMs: 20_000, nowMs: 5000 }

/**
 * Milliseconds to wait before the next attempt: random between 0 and a top that doubles with each retry (full jitter). What the vendor
 * asked for comes before it, so that those who were told the same moment do not come back at once.
 */
export function pause(retries: number, retryAfter: number | undefined, random: number, options: Required<RetryOptions>): number {
  const jitter = Math.floor(random * Math.min(options.maxMs, options.baseMs * 2 ** Math.min(retries, 20)))
  return retryAfter === undefined || !(retryAfter > 0) ? jitter : Math.ceil(retryAfter * 1000) + jitter
}
