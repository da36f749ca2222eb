import { Observable } from 'rxjs'
import type { Delivered, Delivery } from '../delivery/delivery-api.ts'
import type { Attempt, BatchedJob } from './batch.ts'

/** The end of one attempt. */
export interface Ended {
  readonly attempt: Attempt
  readonly delivered: Delivered
}

/**
 * Step 8: delivers a job and tells the ends of its attempts as they come, so that none waits for the slowest; those that come together
 * (by one read of a socket) go on together. `heard` is called at once, one by one. Cold; what was begun goes on when nobody listens any
 * more.
 */
export function deliver(
  delivery: Delivery,
  { job, attempts }: BatchedJob,
  heard: (attempt: Attempt, badge: number | null, delivered: Delivered) => void,
): Observable<readonly Ended[]> {
  return new Observable(subscriber => {
    let waiting: Ended[] = []
    const flush = (): void => {
      if (waiting.length === 0) return
      const ended = waiting
      waiting = []
      subscriber.next(ended)
    }
    const told = (place: number, delivered: Delivered): void => {
      const attempt = attempts[place] as Attempt
      heard(attempt, job.targets[place]?.badge ?? null, delivered)
      // Answers of one read are in the queue of microtasks already: this comes behind them all.
      if (waiting.length === 0) queueMicrotask(flush)
      waiting.push({ attempt, delivered })
    }
    delivery.deliver(job, told).then(() => {
      flush()
      subscriber.complete()
    })
  })
}
