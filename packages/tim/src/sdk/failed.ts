import { errorOf } from './error-of.ts'
import type { TimSession } from './session.ts'

/** Tells an error to the callback; where there is none it is thrown, or, `late`, told to the session. */
export function failed(session: TimSession, callback: { onError(code: number, desc: string): void } | null | undefined, error: unknown, late: boolean): void {
  const told = errorOf(error)
  if (callback) callback.onError(told.code, told.message)
  else if (late) session.uncaught(told)
  else throw told
}
