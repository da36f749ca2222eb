import { Observable, type Observer, type Operator, type Subscriber, type Subscription } from 'rxjs'

/** One of the engine's hot streams. */
export type EngineStream = 'outcomes$' | 'tokens$' | 'receipts$'

/** Called with the error of a subscriber and the stream it subscribed to. */
export type SubscriberErrorHandler = (error: unknown, stream: EngineStream) => void

/**
 * The values of `source` for subscribers that may throw: RxJS throws a subscriber's error again where nobody can catch it, which ends the
 * process. Here `report` gets it, the subscriber stays subscribed, and the others go on. So it is behind operators (`pipe`): an operator
 * that throws ends its own subscription, and `report` gets the error where the subscriber has no `error` handler. The promise that an async
 * `next` handler returns is followed, too. A `report` that throws is replaced by a process warning.
 */
export function guarded<T>(source: Observable<T>, stream: EngineStream, report: SubscriberErrorHandler): Observable<T> {
  const warn = warnOfSubscriber()
  return new GuardedObservable<T>(error => {
    try {
      report(error, stream)
    } catch (ofReport) {
      warn(ofReport, stream)
    }
  }, source)
}

/** A handler that warns once for each stream, by the error's name: its message may hold what the subscriber was handed, such as a token. */
export function warnOfSubscriber(): SubscriberErrorHandler {
  const warned = new Set<EngineStream>()
  return (error, stream) => {
    if (warned.has(stream)) return
    warned.add(stream)
    const name = error instanceof Error ? error.name : typeof error
    process.emitWarning(`a subscriber of ${stream} failed with ${name}: pass onSubscriberError to createEngine to see each error`, {
      code: 'ROUSE_SUBSCRIBER',
    })
  }
}

type Handler = (...values: never[]) => unknown

class GuardedObservable<T> extends Observable<T> {
  readonly #report: (error: unknown) => void

  constructor(report: (error: unknown) => void, source: Observable<unknown>) {
    super()
    this.#report = report
    this.source = source
  }

  override lift<R>(operator?: Operator<T, R>): Observable<R> {
    const lifted = new GuardedObservable<R>(this.#report, this)
    lifted.operator = operator as Operator<unknown, R> | undefined
    return lifted
  }

  override subscribe(
    observerOrNext?: Partial<Observer<T>> | ((value: T) => void) | null,
    error?: ((error: unknown) => void) | null,
    complete?: (() => void) | null,
  ): Subscription {
    // An operator's own subscriber reports to the subscription behind it, which is guarded.
    if (isSubscriber(observerOrNext)) return super.subscribe(observerOrNext as Observer<T>)
    const given = typeof observerOrNext === 'function' ? { next: observerOrNext } : (observerOrNext ?? {})
    const handler = (own: Handler | null | undefined): Handler | undefined => (own === null || own === undefined ? undefined : own.bind(given))
    const next = handler(given.next)
    const failed = handler(given.error ?? error)
    const ended = handler(given.complete ?? complete)
    return super.subscribe({
      next: value => this.#call(next, value),
      error: (reason: unknown) => (failed === undefined ? this.#report(reason) : this.#call(failed, reason)),
      complete: () => this.#call(ended),
    })
  }

  #call(handler: Handler | undefined, ...values: readonly unknown[]): void {
    if (handler === undefined) return
    try {
      const result = handler(...(values as never[]))
      if (result instanceof Promise) result.catch(this.#report)
    } catch (error) {
      this.#report(error)
    }
  }
}

/** RxJS's own subscribers hold a subscription that can be added to. */
const isSubscriber = (value: unknown): value is Subscriber<never> =>
  typeof value === 'object' && value !== null && 'next' in value && 'add' in value && 'unsubscribe' in value
