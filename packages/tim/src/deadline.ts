import type { After } from '@rouse/core'
import { demandWhole } from './demand-whole.ts'
import { isLater, type MaybePromise } from './maybe-promise.ts'
import { TIMError } from './sdk/tim-error.ts'
import { timCodes } from './tim-codes.ts'

/** Milliseconds that a host's port may take where nothing else is said. */
export const defaultPortTimeoutMs = 5000

/** What a timer can hold: beyond it, it fires at once. */
const longest = 2_147_483_647

export const timer: After = (milliseconds, callback) => {
  const running = setTimeout(callback, milliseconds)
  return () => clearTimeout(running)
}

/**
 * Holds the answers of a host's ports to a deadline: the port's answer, at once where it is there, or a TIMError 6012 that names the
 * port. An answer that comes later still is dropped.
 */
export type Deadline = <T>(port: string, answer: MaybePromise<T>) => MaybePromise<T>

/** @throws RouseError `config-invalid`: `milliseconds` is no positive number that a timer can hold. */
export function createDeadline(milliseconds: number, after: After = timer): Deadline {
  demandWhole('portTimeoutMs', milliseconds, longest)
  return (port, answer) => {
    if (!isLater(answer)) return answer
    return new Promise((resolve, reject) => {
      const cancel = after(milliseconds, () =>
        reject(new TIMError(timCodes.requestTimeout, `${port} did not answer within ${milliseconds} ms: look at what stands behind it, then try again`)),
      )
      Promise.resolve(answer).then(resolve, reject).finally(cancel)
    })
  }
}
