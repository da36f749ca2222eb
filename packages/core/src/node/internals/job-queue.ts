import { FifoQueue } from '../../concurrency/fifo-queue.ts'
import type { Job } from './job.ts'

/** A bounded first-in, first-out queue of jobs. Jobs that ended while they waited are skipped. */
export class JobQueue {
  readonly #maxJobs: number
  readonly #jobs = new FifoQueue<Job>()

  constructor(maxJobs: number) {
    this.#maxJobs = maxJobs
  }

  /** Whether a job waits that has not ended. */
  get waiting(): boolean {
    while (this.#jobs.peek()?.ended === true) this.#jobs.shift()
    return this.#jobs.size > 0
  }

  /** Adds a job at the end. Returns false when the queue is full. */
  push(job: Job): boolean {
    if (this.#jobs.size >= this.#maxJobs) this.#jobs.keep(({ ended }) => !ended)
    if (this.#jobs.size >= this.#maxJobs) return false
    this.#jobs.push(job)
    return true
  }

  /** Adds a job at the front that a peer gave back: it was counted before. */
  unshift(job: Job): void {
    this.#jobs.unshift(job)
  }

  /** Removes and returns the first job that has not ended; null when there is none. */
  next(): Job | null {
    return this.waiting ? (this.#jobs.shift() ?? null) : null
  }
}
