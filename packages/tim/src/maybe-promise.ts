/** A value now or later. */
export type MaybePromise<T> = T | Promise<T>

/** `next` on a value as soon as it is there: at once where it already is. */
export function chain<T, R>(value: MaybePromise<T>, next: (value: T) => MaybePromise<R>): MaybePromise<R> {
  return value instanceof Promise ? value.then(next) : next(value)
}

/**
 * Runs `work` and tells exactly one of the two, at once where nothing has to be waited for; `late`: the caller has
 * gone on already.
 */
export function settle<T>(work: () => MaybePromise<T>, done: (value: T) => void, failed: (error: unknown, late: boolean) => void): void {
  let value: MaybePromise<T>
  try {
    value = work()
  } catch (error) {
    failed(error, false)
    return
  }
  if (value instanceof Promise) value.then(done, error => failed(error, true))
  else done(value)
}
