/** A value now or later. */
export type MaybePromise<T> = T | Promise<T>

/** Whether it comes later; any library's promise is one. */
export const isLater = <T>(value: MaybePromise<T>): value is Promise<T> =>
  typeof value === 'object' && value !== null && typeof (value as { readonly then?: unknown }).then === 'function'

/** `next` on a value as soon as it is there: at once where it already is. */
export function chain<T, R>(value: MaybePromise<T>, next: (value: T) => MaybePromise<R>): MaybePromise<R> {
  return isLater(value) ? Promise.resolve(value).then(next) : next(value)
}
