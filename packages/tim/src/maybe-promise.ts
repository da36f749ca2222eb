/** A value now or later. */
export type MaybePromise<T> = T | Promise<T>

/** `next` on a value as soon as it is there: at once where it already is. */
export function then<T, R>(value: MaybePromise<T>, next: (value: T) => MaybePromise<R>): MaybePromise<R> {
  return value instanceof Promise ? value.then(next) : next(value)
}

/** Runs `work` and tells exactly one of the two, at once where nothing has to be waited for. */
export function settle<T>(work: () => MaybePromise<T>, done: (value: T) => void, failed: (error: unknown) => void): void {
  let value: MaybePromise<T>
  try {
    value = work()
  } catch (error) {
    failed(error)
    return
  }
  if (value instanceof Promise) value.then(done, failed)
  else done(value)
}
