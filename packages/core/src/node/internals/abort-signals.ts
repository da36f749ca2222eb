import type { Job } from './job.ts'

/** One listener a signal, however many requests share it: taking one of thousands of listeners off again is slow. */
export class AbortSignals {
  readonly #jobs = new WeakMap<AbortSignal, Set<Job>>()

  add(signal: AbortSignal, job: Job): void {
    let jobs = this.#jobs.get(signal)
    if (jobs === undefined) {
      const all = new Set<Job>()
      signal.addEventListener('abort', () => {
        for (const one of all) one.abort()
      })
      this.#jobs.set(signal, all)
      jobs = all
    }
    jobs.add(job)
  }

  remove(signal: AbortSignal, job: Job): void {
    this.#jobs.get(signal)?.delete(job)
  }
}
