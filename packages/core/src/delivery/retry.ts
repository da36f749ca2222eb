import type { RetryOptions } from './delivery-api.ts'

/** The defaults of RetryOptions. */
export const retryDefaults: Required<RetryOptions> = { attempts: 4, budgetMs: 120_000, baseMs: 500, maxMs: 20_000, nowMs: 5000 }

/** Milliseconds that a request of "now or never" may take at least, however short `nowMs` is: a dead connection is found in less. */
const shortestNowMs = 4000

/**
 * Milliseconds that one request may take. "Now or never" (ttl 0) is retried for `nowMs` only: its requests end so much earlier that a
 * second attempt, behind the longest first pause, still starts within it.
 */
export function requestTimeout(ttlZero: boolean, requestTimeoutMs: number, { nowMs, baseMs }: Required<RetryOptions>): number {
  return ttlZero ? Math.min(requestTimeoutMs, Math.max(shortestNowMs, nowMs - 2 * baseMs)) : requestTimeoutMs
}

/** What a vendor's answer says of the time until the next attempt, in seconds. */
export interface Wish {
  /** It asked for this. */
  readonly retryAfter?: number
  /** It asked for nothing, and its documents ask for this at first. */
  readonly backoff?: number
}

/** Seconds that a vendor may ask for at most: a day. */
const longestWait = 86_400

/** Seconds as asked for, from 0 to a day; undefined where they are no number. */
export function boundedSeconds(seconds: number | undefined): number | undefined {
  return typeof seconds !== 'number' || Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 0), longestWait)
}

/** The part of a vendor's own wait by which those who were told the same moment are spread. */
const spread = 0.25

/**
 * Milliseconds to wait before the next attempt: random between 0 and a top that doubles with each retry (full jitter). What the vendor
 * asks for in this answer comes before it, so that those who were told the same moment do not come back at once, and outranks its
 * documents, even where it says: now. Their back-off doubles with each retry, and is spread over as much again.
 */
export function retryDelay(retries: number, wish: Wish, random: number, options: Required<RetryOptions>): number {
  const retryAfter = boundedSeconds(wish.retryAfter)
  const backoff = boundedSeconds(wish.backoff)
  const doubled = 2 ** Math.min(retries, 20)
  const jitter = Math.min(options.maxMs, options.baseMs * doubled)
  if (retryAfter !== undefined) {
    return retryAfter > 0 ? Math.ceil(retryAfter * 1000) + Math.floor(random * Math.max(jitter, retryAfter * 1000 * spread)) : Math.floor(random * jitter)
  }
  if (backoff !== undefined && backoff > 0) return Math.ceil(backoff * 1000 * doubled) + Math.floor(random * backoff * 1000 * doubled)
  return Math.floor(random * jitter)
}
