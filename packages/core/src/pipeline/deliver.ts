import type { Delivered, Delivery } from '../delivery/delivery-api.ts'
import type { Attempt, BatchedJob } from './batch.ts'

/** The result of one attempt. */
export interface DeliveryResult {
  readonly attempt: Attempt
  readonly delivered: Delivered
}

/**
 * Step 8: delivers a job. `onResult` is called once per attempt, as soon as it has its result; `onResults` is called with the results
 * that came together (by one read of a socket), so that no attempt waits for the slowest. Resolves after the last call. Never rejects.
 */
export async function deliver(
  delivery: Delivery,
  { job, attempts }: BatchedJob,
  onResult: (attempt: Attempt, badge: number | null, delivered: Delivered) => void,
  onResults: (results: readonly DeliveryResult[]) => void,
): Promise<void> {
  let results: DeliveryResult[] = []
  const flush = (): void => {
    if (results.length === 0) return
    const ready = results
    results = []
    onResults(ready)
  }
  await delivery.deliver(job, (index, delivered) => {
    const attempt = attempts[index] as Attempt
    onResult(attempt, job.targets[index]?.badge ?? null, delivered)
    // The other responses of one read are in the microtask queue already, ahead of this call.
    if (results.length === 0) queueMicrotask(flush)
    results.push({ attempt, delivered })
  })
  flush()
}
