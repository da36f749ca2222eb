import type { Answer, AnyChannel, App, Batch, Payload, Target } from '../channel/contract.ts'
import type { Rate } from '../channel/rate.ts'
import type { AppReplacement } from '../channel/registry.ts'
import type { Exchange } from '../channel/wire.ts'
import type { After } from '../concurrency/timers.ts'
import type { Fault } from '../model/outcome.ts'
import type { Transport } from './transport.ts'

/** What became of a push while delivery held it: nothing, its badge is overtaken, or it is not to be sent at all. */
export type PushPermission = 'current' | 'badge-stale' | 'superseded' | 'revoked' | 'moved'

/** A target whose push may lose its reason, or its badge, while it waits; a plain Target never does. */
export interface DeliveryTarget extends Target {
  /** Asked before each attempt; `retry`: there was one before. Must not throw. */
  permission?(retry: boolean): PushPermission
  /** Called while it waits for an attempt: `ask` has its standing asked at once. Answers how to stop. Must not throw. */
  waits?(ask: () => void): () => void
}

/** What is to be delivered: one payload to its targets, through one channel and app entry. */
export interface DeliveryJob {
  readonly channel: AnyChannel
  /** One of `channel.apps`. */
  readonly app: App
  readonly payload: Payload
  /** Any number: split by `limits.tokens`. */
  readonly targets: readonly DeliveryTarget[]
  /** Equal in every attempt at this job. */
  readonly batchId: string
  /** UNIX ms: no attempt starts at or after it. Not read when `ttlZero`. */
  readonly expiresAt: number
  /** Now or never: retried only within a few seconds (`retry.nowMs`). */
  readonly ttlZero: boolean
  /** true: requests set the badge even where the channel's capability is `add`, so that targets share one only with equal badges. Default false. */
  readonly setsBadge?: boolean
  /** In the place of `channel.send`: a recall. */
  readonly exchange?: (batch: Batch) => Exchange<readonly Answer[]>
}

/** The end of it for one target. */
export interface Delivered {
  readonly status: 'accepted' | 'gone' | 'rejected' | 'failed' | 'expired' | 'superseded' | 'suppressed'
  /** With `rejected` only. */
  readonly fault: Exclude<Fault, 'message'> | null
  readonly vendorId: string | null
  /** The vendor's code of its last answer; null when it never answered. `token-malformed`: refused here, by `limits.token`. */
  readonly vendorCode: string | null
  /** Requests that carried this token; those that certainly never reached the vendor do not count. */
  readonly attempts: number
  /** Milliseconds from the call of `deliver`. */
  readonly latencyMs: number
  /** Seconds, as the vendor asked in its last answer. */
  readonly retryAfter: number | null
  /** With `failed` and `expired`: `throttled`, `unavailable`, `protocol`, `timeout`, `network` (with its cause: `network: no connection: ENOTFOUND`), `exhausted`, `paused`, `closed` or `queue-full`; with `suppressed`: `revoked` or `moved`; else the vendor's words, if any. */
  readonly detail: string | null
  /** The vendor's last answer on this target: `since` of a `gone` stands there. */
  readonly answer: Answer | null
  /** The vendor may have taken it in an attempt whose answer never came. */
  readonly lost: boolean
}

/** Which pushes a switch concerns: all of a channel, of an app, or of both together; an empty selector is everything. */
export interface Selector {
  readonly channel?: string
  readonly app?: string
}

export interface RetryOptions {
  /** Attempts at most, the first one counted; a renewed credential, `retryIndividually` and `preparedMessageExpired` cost none. Default 4. */
  readonly attempts?: number
  /** Milliseconds from the call of `deliver`: no attempt starts after them. Default 120000. */
  readonly budgetMs?: number
  /** Milliseconds: the top of the first pause; doubles each time, the pause is random between 0 and it (full jitter). Default 500. */
  readonly baseMs?: number
  /** Milliseconds: the highest top. Default 20000. */
  readonly maxMs?: number
  /** Milliseconds: how long "now or never" (ttl 0) may retry; its requests take 2 `baseMs` less than this at most, and 4000 at least, so that a second attempt has its turn. Default 5000. */
  readonly nowMs?: number
}

export interface BreakerOptions {
  /** Requests in a row without an answer, or with `unavailable` for every target, that open it. Default 50. */
  readonly failures?: number
  /** Milliseconds it stays open the first time; doubles while the probe fails. Default 1000. */
  readonly openMs?: number
  /** Milliseconds: the longest. Default 30000. */
  readonly maxOpenMs?: number
}

export interface DeliveryOptions {
  readonly transport: Transport
  /** UNIX ms. Default Date.now. */
  readonly clock?: () => number
  /** 0…1, for jitter. Default Math.random. */
  readonly random?: () => number
  /** Timers. Default setTimeout. */
  readonly after?: After
  /** Milliseconds a request may take. Default 10000. */
  readonly requestTimeoutMs?: number
  readonly retry?: RetryOptions
  readonly breaker?: BreakerOptions
  /** Requests under way at once, over all channels; the next ones wait for their turn. Default 10000. */
  readonly inFlight?: number
  /** Most tokens or requests a second, by channel name. Default: the channel's own `limits.rate`; none where it has none. */
  readonly rates?: { readonly [channel: string]: Rate }
  /** Least milliseconds between two forced renewals of one credential. Default: the channel's own `limits.renewEveryMs`; else 60000. */
  readonly renewEveryMs?: number
}

/** Hears once of each target, the moment it has its end; `place` is the target's in the job. Must not throw. */
export type ResultListener = (place: number, delivered: Delivered) => void

/** Delivers payloads: credentials, requests, retries, gates. */
export interface Delivery {
  /**
   * One Delivered a target, in the targets' order. Never rejects, and ends within the retry budget and one request timeout. `told` hears
   * of each before the promise resolves, so that none waits for the slowest of its job.
   */
  deliver(job: DeliveryJob, told?: ResultListener): Promise<readonly Delivered[]>
  /** Kill switch: from now on what it selects is `failed`, detail `paused`; what is in flight ends. */
  pause(selector: Selector): void
  /** Ends a pause that was set with the same selector. */
  resume(selector: Selector): void
  /**
   * Puts another app entry in force instead of the one with the same app, environment and region: its secrets and all of its other fields
   * (host, topic, …) serve every request that starts afterwards. The old entry serves until the new credential stands, and stays in
   * force, whole, when the new one is refused.
   *
   * @returns the entries that were replaced, and by what: where a factory made several of one, all of them.
   * @throws RouseError `config-invalid` when there is no such entry, or the channel's schema or `checkApp` refuses it, with pointers below
   * the entry; `credential-invalid` or a TransportError when the credential cannot be had.
   */
  replaceCredential(channel: AnyChannel, app: App): Promise<readonly AppReplacement[]>
  /** Takes nothing more and lets what is under way end for at most `deadlineMs` (default 30000); then it is `failed`, detail `closed`. */
  close(deadlineMs?: number): Promise<void>
}
