import { isLater, type MaybePromise } from '../maybe-promise.ts'
import { timCodes } from '../tim-codes.ts'
import { errorOf } from './error-of.ts'
import type { TimSession } from './session.ts'
import { TIMError } from './tim-error.ts'

/** TIMValueCallBack and TIMCallBack alike. */
interface Callback<T> {
  onError(code: number, desc: string): void
  onSuccess(value: T): void
}

/** Runs what an app handed in: what it throws, or rejects with, is told to the app's `onError`, and stops nothing of ours. */
export function guarded(uncaught: TimSession['uncaught'], name: string, run: () => unknown): void {
  const tell = (error: unknown) => uncaught(new TIMError(timCodes.invalidParameters, `${name} threw: an app's own code must catch its errors`, error))
  try {
    const answer = run()
    if (isLater(answer)) answer.then(undefined, tell)
  } catch (error) {
    tell(error)
  }
}

/**
 * One call of an app's: exactly one of the callback's two is called, once, at once where nothing has to be waited for.
 * Without a callback an error that is known at once is thrown, and one that comes later is told to the session.
 */
export function call<T>(session: TimSession, callback: Callback<T> | null | undefined, work: () => MaybePromise<T>): void {
  const done = (value: T) => guarded(session.uncaught, 'onSuccess', () => callback?.onSuccess(value))
  const failed = (error: unknown, late: boolean) => {
    const told = errorOf(error)
    if (callback) guarded(session.uncaught, 'onError', () => callback.onError(told.code, told.message))
    else if (late) session.uncaught(told)
    else throw told
  }
  let value: MaybePromise<T>
  try {
    value = work()
  } catch (error) {
    failed(error, false)
    return
  }
  if (isLater(value)) value.then(done, error => failed(error, true))
  else done(value)
}
