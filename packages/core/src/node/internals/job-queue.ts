import type { Job } from './job.ts'

/** First in, first out, bounded. What has ended while it waited is passed over. */
export class JobQueue {
  readonly #most: number
  #jobs: (Job | null)[] = []
  #head = 0

  constructor(most: number) {
    this.#most = most
  }

  /** Whether any waits that has not ended. */
  get waiting(): boolean {
    while (this.#head < this.#jobs.length && this.#jobs[this.#head]?.ended !== false) this.#drop()
    return this.#head < this.#jobs.length
  }

  /** false: full. */
  push(job: Job): boolean {
    if (this.#jobs.length - this.#head >= this.#most) this.#sweep()
    if (this.#jobs.length >= this.#most + this.#head) return false
    this.#jobs.push(job)
    return true
  }

  /** Given back by a peer: it goes first, and was counted before. */
  unshift(job: Job): void {
    if (this.#head > 0) this.#jobs[--this.#head] = job
    else this.#jobs.unshift(job)
  }

  /** null: none waits. */
  next(): Job | null {
    if (!this.waiting) return null
    const job = this.#jobs[this.#head] ?? null
    this.#drop()
    return job
  }

  /** The first one leaves. Shifting the array each time would copy it each time. */
  #drop(): void {
    this.#jobs[this.#head++] = null
    if (this.#head < this.#jobs.length && (this.#head < 4096 || this.#head * 2 < this.#jobs.length)) return
    this.#jobs = this.#jobs.slice(this.#head)
    this.#head = 0
  }

  #sweep(): void {
    this.#jobs = this.#jobs.slice(this.#head).filter(job => job !== null && !job.ended)
    this.#head = 0
  }
}
