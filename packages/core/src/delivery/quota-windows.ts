import type { Selector } from './delivery-api.ts'

/** What a kill switch holds back. */
export class KillSwitch {
  readonly #selectors = new Map<string, Selector>()

  pause(selector: Selector): void {
    this.#selectors.set(key(selector), selector)
  }

  resume(selector: Selector): void {
    this.#selectors.delete(key(selector))
  }

  has(channel: string, app: string): boolean {
    if (this.#selectors.size === 0) return false
    for (const selector of this.#selectors.values()) {
      if ((selector.channel ?? channel) === channel && (selector.app ?? app) === app) return true
    }
    return false
  }
}

const key = (selector: Selector): string => JSON.stringify([selector.channel ?? null, selector.app ?? null])

/** The quota classes of one (channel, app) that are used up, and until when. */
export class QuotaWindows {
  readonly #until = new Map<string, number>()

  close(quotaClass: string, until: number): void {
    this.#until.set(quotaClass, Math.max(until, this.#until.get(quotaClass) ?? 0))
  }

  /** Opens all: another credential has a quota of its own. */
  open(): void {
    this.#until.clear()
  }

  /** UNIX ms until which the class is closed; 0: open. */
  closedUntil(quotaClass: string, now: number): number {
    if (this.#until.size === 0) return 0
    const until = this.#until.get(quotaClass) ?? 0
    if (until > now) return until
    this.#until.delete(quotaClass)
    return 0
  }
}
