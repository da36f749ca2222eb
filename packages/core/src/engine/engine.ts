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
import { boundedQueue } from '../concurrency/bounded-queue.ts'
import { createDelayQueue, type DeferredTask } from '../concurrency/delay-queue.ts'
import { mapConcurrently } from '../concurrency/map-concurrently.ts'
import { Semaphore } from '../concurrency/semaphore.ts'
import { resolvesWithin } from '../concurrency/timers.ts'
import { withBatcher } from '../delivery/batcher.ts'
import { createDelivery } from '../delivery/delivery.ts'
import type { Delivered } from '../delivery/delivery-api.ts'
import { RouseError } from '../model/errors.ts'
import type { Message } from '../model/message.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Recipient } from '../model/recipient.ts'
import { admit } from '../pipeline/admit.ts'
import { type Attempt, type BatchedJob, batch } from '../pipeline/batch.ts'
import { deliver, type Ended } from '../pipeline/deliver.ts'
import { evaluatePage } from '../pipeline/evaluate-page.ts'
import { noRecipient, type Pages, pageSize, pagesOf, type RecipientPage, type Task, tasksOf } from '../pipeline/fan-out.ts'
import { idOf, type Sifted } from '../pipeline/input-validator.ts'
import { recordPush } from '../pipeline/load-facts.ts'
import { type Deferred, deliveredOutcome, messageOutcome, outcome, ownOutcome, partitionDecisions, tokenReport } from '../pipeline/outcomes.ts'
import { partition } from '../pipeline/partition.ts'
import { createPushState, ofToken, shouldFallBack } from '../pipeline/push-state.ts'
import { renderPage } from '../pipeline/render.ts'
import type { TokenReport } from '../pipeline/token-report.ts'
import type { Admitted, DeliveryAddress, Selected } from '../pipeline/types.ts'
import type { Arrival } from '../state/message-sequencer.ts'
import { createRecentKeys } from '../state/recent-keys.ts'
import { createEngineContext } from './context.ts'
import { explain } from './explain.ts'
import { checkOptions, checkPushOptions, checkTokenMove, demandSources } from './options.ts'
import { readReceipts } from './receipts.ts'
import { revokePage } from './revoke.ts'
import { syncBadge } from './sync-badge.ts'
import type { Engine, EngineOptions } from './types.ts'

/** Deferred devices and messages that wait in this process at most. */
const deferredSize = 100_000
/** Idempotency keys, revoked messages and moved tokens remembered. */
const keysSize = 100_000

/** Milliseconds that close waits for the Outcomes of what it has cut off. */
const afterCutMs = 1000

/** Milliseconds that close waits for its transport: one that never closes holds nothing up. */
const transportMs = 1000

/** Closes a transport, in bounded time. What it fails with helps nobody: every Outcome is told, and the engine is closed all the same. */
async function closeTransport(transport: EngineOptions['transport'], graceMs: number | undefined): Promise<void> {
  const closed = async () => transport.close(graceMs)
  await resolvesWithin(
    closed().catch(() => undefined),
    transportMs,
  )
}

/** Outcomes go through the engine many at once, as they came about. */
type Ends = readonly Outcome[]

/** Runs to its end whoever stops listening: what is under way is not undone by an unsubscribe. */
function detached<T>(flow: () => Observable<T>): Observable<T> {
  return defer(() => {
    const result = new ReplaySubject<T>()
    flow().subscribe(result)
    return result
  })
}

/** What is known already, then the rest. */
const before = (ends: Ends, rest: Observable<Ends>): Observable<Ends> => (ends.length === 0 ? rest : concat(of(ends), rest))

const all = (flow: Observable<Ends>): Promise<Ends> => lastValueFrom(flow.pipe(toArray())).then(ends => ends.flat())

/**
 * An engine: takes messages, decides, renders, delivers, and tells the end of each.
 *
 * @throws RouseError `config-invalid`, `channel-invalid`, `policy-invalid`, `codegen-forbidden`: every mistake at once.
 */
export function createEngine(options: EngineOptions): Engine {
  checkOptions(options)
  const decider = createEngineContext(options, { checkApps: true })
  const { clock, counters, intake } = decider
  const sockets = createDelivery({
    transport: options.transport,
    clock,
    random: options.random,
    requestTimeoutMs: options.requestTimeoutMs,
    retry: options.retry,
    rates: options.rates,
    renewEveryMs: options.renewEveryMs,
    breaker: options.breaker,
  })
  const delivery = withBatcher(sockets, { maxWaitMs: options.batchWaitMs })
  if (options.batchWaitMs === 0) delivery.release()
  const keys = createRecentKeys(keysSize)
  const state = createPushState({ remembered: options.remembered ?? 100_000, keys: keysSize })
  const outcomes = new Subject<Outcome>()
  const tokens = new Subject<TokenReport>()
  const receipts = new Subject<TokenReport>()
  const laneCount = options.lanes ?? 4
  // Two gates: how many calls are taken over, and whatever is under way, for close.
  const calls = new Semaphore(options.inFlight ?? 10_000)
  const work = new Semaphore(Number.POSITIVE_INFINITY)
  const later = createDelayQueue<DeferredTask<Observable<Ends>>>({
    clock,
    size: deferredSize,
    keyOf: ({ message }) => message,
    run: waiting => {
      told(waiting.start()).subscribe()
    },
  })
  let life: 'open' | 'closing' | 'cut' = 'open'
  let closing: Promise<void> | null = null

  /** Every Outcome goes to outcomes$ as well, and what is under way runs to its end. */
  const told = (flow: Observable<Ends>): Observable<Ends> =>
    detached(() => {
      work.acquire()
      return flow.pipe(
        tap(ends => {
          if (outcomes.observed) for (const one of ends) outcomes.next(one)
        }),
        finalize(() => work.release()),
      )
    })

  /** Why nothing more can wait for its time. */
  const unkept = () => (life === 'open' ? 'queue-full' : 'closed')

  const demandOpen = (): void => {
    if (life !== 'open') throw new RouseError('closed', 'the engine is closed: make a new one')
  }

  // ---- the way of a message

  /** admit, then its pages through the lanes; one page alone needs none. */
  const messageFlow = (message: Message, pages: Pages, now: number, arrival: Arrival): Observable<Ends> =>
    defer(() => {
      const admitted = admit(message, decider.policy(), now, arrival)
      return admitted instanceof Promise ? from(admitted).pipe(mergeMap(one => admittedFlow(one, pages))) : admittedFlow(admitted, pages)
    })

  const admittedFlow = (admitted: Admitted, pages: Pages): Observable<Ends> => {
    if (admitted.verdict !== null && admitted.verdict.decision !== 'allow') return of([messageEnd(admitted, pages)])
    if (typeof pages === 'function') return mapConcurrently(pages(), laneCount, page => ('ended' in page ? of([page.ended]) : pageFlow(admitted, page)))
    const [only] = pages
    if (only === undefined) return of([noRecipient(admitted.fact.id)])
    if (pages.length === 1) return pageFlow(admitted, only)
    return mapConcurrently(pages, laneCount, page => pageFlow(admitted, page))
  }

  /** What the message alone decided: one Outcome, whoever it was for. */
  const messageEnd = (admitted: Admitted, pages: Pages): Outcome => {
    const { ended, dueAt } = messageOutcome(admitted)
    const { id, revision } = admitted.fact
    const start = () => messageFlow(admitted.message, pages, clock(), admitted.arrival)
    if (dueAt === null || later.add({ message: id, revision, recipient: null, start }, dueAt)) return ended
    return { ...ended, status: 'failed', detail: unkept() }
  }

  /** layers → merge → decide → select, then what is selected goes on to its first channel. */
  const pageFlow = (admitted: Admitted, page: RecipientPage): Observable<Ends> => {
    const { id, revision } = admitted.fact
    const isOpen = (recipient: string, device: string) => state.open.has(id, revision, recipient, device)
    const { good: known, refused } = page.checked ? { good: page.recipients, refused: [] } : intake.partition(id, page.recipients, page.offset)
    const { good, revoked } = unrevoked(admitted, known)
    const leave = state.underWay.enter(id, revision, admitted.arrival.evictedCount)
    let opened: readonly Selected[] = []
    const flow = async (): Promise<Observable<Ends>> => {
      const { ended, deferred, selected } = partitionDecisions(id, await evaluatePage(good, admitted, { ...decider.context, isOpen }))
      // Another page, or the same one, may have opened the device while this one was decided.
      const [fresh, again] = partition(selected, ({ case: one }) => state.open.enter(id, revision, one.subject.recipient.id, one.device?.id ?? ''))
      opened = fresh
      const duplicates = again.map(one => ownOutcome(id, one.case, 'duplicate'))
      return before([...refused, ...revoked, ...ended, ...duplicates, ...deferred.flatMap(one => postpone(admitted, one))], attempt(admitted, fresh, 0))
    }
    return from(flow()).pipe(
      mergeMap(rest => rest),
      catchError((error: unknown) => {
        for (const one of opened) state.leave(admitted, one)
        return of(good.map(({ id: recipient }) => crashed(id, recipient, error)))
      }),
      finalize(leave),
    )
  }

  /** render → batch → deliver for the channel at `place`; what finds it down comes round for the next one: the fallback loop. */
  const attempt = (admitted: Admitted, selected: readonly Selected[], place: number): Observable<Ends> => {
    if (selected.length === 0) return EMPTY
    const { attempts, refused } = renderPage(selected, place, admitted, decider.context)
    for (const one of refused) state.leave(admitted, one.selected)
    const heard = (one: Attempt, badge: number | null, delivered: Delivered) => state.ended(one, admitted, badge, delivered)
    const delivered = (job: BatchedJob) => deliver(delivery, job, heard).pipe(mergeMap(ended => afterDelivery(admitted, ended, place)))
    const jobs = batch(attempts, admitted, state)
    const [only] = jobs
    const sent = only !== undefined && jobs.length === 1 ? delivered(only) : from(jobs).pipe(mergeMap(delivered))
    return before(
      refused.map(one => one.outcome),
      sent,
    )
  }

  /** The Outcomes of what has its end, and the next channel for what found this one down. */
  const afterDelivery = (admitted: Admitted, ended: readonly Ended[], place: number): Observable<Ends> => {
    const next: Selected[] = []
    const ends = ended.map(({ attempt: one, delivered }) => end(admitted, one, delivered, next))
    return next.length === 0 ? of(ends) : before(ends, attempt(admitted, next, place + 1))
  }

  const end = (admitted: Admitted, one: Attempt, result: Delivered, next: Selected[]): Outcome => {
    if (shouldFallBack(one, result)) next.push(one.selected)
    const { id, conversation } = admitted.fact
    if (result.status === 'accepted' && (options.counters !== undefined || admitted.policy.recentSeconds > 0)) {
      recordPush(counters, one.recipient, conversation.id, clock())
    }
    report(one, result)
    return deliveredOutcome(id, one, result)
  }

  const report = (one: DeliveryAddress, result: Delivered): void => {
    const found = tokenReport(one, result, clock)
    if (found !== null) tokens.next(found)
  }

  /** Without those for whom the message was revoked meanwhile. */
  const unrevoked = (admitted: Admitted, recipients: readonly Recipient[]) => {
    const { id, revision } = admitted.fact
    const [revoked, good] = partition(recipients, recipient => state.withdrawn.has(id, revision, recipient.id))
    return { good, revoked: revoked.map(recipient => outcome({ message: id, recipient: recipient.id, status: 'suppressed', reason: 'revoked' })) }
  }

  /** Decides again at its time: the other loop. What waits already is a duplicate. */
  const postpone = (admitted: Admitted, { recipient, dueAt, outcome: deferral }: Deferred): readonly Outcome[] => {
    const { id, revision } = admitted.fact
    const whose = (device: string) => ({ message: id, recipient: recipient.id, device })
    const [devices, again] = partition(recipient.devices, ({ id: device }) => state.open.enter(id, revision, recipient.id, device))
    const duplicates = again.map(device => outcome({ ...whose(device.id), status: 'suppressed', reason: 'duplicate' }))
    if (devices.length === 0 && duplicates.length > 0) return duplicates
    const left = { ...recipient, devices }
    const release = () => {
      for (const device of devices) state.open.leave(id, revision, recipient.id, device.id)
    }
    const start = () => {
      release()
      return messageFlow(admitted.message, pagesOf([left]), clock(), admitted.arrival)
    }
    if (later.add({ message: id, revision, recipient: recipient.id, start, release }, dueAt)) return [deferral, ...duplicates]
    release()
    return [{ ...deferral, status: 'failed', detail: unkept() }, ...duplicates]
  }

  const crashed = (message: string, recipient: string, error: unknown): Outcome =>
    outcome({ message, recipient, status: 'failed', detail: `engine: ${error instanceof Error ? error.message : String(error)}` })

  // ---- the ways in

  /** Checks the recipients of a call a page at a time, so that the largest call does not hold the event loop. */
  const sifted = async (message: string, recipients: readonly unknown[]): Promise<Sifted> => {
    if (recipients.length <= pageSize) return intake.partition(message, recipients)
    const good: Recipient[] = []
    const refused: Outcome[] = []
    for (let at = 0; at < recipients.length; at += pageSize) {
      if (at > 0) await new Promise(resolve => setImmediate(resolve))
      const page = intake.partition(message, recipients.slice(at, at + pageSize), at)
      for (const one of page.good) good.push(one)
      for (const one of page.refused) refused.push(one)
    }
    return { good, refused }
  }

  const taken = async (given: unknown, recipients: unknown, options: unknown): Promise<{ readonly id: string; readonly flow: Observable<Ends> }> => {
    demandOpen()
    const { idempotencyKey, now } = checkPushOptions(options)
    const message = intake.demandMessage(given)
    const list = intake.demandList(recipients)
    const { id } = message
    if (idempotencyKey !== undefined && !keys.take(idempotencyKey)) {
      return { id, flow: told(of([outcome({ message: id, status: 'suppressed', reason: 'duplicate' })])) }
    }
    const leave = state.underWay.enter(id, message.revision ?? 0, state.accepted.evictedCount)
    try {
      const { good, refused } = list.length <= pageSize ? intake.partition(id, list) : await sifted(id, list)
      await calls.acquire()
      const isForNone = good.length === 0 && refused.length > 0
      const rest = isForNone ? EMPTY : messageFlow(message, pagesOf(good), now ?? clock(), state.arrivals.enter(id))
      const flow = before(refused, rest).pipe(
        finalize(() => {
          leave()
          calls.release()
        }),
      )
      return { id, flow: told(flow) }
    } catch (error) {
      leave()
      throw error
    }
  }

  const taskFlow = (task: Task): Observable<Ends> =>
    told('ended' in task ? of([task.ended]) : 'verdict' in task ? of([messageEnd(task.verdict, task.pages)]) : pageFlow(task.admitted, task.page))

  /** What was taken over ends first: delivery takes what comes to it until the deadline. */
  const close = async (deadlineMs: number): Promise<void> => {
    life = 'closing'
    calls.close(new RouseError('closed', 'the engine was closed'))
    for (const { message, recipient } of later.close()) outcomes.next(outcome({ message, recipient, status: 'failed', detail: 'closed' }))
    delivery.release()
    const inTime = await resolvesWithin(work.idle(), deadlineMs)
    life = 'cut'
    await delivery.close(0)
    if (!inTime) await resolvesWithin(work.idle(), afterCutMs)
    await closeTransport(options.transport, inTime ? undefined : 0)
    outcomes.complete()
    tokens.complete()
    receipts.complete()
  }

  return {
    outcomes$: outcomes.asObservable(),

    async submit(message, recipients, given) {
      const { id, flow } = await taken(message, recipients, given)
      flow.subscribe()
      return { message: id }
    },

    async push(message, recipients, given) {
      return all((await taken(message, recipients, given)).flow)
    },

    run(messages, directory) {
      return defer(() => {
        demandOpen()
        demandSources(messages, directory)
        const overflow = new Subject<Ends>()
        const refuse = (message: Message) =>
          told(of([outcome({ message: idOf(message), status: 'failed', detail: 'queue-full' })])).subscribe(ends => overflow.next(ends))
        const queue = isObservable(messages) ? boundedQueue(messages, options.queue ?? 1000, refuse) : null
        const source = queue?.values ?? (messages as AsyncIterable<Message>)
        const tasks = tasksOf(source, directory, {
          intake,
          admit: message => admit(message, decider.policy(), clock(), state.arrivals.enter(message.id)),
          begin: ({ fact, arrival }) => state.underWay.enter(fact.id, fact.revision, arrival.evictedCount),
          life: () => life,
        })
        const flow = mapConcurrently(tasks, laneCount, taskFlow).pipe(
          finalize(() => {
            queue?.stop()
            overflow.complete()
          }),
        )
        return merge(overflow, flow).pipe(mergeMap(ends => ends))
      })
    },

    async revoke(message, recipients) {
      demandOpen()
      const known = intake.demandMessage(message)
      const { good, refused } = await sifted(known.id, intake.demandList(recipients))
      const context = { decider, delivery, state, later, report }
      const pages = Array.from({ length: Math.ceil(good.length / pageSize) }, (_, page) => good.slice(page * pageSize, (page + 1) * pageSize))
      return all(
        told(
          before(
            refused,
            mapConcurrently(pages, laneCount, page => from(revokePage(known, page, context))),
          ),
        ),
      )
    },

    async syncBadge(recipient) {
      demandOpen()
      const known = intake.demandCount(recipient)
      return all(told(defer(() => syncBadge(known, { decider, delivery, state, report }))))
    },

    moveToken(token, owner) {
      const moved = checkTokenMove(token, owner)
      state.owners.move(moved.token, moved.owner, clock())
      state.waiting.ask(ofToken(moved.token))
    },

    tokens$: tokens.asObservable(),
    receipts$: receipts.asObservable(),

    receive(channel, app, inbound) {
      const read = readReceipts(decider.context.channels, channel, app, inbound, clock)
      for (const one of read?.reports ?? []) (isReceipt(one.kind) ? receipts : tokens).next(one)
      return read?.response ?? null
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

    async replaceCredential(name, app) {
      const { channels } = decider.context
      const channel = channels.get(name)
      if (channel === undefined)
        throw new RouseError('config-invalid', `no channel ${JSON.stringify(String(name).slice(0, 64))} is installed: there are ${channels.names.join(', ')}`)
      channels.replaceApps(name, await delivery.replaceCredential(channel, app))
    },

    pause: selector => delivery.pause(selector),
    resume: selector => delivery.resume(selector),

    explain: (message, recipient, given) => explain(message, recipient, decider, given),

    close(deadlineMs = 30_000) {
      closing ??= close(deadlineMs)
      return closing
    },
  }
}

/** Whether a callback's word is about a push (`receipts$`); every other one is about a token (`tokens$`). */
const isReceipt = (kind: TokenReport['kind']): boolean => kind === 'delivered' || kind === 'clicked' || kind === 'expired'
