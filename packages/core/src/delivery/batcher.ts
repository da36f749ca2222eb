import { stableKey } from '../channel/toolkit/stable-id.ts'
import { type After, afterTimeout } from '../concurrency/timers.ts'
import type { Delivered, Delivery, DeliveryJob, DeliveryTarget, ResultListener } from './delivery-api.ts'

/** A Delivery that collects. */
export interface Batcher extends Delivery {
  /** Sends what is collected, and collects no more: everything goes at once from now on. */
  release(): void
}

export interface BatcherOptions {
  readonly after?: After
  /** Milliseconds a target waits at most for others. Default 20. */
  readonly maxWaitMs?: number
  /** Batches that are being collected at once; one more, and the oldest goes. Default 1000. */
  readonly most?: number
}

/** The targets [from, to) of a batch, which came with one job. */
interface Part {
  readonly id: string
  readonly from: number
  readonly to: number
  readonly told: ResultListener | undefined
  readonly resolve: (delivered: readonly Delivered[]) => void
}

/** What goes out together, when it is full or its time is over. */
interface Collected {
  readonly first: DeliveryJob
  readonly targets: DeliveryTarget[]
  readonly parts: Part[]
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
export function withBatcher(delivery: Delivery, options: BatcherOptions = {}): Batcher {
  const { after = afterTimeout, maxWaitMs = 20, most = 1000 } = options
  const numbers = new WeakMap<object, number>()
  let count = 0
  const numberOf = (one: object): number => {
    const number = numbers.get(one) ?? count++
    numbers.set(one, number)
    return number
  }
  const batches = new Map<string, Collected>()
  /** All that are being collected, oldest first. */
  const open = new Map<Collected, () => void>()
  let released = false

  const collect = (job: DeliveryJob, told: ResultListener | undefined): Promise<readonly Delivered[]> => {
    const { channel, app, targets } = job
    // Two channels may have been made with one app entry, and render alike.
    const key = `${numberOf(channel)} ${numberOf(app)} ${keyOf(job)}`
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
      full.parts.push({ id: job.batchId, from, to: full.targets.length, told, resolve })
      if (full.targets.length >= channel.limits.tokens) open.get(full)?.()
    })
  }

  const release = (): void => {
    released = true
    for (const send of [...open.values()]) send()
  }

  return {
    ...delivery,
    release,
    deliver: (job, told) =>
      released || job.exchange !== undefined || job.targets.length === 0 || job.targets.length >= job.channel.limits.tokens
        ? delivery.deliver(job, told)
        : collect(job, told),
    close: deadlineMs => {
      release()
      return delivery.close(deadlineMs)
    },
  }
}

/** `deliver` never rejects, so every part has its end. */
function flush(delivery: Delivery, { first, targets, parts }: Collected): void {
  // Its own id again when the same jobs come together again, and another when others do: a vendor may drop repeated ids.
  const batchId = parts.length === 1 ? first.batchId : stableKey(parts.map(({ id }) => id).join(), 32)
  const owners = parts.flatMap(part => Array.from({ length: part.to - part.from }, () => part))
  const tell: ResultListener = (place, delivered) => {
    const { from, told } = owners[place] as Part
    told?.(place - from, delivered)
  }
  delivery.deliver({ ...first, targets, batchId }, tell).then(delivered => {
    for (const { from, to, resolve } of parts) resolve(delivered.slice(from, to))
  })
}

/** Equal payloads with one end share requests; a badge that goes into a shared body is part of it. */
function keyOf({ channel, payload, expiresAt, ttlZero, setsBadge, targets }: DeliveryJob): string {
  const badge = targets[0]?.badge ?? null
  const shared = { none: null, add: setsBadge === true ? badge : badge === 0 ? '0' : '+', absolute: badge }[channel.capabilities.badge]
  return JSON.stringify([payload.key, expiresAt, ttlZero, shared])
}
