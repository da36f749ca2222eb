import type { App, Target } from '../channel/contract.ts'
import { stableKey } from '../channel/stable-id.ts'
import type { After } from './after.ts'
import { afterTimeout } from './after.ts'
import type { Delivered, Delivery, DeliveryJob } from './delivery-api.ts'

export interface BatcherOptions {
  readonly after?: After
  /** Milliseconds a target waits at most for others. Default 20. */
  readonly maxWaitMs?: number
  /** Batches that are being collected at once; one more, and the oldest goes. Default 1000. */
  readonly most?: number
}

/** What goes out together, when it is full or its time is over. */
interface Collected {
  readonly first: DeliveryJob
  readonly targets: Target[]
  readonly parts: { readonly id: string; readonly from: number; readonly to: number; readonly resolve: (delivered: readonly Delivered[]) => void }[]
  readonly cancel: () => void
}

/**
 * Collects targets of equal payload over several jobs (pages of one message) into fuller requests, for channels that take many tokens
 * a request. A job that fills a request by itself, or whose channel takes one token, waits for nothing. Order and one Delivered a
 * target stay as `deliver` promises; latencyMs does not count the collecting.
 *
 * @example
 * const delivery = withBatcher(createDelivery({ transport }))
 */
export function withBatcher(delivery: Delivery, options: BatcherOptions = {}): Delivery {
  const { after = afterTimeout, maxWaitMs = 20, most = 1000 } = options
  const numbers = new WeakMap<App, number>()
  let count = 0
  const batches = new Map<string, Collected>()
  /** All that are being collected, oldest first. */
  const open = new Map<Collected, () => void>()
  let closed = false

  const collect = (job: DeliveryJob): Promise<readonly Delivered[]> => {
    const { channel, app, targets } = job
    const number = numbers.get(app) ?? count++
    numbers.set(app, number)
    const key = `${number} ${keyOf(job)}`
    const known = batches.get(key)
    // One that would not fit goes first, so that no part is cut in two.
    if (known !== undefined && known.targets.length + targets.length > channel.limits.tokens) open.get(known)?.()
    let batch = batches.get(key)
    if (batch === undefined) {
      const made: Collected = { first: job, targets: [], parts: [], cancel: after(maxWaitMs, () => send()) }
      const send = () => {
        made.cancel()
        open.delete(made)
        batches.delete(key)
        flush(delivery, made)
      }
      batch = made
      batches.set(key, made)
      open.set(made, send)
      if (open.size > most) open.values().next().value?.()
    }
    const full = batch
    return new Promise(resolve => {
      const from = full.targets.length
      full.targets.push(...targets)
      full.parts.push({ id: job.batchId, from, to: full.targets.length, resolve })
      if (full.targets.length >= channel.limits.tokens) open.get(full)?.()
    })
  }

  return {
    ...delivery,
    deliver: job =>
      closed || job.exchange !== undefined || job.targets.length === 0 || job.targets.length >= job.channel.limits.tokens
        ? delivery.deliver(job)
        : collect(job),
    close: deadlineMs => {
      closed = true
      for (const send of [...open.values()]) send()
      return delivery.close(deadlineMs)
    },
  }
}

/** `deliver` never rejects, so every part has its end. */
function flush(delivery: Delivery, { first, targets, parts }: Collected): void {
  // Its own id again when the same jobs come together again, and another when others do: a vendor may drop repeated ids.
  const batchId = parts.length === 1 ? first.batchId : stableKey(parts.map(({ id }) => id).join(), 32)
  delivery.deliver({ ...first, targets, batchId }).then(delivered => {
    for (const { from, to, resolve } of parts) resolve(delivered.slice(from, to))
  })
}

/** Equal payloads with one end share requests; a badge that goes into a shared body is part of it. */
function keyOf({ channel, payload, expiresAt, ttlZero, targets }: DeliveryJob): string {
  const badge = targets[0]?.badge ?? null
  const shared = { none: null, add: badge === 0 ? '0' : '+', absolute: badge }[channel.capabilities.badge]
  return JSON.stringify([payload.key, expiresAt, ttlZero, shared])
}
