import type { Rate } from '../channel/rate.ts'
import { FifoQueue } from '../concurrency/fifo-queue.ts'
import type { After } from '../concurrency/timers.ts'

/** What is kept of a stated rate, and how much of it may go at once: vendors count by seconds of their own, and the way there varies. */
const spare = { refill: 0.9, burst: 0.1 }
/** Fractions do not add up to the last bit. */
const epsilon = 1e-6

interface Waiter {
  readonly tokens: number
  readonly go: (taken: boolean) => void
  left: boolean
}

/**
 * A token bucket with a line before it. Shares are taken at the moment of going, not booked beforehand: were they booked, a process that
 * was busy for a while would let a crowd through at once.
 */
export class RateLimiter {
  readonly #rate: Rate
  readonly #clock: () => number
  readonly #after: After
  readonly #burst: number
  readonly #refill: number
  #level: number
  #at: number
  /** Since when the ramp rises. */
  #risesFrom: number
  #takenAt: number
  readonly #line = new FifoQueue<Waiter>()
  /** Units that those in the line ask for. */
  #asked = 0
  #cancel: (() => void) | null = null
  #closed = false

  constructor(rate: Rate, clock: () => number, after: After) {
    this.#rate = rate
    this.#clock = clock
    this.#after = after
    this.#burst = rate.burst ?? Math.max(1, rate.perSecond * spare.burst)
    this.#refill = rate.burst === undefined ? rate.perSecond * spare.refill : rate.perSecond
    this.#at = clock()
    this.#risesFrom = this.#at
    this.#takenAt = this.#at
    this.#level = this.#top(this.#at)
  }

  /** Takes a request's share, if there is one and nobody waits for it. */
  tryTake(tokens: number): boolean {
    if (this.#line.size > 0) return false
    this.#fill()
    return this.#take(tokens)
  }

  /** Milliseconds until its turn would come, as things stand. */
  wait(tokens: number): number {
    const rate = this.#fill()
    const missing = this.#asked + this.#need(tokens) - this.#level
    return Math.max(0, Math.ceil((missing / rate) * 1000))
  }

  /**
   * Resolves with true when its share is taken, in the order of asking; with false, without one, when the quota is closed or `leave` was
   * called, which `started` gets.
   */
  turn(tokens: number, started?: (leave: () => void) => void): Promise<boolean> {
    if (this.#closed) return Promise.resolve(false)
    return new Promise(go => {
      const waiter: Waiter = { tokens, go, left: false }
      this.#line.push(waiter)
      this.#asked += this.#share(tokens)
      started?.(() => this.#leave(waiter))
      this.#serve()
    })
  }

  #leave(waiter: Waiter): void {
    if (waiter.left) return
    waiter.left = true
    this.#asked -= this.#share(waiter.tokens)
    waiter.go(false)
    // What the others waited for may have been its share.
    this.#cancel?.()
    this.#cancel = null
    this.#serve()
  }

  /** Gives back what was taken and not sent. */
  refund(tokens: number): void {
    this.#level += this.#share(tokens)
    this.#serve()
  }

  /** Lets everybody go: nothing is sent any more. */
  close(): void {
    this.#closed = true
    this.#cancel?.()
    this.#cancel = null
    this.#asked = 0
    for (const { go } of this.#line.drain()) go(false)
  }

  #serve(): void {
    if (this.#cancel !== null) return
    const rate = this.#fill()
    for (let waiter = this.#line.peek(); waiter !== undefined; waiter = this.#line.peek()) {
      const { tokens } = waiter
      if (waiter.left) {
        this.#line.shift()
        continue
      }
      if (!this.#take(tokens)) {
        const missing = this.#need(tokens) - this.#level
        this.#cancel = this.#after(Math.max(1, Math.ceil((missing / rate) * 1000 - epsilon)), () => {
          this.#cancel = null
          this.#serve()
        })
        return
      }
      this.#line.shift()
      this.#asked -= this.#share(tokens)
      waiter.left = true
      waiter.go(true)
    }
  }

  /** One that is larger than the bucket goes when it is full, and the next ones pay for it. */
  #take(tokens: number): boolean {
    if (this.#level + epsilon < this.#need(tokens)) return false
    this.#level -= this.#share(tokens)
    this.#takenAt = this.#at
    return true
  }

  #need(tokens: number): number {
    return Math.min(this.#top(this.#at), this.#share(tokens))
  }

  #share(tokens: number): number {
    return this.#rate.unit === 'request' ? 1 : tokens
  }

  /** Fills up to this moment; answers units a second. */
  #fill(): number {
    const now = Math.max(this.#clock(), this.#at)
    const { rampMs = 0 } = this.#rate
    if (rampMs > 0 && now - this.#takenAt > rampMs) {
      this.#risesFrom = now
      this.#level = Math.min(this.#level, this.#top(now))
    }
    const rate = this.#refill * this.#height(now)
    const gained = ((now - this.#at) / 1000) * rate
    this.#at = now
    this.#level = Math.min(Math.max(this.#level, this.#top(now)), this.#level + gained)
    return rate
  }

  /** What the bucket holds now. */
  #top(now: number): number {
    return this.#burst * this.#height(now)
  }

  #height(now: number): number {
    const over = this.#rate.rampMs ?? 0
    return over === 0 ? 1 : Math.min(1, 0.1 + (0.9 * (now - this.#risesFrom)) / over)
  }
}
