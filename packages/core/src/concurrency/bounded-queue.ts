import type { Observable } from 'rxjs'

/** A queue's two ends. */
export interface BoundedQueue<T> {
  readonly values: AsyncIterable<T>
  /** Listens no more; what waits is dropped. */
  stop(): void
}

/**
 * An Observable as an AsyncIterable through a queue of at most `size`, listening from now on: input that only
 * pushes cannot be held back, so what comes while the queue is full goes to `overflow` instead.
 */
export function boundedQueue<T>(source: Observable<T>, size: number, overflow: (value: T) => void): BoundedQueue<T> {
  const waiting: T[] = []
  const state: { ended: boolean; failure: { readonly error: unknown } | null; wake: () => void } = { ended: false, failure: null, wake: () => undefined }
  const subscription = source.subscribe({
    next(value) {
      if (waiting.length >= size) overflow(value)
      else waiting.push(value)
      state.wake()
    },
    error(error: unknown) {
      state.failure = { error }
      state.wake()
    },
    complete() {
      state.ended = true
      state.wake()
    },
  })
  async function* drain(): AsyncGenerator<T> {
    while (true) {
      while (waiting.length > 0) yield waiting.shift() as T
      if (state.failure !== null) throw state.failure.error
      if (state.ended) return
      await new Promise<void>(resolve => {
        state.wake = resolve
      })
    }
  }
  return {
    values: drain(),
    stop() {
      subscription.unsubscribe()
      state.ended = true
      state.wake()
    },
  }
}
