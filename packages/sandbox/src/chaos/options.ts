import { isObject } from '../common/json.ts'

/**
 * Faults of network and vendor. Those named by what happens are chances, 0…1 for each request; their sum must not be
 * over 1. All default to 0, lengths to what stands beside them.
 */
export interface ChaosOptions {
  /** The same seed gives each vendor's n-th request the same fate. Default 1. */
  readonly seed: number
  /** Ms before every answer. */
  readonly latencyMs: number
  /** Up to so many ms more. */
  readonly jitterMs: number
  /** HTTP/2: REFUSED_STREAM before anything was taken. HTTP/1.1: the connection is cut before it. */
  readonly refuse: number
  /** Taken; the answer breaks off in the middle. */
  readonly reset: number
  /** Taken; no answer for `stallMs`, then a reset. */
  readonly stall: number
  /** Default 5,000. */
  readonly stallMs: number
  /** Taken; the connection is cut instead of an answer. */
  readonly cut: number
  /** Answered, and GOAWAY with it. */
  readonly goaway: number
  /** Taken; the connection is half open from now on: neither read nor written, nor closed for `halfOpenMs`. */
  readonly halfOpen: number
  /** Default 10,000. */
  readonly halfOpenMs: number
  /** The body comes in pieces over `slowMs`. */
  readonly slow: number
  /** Default 500. */
  readonly slowMs: number
  /** HTTP/2: the stream limit falls to `lowStreams` for `lowMs`. */
  readonly lowerStreams: number
  /** Default 2. */
  readonly lowStreams: number
  /** Default 200. */
  readonly lowMs: number
  /** A storm begins: for `stormMs` this vendor answers everything with too-many-requests or unavailable. */
  readonly storm: number
  /** Default 200. */
  readonly stormMs: number
  /** Seconds in the Retry-After of a storm's HTTP 429 and 503. Default 1. */
  readonly stormRetryAfter: number
  /** All access tokens expire; not again within `expireGapMs`, nor within a vendor's own least time between two tokens (APNs: 20 minutes). */
  readonly expire: number
  /** Default 90,000. */
  readonly expireGapMs: number
  /** A new certificate, and GOAWAY to all connections. */
  readonly swapCertificate: number
}

const defaults: ChaosOptions = {
  seed: 1,
  latencyMs: 0,
  jitterMs: 0,
  refuse: 0,
  reset: 0,
  stall: 0,
  stallMs: 5000,
  cut: 0,
  goaway: 0,
  halfOpen: 0,
  halfOpenMs: 10_000,
  slow: 0,
  slowMs: 500,
  lowerStreams: 0,
  lowStreams: 2,
  lowMs: 200,
  storm: 0,
  stormMs: 200,
  stormRetryAfter: 1,
  expire: 0,
  expireGapMs: 90_000,
  swapCertificate: 0,
}

/** What can happen to a request, in the order in which chances are drawn. */
export const fates = ['refuse', 'reset', 'stall', 'cut', 'goaway', 'halfOpen', 'slow', 'lowerStreams', 'storm', 'expire', 'swapCertificate'] as const
export type Fate = (typeof fates)[number]

/** Full options from some of them. @throws Error that names the wrong one. */
export function readChaos(value: unknown): ChaosOptions {
  if (!isObject(value)) throw new Error('chaos must be an object')
  for (const [name, held] of Object.entries(value)) {
    if (!Object.hasOwn(defaults, name)) throw new Error(`unknown chaos option ${JSON.stringify(name)}; there are ${Object.keys(defaults).join(', ')}`)
    if (typeof held !== 'number' || !(held >= 0)) throw new Error(`${name} must be a number, 0 or more`)
  }
  const options = { ...defaults, ...value } as ChaosOptions
  const sum = fates.reduce((total, fate) => total + options[fate], 0)
  if (sum > 1) throw new Error(`the chances add up to ${sum}: they must not be over 1`)
  return options
}
