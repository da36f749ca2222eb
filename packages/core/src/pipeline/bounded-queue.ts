import type { Observable, Subscription } from 'rxjs'

/**
 * An Observable as an AsyncIterable through a queue of at most `size`: input that only pushes cannot be held
 * back, so what comes while the queue is full goes to `overflow` instead.
 */
export async function* boundedQueue<T>(source: Observable<T>, size: number, overflow: (value: T) => void): AsyncGenerator<T> {
  const waiting: T[] = []
  let ended = false
  let failure: { readonly error: unknown } | null = null
  let wake: () => void = () => undefined
  const subscription: Subscription = source.subscribe({
    next(value) {
      if (waiting.length >= size) overflow(value)
      else waiting.push(value)
      wake()
    },
    error(error: unknown) {
      failure = { error }
      wake()
    },
    complete() {
      ended = true
      wake()
    },
  })
  const failed = (): { readonly error: unknown } | null => failure
  try {
    while (true) {
      while (waiting.length > 0) yield waiting.shift() as T
      const failing = failed()
      if (failing !== null) throw failing.error
      if (ended) return
      await new Promise<void>(resolve => {
        wake = resolve
      })
    }
  } finally {
    subscription.unsubscribe()
  }
}
