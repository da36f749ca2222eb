import type { Semaphore } from '../../concurrency/semaphore.ts'
import type { CancellableTimers } from '../../concurrency/timers.ts'
import type { RetryOptions } from '../delivery-api.ts'
import type { KillSwitch } from '../quota-windows.ts'
import type { Transport } from '../transport.ts'
import type { Watchdog } from './watchdog.ts'

/** What all runs of one delivery share. */
export interface Shared {
  readonly clock: () => number
  readonly random: () => number
  readonly transport: Transport
  readonly retry: Required<RetryOptions>
  readonly sleepers: CancellableTimers
  readonly slots: Semaphore
  readonly pauses: KillSwitch
  readonly watchdog: Watchdog
  readonly requestTimeoutMs: number
  readonly signal: AbortSignal
  /** true: nothing is sent any more. */
  closed: boolean
}
