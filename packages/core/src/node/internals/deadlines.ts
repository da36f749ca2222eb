const tickMs = 25

/** What has a deadline. */
export interface Timed {
  /** Called once, at the deadline. */
  expire(): void
}

/** One timer for all deadlines: thousands of requests with a timer each would cost more than they do. */
export class Deadlines {
  readonly #buckets = new Map<number, Set<Timed>>()
  #count = 0
  #last = 0
  #timer: NodeJS.Timeout | null = null

  /** Answers the bucket, which `remove` needs. A deadline is met to the tick (25 ms), never late by more than that. */
  add(item: Timed, ms: number): number {
    const tick = Math.max(Math.floor((performance.now() + ms) / tickMs), this.#last + 1)
    const bucket = this.#buckets.get(tick)
    if (bucket === undefined) this.#buckets.set(tick, new Set([item]))
    else bucket.add(item)
    this.#count++
    if (this.#timer === null) {
      this.#last = Math.floor(performance.now() / tickMs)
      this.#timer = setInterval(() => this.#turn(), tickMs)
    }
    return tick
  }

  remove(item: Timed, tick: number): void {
    const bucket = this.#buckets.get(tick)
    if (bucket?.delete(item) !== true) return
    if (bucket.size === 0) this.#buckets.delete(tick)
    this.#less(1)
  }

  #turn(): void {
    const now = Math.floor(performance.now() / tickMs)
    while (this.#last < now) {
      this.#last++
      const due = this.#buckets.get(this.#last)
      if (due === undefined) continue
      this.#buckets.delete(this.#last)
      this.#less(due.size)
      for (const item of due) item.expire()
    }
  }

  #less(count: number): void {
    this.#count -= count
    if (this.#count > 0 || this.#timer === null) return
    clearInterval(this.#timer)
    this.#timer = null
  }
}
