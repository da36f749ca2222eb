/** When a connection's peer is asked by PING whether it lives, and when it counts as dead. Milliseconds, each above 0. */
export interface HealthLimits {
  /** A request that follows so long a pause takes a PING along. */
  readonly idlePingMs: number
  /** With requests under way, after so much silence a PING is sent. */
  readonly silenceMs: number
  /**
   * With requests under way, so much silence in all means that the peer is dead, if a PING is unanswered too: one that went with the
   * request, or one after `silenceMs` where that is shorter. Else `pingTimeoutMs` decides.
   */
  readonly deadAfterMs: number
  /** Without requests, a PING is sent about this often. */
  readonly pingIntervalMs: number
  /** A PING that has no answer by then means that the peer is dead, even if other bytes came in. */
  readonly pingTimeoutMs: number
}

/** The defaults of HealthLimits. Source: docs/vendors/apns.md, "Endpoint": PING an idle connection about hourly at most. */
export const healthDefaults: HealthLimits = {
  idlePingMs: 60_000,
  silenceMs: 1000,
  deadAfterMs: 3000,
  pingIntervalMs: 3_600_000,
  pingTimeoutMs: 5000,
}

/** Milliseconds between two PINGs of one silence: peers may take more for abuse. */
const pingSpacingMs = 10_000

/** Milliseconds between two checks: a quarter of the shortest limit, 10 to 1000. */
export function checkIntervalMs({ idlePingMs, silenceMs, deadAfterMs, pingIntervalMs, pingTimeoutMs }: HealthLimits, ...others: readonly number[]): number {
  return Math.min(1000, Math.max(10, Math.min(idlePingMs, silenceMs, deadAfterMs, pingIntervalMs, pingTimeoutMs, ...others) / 4))
}

/**
 * Decides when a connection sends a PING and when its peer is dead. Holds no timer: the owner calls `check` about every `checkIntervalMs`,
 * behind the sockets, with the time from before they were read. Silence is counted in checks: a check that comes late adds a third of
 * `deadAfterMs` at most, so that a process that was busy or stopped does not take its own delay for the peer's.
 */
export class ConnectionHealth {
  /** A request ran out of time and no PING was answered since: the connection takes no new requests. */
  suspect = false
  readonly #limits: HealthLimits
  #heard = false
  #heardAt: number
  #checkedAt: number
  /** Since the last bytes, or since the first request after a pause. */
  #silentMs = 0
  /** Since the first check after an unanswered PING; null: no PING is unanswered. */
  #pingMs: number | null = null
  #heardSincePing = false
  /** The unanswered PING went with the first request after a pause. */
  #pingWithRequest = false
  #silencePingAt = Number.NEGATIVE_INFINITY

  constructor(limits: HealthLimits, now: number) {
    this.#limits = limits
    this.#heardAt = now
    this.#checkedAt = now
  }

  /** Bytes came in. */
  hear(): void {
    this.#heard = true
  }

  /** Whether bytes came in within the last `deadAfterMs`. */
  isFresh(now: number): boolean {
    return this.#heard || now - this.#heardAt < this.#limits.deadAfterMs
  }

  /** The first request after a pause starts. Returns whether a PING is to go with it. */
  start(now: number): boolean {
    this.#silentMs = 0
    this.#silencePingAt = Number.NEGATIVE_INFINITY
    this.#takeIn()
    this.#pingWithRequest = this.#pingMs === null && now - this.#heardAt >= this.#limits.idlePingMs
    return this.#pingWithRequest
  }

  /** A PING leaves. One that is unanswered keeps its deadline. */
  pinged(): void {
    if (this.#pingMs !== null) return
    this.#pingMs = -1
    this.#heardSincePing = false
  }

  /** The PING was answered. */
  answered(): void {
    this.#pingMs = null
    this.suspect = false
  }

  /** `busy`: requests are under way. Returns what to do; after 'ping' the owner sends one and calls `pinged`. */
  check(now: number, busy: boolean): 'ping' | 'dead' | null {
    const { silenceMs, deadAfterMs, pingIntervalMs, pingTimeoutMs } = this.#limits
    const step = Math.max(0, now - this.#checkedAt)
    const heard = this.#heard
    this.#takeIn()
    this.#checkedAt = now
    if (heard || !busy) this.#silentMs = 0
    else this.#silentMs += Math.min(step, deadAfterMs / 3)
    if (this.#pingMs !== null) {
      this.#heardSincePing ||= heard
      // The first check behind it starts the count: until then it may not have left.
      this.#pingMs = this.#pingMs < 0 ? 0 : this.#pingMs + Math.min(step, pingTimeoutMs / 3)
      if (this.#pingMs > pingTimeoutMs) return 'dead'
      const isSilent = busy && !this.#heardSincePing && (this.#pingWithRequest || silenceMs < deadAfterMs)
      return isSilent && this.#silentMs >= deadAfterMs && this.#pingMs >= deadAfterMs / 2 ? 'dead' : null
    }
    if (!busy) return now - this.#heardAt > pingIntervalMs ? 'ping' : null
    if (this.#silentMs < silenceMs || now - this.#silencePingAt < pingSpacingMs) return null
    this.#silencePingAt = now
    return 'ping'
  }

  /** What was heard counts from the check before it: a check too early rather than too late. */
  #takeIn(): void {
    if (!this.#heard) return
    this.#heard = false
    this.#heardAt = this.#checkedAt
  }
}
