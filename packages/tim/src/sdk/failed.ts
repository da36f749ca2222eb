import { errorOf } from './error-of.ts'
import type { TimSession } from './session.ts'

/** Tells an error to the callback, or to the session where there is none. */
export function failed(session: TimSession, callback: { onError(code: number, desc: string): void } | null | undefined, error: unknown): void {
  const { code, message } = errorOf(error)
  if (callback) callback.onError(code, message)
  else session.uncaught(errorOf(error))
}
