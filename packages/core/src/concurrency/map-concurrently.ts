import { catchError, concat, defer, EMPTY, finalize, mergeMap, type Observable, of, range, repeat, throwError } from 'rxjs'

/** A source of pages that several lanes share: one `next()` at a time over all of them. */
export interface SharedIterator<T> {
  next(): Promise<IteratorResult<T, unknown>>
  /** Tells the source that nobody wants more. */
  stop(): void
}

/** Pages in one turn of the event loop. */
const pagesPerTurn = 2

/** Shares an iterable among lanes. */
export function shareIterator<T>(pages: AsyncIterable<T> | Iterable<T>): SharedIterator<T> {
  const iterator = Symbol.asyncIterator in pages ? pages[Symbol.asyncIterator]() : pages[Symbol.iterator]()
  let ended = false
  let handedOut = 0
  let turn: Promise<unknown> = Promise.resolve()
  const end: IteratorResult<T, unknown> = { done: true, value: undefined }
  return {
    next() {
      const mine = turn.then(async () => {
        if (ended) return end
        try {
          const result = await iterator.next()
          if (result.done === true) ended = true
          // Pages that need no I/O follow each other within one turn of the event loop: this gives timers and sockets their turn.
          else if (++handedOut % pagesPerTurn === 0) await new Promise(resolve => setImmediate(resolve))
          return result
        } catch (error) {
          ended = true
          throw error
        }
      })
      turn = mine.catch(() => undefined)
      return mine
    },
    stop() {
      if (ended) return
      ended = true
      // A generator that is being asked closes when its answer is there; nobody waits for it.
      turn = turn.then(() => iterator.return?.()).catch(() => undefined)
    },
  }
}

/**
 * n lanes over one source: each pulls a page, runs the whole chain on it, and pulls the next when the chain
 * has completed. So at most n pages are pulled ahead of pages done, whatever the chain's speed. Cold; stops
 * the source when unsubscribed. When the source fails, the pages under way end first, then the error is passed on.
 */
export function mapConcurrently<T, R>(pages: AsyncIterable<T> | Iterable<T>, n: number, chain: (page: T) => Observable<R>): Observable<R> {
  return defer(() => {
    const source = shareIterator(pages)
    let drained = false
    let failure: { readonly error: unknown } | null = null
    const pull = defer(() => source.next()).pipe(
      catchError((error: unknown) => {
        failure = { error }
        return of(null)
      }),
    )
    const lane = pull.pipe(
      mergeMap(result => {
        if (result !== null && result.done !== true) return chain(result.value)
        drained = true
        return EMPTY
      }),
      repeat({ delay: () => (drained ? EMPTY : of(0)) }),
    )
    const failed = defer(() => (failure === null ? EMPTY : throwError(() => failure?.error)))
    return concat(range(0, n).pipe(mergeMap(() => lane, n)), failed).pipe(finalize(() => source.stop()))
  })
}
