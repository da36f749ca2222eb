import {
  catchError,
  concat,
  defer,
  EMPTY,
  finalize,
  from,
  isObservable,
  lastValueFrom,
  merge,
  mergeMap,
  type Observable,
  of,
  ReplaySubject,
  Subject,
  tap,
  toArray,
} from 'rxjs'
import { createDelivery } from '../delivery/delivery.ts'
import type { Delivered } from '../delivery/delivery-api.ts'
import { RouseError } from '../model/errors.ts'
import type { Message } from '../model/message.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Recipient } from '../model/recipient.ts'
import { admit } from './admit.ts'
import { type Attempt, batch } from './batch.ts'
import { boundedQueue } from './bounded-queue.ts'
import { decidePage } from './decide-page.ts'
import { createDecider } from './decider.ts'
import type { Engine, EngineOptions, PushOptions } from './engine-api.ts'
import { explain } from './explain.ts'
import { lanes } from './fan-out.ts'
import { createGate } from './gate.ts'
import { createLater } from './later.ts'
import { createOpenDevices } from './open-devices.ts'
import { deliveredOutcome, messageOutcome, outcome } from './outcomes.ts'
import type { Admitted, Selected } from './page.ts'
import { pagesOf, type Task, tasksOf } from './pages.ts'
import { createRecentKeys } from './recent-keys.ts'
import { renderPage } from './render.ts'
import { type Deferred, settle } from './settle.ts'

/** Deferred devices and messages that wait in this process at most. */
const deferredSize = 100_000
/** Idempotency keys remembered. */
const keysSize = 100_000

/** The first channel's token is dead, or it stayed down: the next one is tried. */
const isDown = (delivered: Delivered): boolean => delivered.status === 'gone' || delivered.status === 'failed'

/** Runs to its end whoever stops listening: what is under way is not undone by an unsubscribe. */
function detached<T>(flow: Observable<T>): Observable<T> {
  return defer(() => {
    const result = new ReplaySubject<T>()
    flow.subscribe(result)
    return result
  })
}

/** Resolves when `work` does, or at the deadline. */
function within(work: Promise<void>, ms: number): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, ms)
    work.then(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}

/**
 * An engine: takes messages, decides, renders, delivers, and tells the end of each.
 *
 * @throws RouseError `config-invalid`, `channel-invalid`, `policy-invalid`, `codegen-forbidden`: every mistake at once.
 */
export function createEngine(options: EngineOptions): Engine {
  const decider = createDecider(options, { checkApps: true })
  const { clock, counters, intake } = decider
  const delivery = createDelivery({
    transport: options.transport,
    clock,
    random: options.random,
    requestTimeoutMs: options.requestTimeoutMs,
    retry: options.retry,
    breaker: options.breaker,
  })
  const open = createOpenDevices()
  const keys = createRecentKeys(keysSize)
  const outcomes = new Subject<Outcome>()
  const laneCount = options.lanes ?? 4
  // Two gates: how many calls are taken over, and whatever is under way, for close.
  const calls = createGate(options.inFlight ?? 10_000)
  const work = createGate(Number.POSITIVE_INFINITY)
  const later = createLater<() => Observable<Outcome>>(clock, deferredSize, start => {
    told(start()).subscribe()
  })
  let closed = false

  /** Every Outcome goes to outcomes$ as well, and what is under way runs to its end. */
  const told = (flow: Observable<Outcome>): Observable<Outcome> =>
    detached(
      defer(() => work.enter()).pipe(
        mergeMap(() => flow),
        tap(one => outcomes.next(one)),
        finalize(() => work.leave()),
      ),
    )

  // ---- the way of a message

  /** admit, then its pages through the lanes. */
  const messageFlow = (message: Message, pages: () => AsyncIterable<readonly Recipient[]>, now: number): Observable<Outcome> =>
    defer(async () => admit(message, decider.policy(), now)).pipe(
      mergeMap(admitted =>
        admitted.verdict !== null && admitted.verdict.decision !== 'allow'
          ? of(messageEnd(admitted, pages))
          : lanes(pages(), laneCount, recipients => pageFlow(admitted, recipients)),
      ),
    )

  /** What the message alone decided: one Outcome, whoever it was for. */
  const messageEnd = (admitted: Admitted, pages: () => AsyncIterable<readonly Recipient[]>): Outcome => {
    const { ended, dueAt } = messageOutcome(admitted)
    if (dueAt === null || later.add(() => messageFlow(admitted.message, pages, clock()), dueAt)) return ended
    return { ...ended, status: 'failed', detail: 'queue-full' }
  }

  /** layers → merge → decide → select, then what is selected goes on to its first channel. */
  const pageFlow = (admitted: Admitted, recipients: readonly Recipient[]): Observable<Outcome> => {
    const { id, revision } = admitted.fact
    const context = { ...decider.context, isOpen: (recipient: string, device: string) => open.has(id, revision, recipient, device) }
    const { good, refused } = intake.sift(id, recipients)
    return defer(() => decidePage(good, admitted, context)).pipe(
      mergeMap(decided => {
        const { ended, deferred, selected } = settle(id, decided)
        for (const one of selected) open.enter(id, revision, one.case.subject.recipient.id, one.case.device?.id ?? '')
        return concat(from(refused), from(ended), from(deferred.map(one => postpone(admitted, one))), attempt(admitted, selected, 0))
      }),
      catchError((error: unknown) => from(good.map(({ id: recipient }) => crashed(id, recipient, error)))),
    )
  }

  /** render → batch → deliver for the channel at `place`; what finds it down comes round for the next one: the fallback loop. */
  const attempt = (admitted: Admitted, selected: readonly Selected[], place: number): Observable<Outcome> => {
    if (selected.length === 0) return EMPTY
    const { attempts, refused } = renderPage(selected, place, admitted, decider.context)
    for (const one of refused) leave(admitted, one.selected)
    const delivered = from(batch(attempts, admitted)).pipe(
      mergeMap(async one => ({ attempts: one.attempts, results: await delivery.deliver(one.job) })),
      mergeMap(one => {
        const next: Selected[] = []
        const ended = one.attempts.map((each, i) => end(admitted, each, one.results[i] as Delivered, place, next))
        return concat(from(ended), attempt(admitted, next, place + 1))
      }),
    )
    return concat(from(refused.map(one => one.outcome)), delivered)
  }

  const end = (admitted: Admitted, one: Attempt, result: Delivered, place: number, next: Selected[]): Outcome => {
    if (isDown(result) && place + 1 < one.selected.candidates.length) next.push(one.selected)
    else leave(admitted, one.selected)
    if (result.status === 'accepted') counters.record(one.selected.case.subject.recipient.id, admitted.fact.conversation.id, clock())
    return deliveredOutcome(admitted.fact.id, one, result)
  }

  const leave = ({ fact }: Admitted, { case: one }: Selected) => open.leave(fact.id, fact.revision, one.subject.recipient.id, one.device?.id ?? '')

  /** Decides again at its time: the other loop. */
  const postpone = (admitted: Admitted, { recipient, dueAt, outcome: told }: Deferred): Outcome => {
    const waits = later.add(() => messageFlow(admitted.message, () => pagesOf([recipient]), clock()), dueAt)
    return waits ? told : { ...told, status: 'failed', detail: 'queue-full' }
  }

  const crashed = (message: string, recipient: string, error: unknown): Outcome =>
    outcome({ message, recipient, status: 'failed', detail: `engine: ${error instanceof Error ? error.message : String(error)}` })

  // ---- the ways in

  const taken = async (message: Message, recipients: readonly Recipient[], given: PushOptions): Promise<Observable<Outcome>> => {
    if (closed) throw new RouseError('closed', 'the engine is closed: make a new one')
    intake.demand(message, recipients)
    if (given.idempotencyKey !== undefined && !keys.take(given.idempotencyKey)) {
      return told(of(outcome({ message: message.id, status: 'suppressed', reason: 'duplicate' })))
    }
    await calls.enter()
    const flow = messageFlow(message, () => pagesOf(recipients), given.now ?? clock())
    return told(flow.pipe(finalize(() => calls.leave())))
  }

  const taskFlow = (task: Task): Observable<Outcome> =>
    told('ended' in task ? of(task.ended) : 'verdict' in task ? of(messageEnd(task.verdict, task.pages)) : pageFlow(task.admitted, task.recipients))

  return {
    outcomes$: outcomes.asObservable(),

    async submit(message, recipients, given = {}) {
      const flow = await taken(message, recipients, given)
      flow.subscribe()
      return { message: message.id }
    },

    async push(message, recipients, given = {}) {
      return lastValueFrom((await taken(message, recipients, given)).pipe(toArray()))
    },

    run(messages, directory) {
      return defer(() => {
        if (closed) throw new RouseError('closed', 'the engine is closed: make a new one')
        const overflow = new Subject<Outcome>()
        const refuse = (message: Message) =>
          told(of(outcome({ message: message.id, status: 'failed', detail: 'queue-full' }))).subscribe(one => overflow.next(one))
        const queue = isObservable(messages) ? boundedQueue(messages, options.queue ?? 1000, refuse) : null
        const source = queue?.values ?? (messages as AsyncIterable<Message>)
        const tasks = tasksOf(source, directory, { intake, admit: message => admit(message, decider.policy(), clock()) })
        const flow = lanes(tasks, laneCount, taskFlow).pipe(
          finalize(() => {
            queue?.stop()
            overflow.complete()
          }),
        )
        return merge(overflow, flow)
      })
    },

    policy: {
      get hash() {
        return decider.policy().hash
      },
      get document() {
        return decider.policy().document
      },
      replace: document => {
        decider.replacePolicy(document)
      },
    },

    pause: selector => delivery.pause(selector),
    resume: selector => delivery.resume(selector),

    explain: (message, recipient, given = {}) => explain(message, recipient, decider, given),

    async close(deadlineMs = 30_000) {
      if (closed) return
      closed = true
      const ending = new RouseError('closed', 'the engine was closed')
      calls.close(ending)
      for (const _ of later.close()) outcomes.next(outcome({ status: 'failed', detail: 'closed' }))
      await delivery.close(deadlineMs)
      await within(work.idle(), deadlineMs)
      await options.transport.close()
      outcomes.complete()
    },
  }
}
