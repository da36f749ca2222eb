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
import { withBatcher } from '../delivery/batcher.ts'
import { createDelivery } from '../delivery/delivery.ts'
import type { Delivered } from '../delivery/delivery-api.ts'
import { RouseError } from '../model/errors.ts'
import type { Message } from '../model/message.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Recipient } from '../model/recipient.ts'
import { createAcceptedPushes, isOlder } from './accepted-pushes.ts'
import { admit } from './admit.ts'
import { createArrivals } from './arrivals.ts'
import { type Attempt, batch } from './batch.ts'
import { boundedQueue } from './bounded-queue.ts'
import { decidePage } from './decide-page.ts'
import { createDecider } from './decider.ts'
import type { Engine, EngineOptions, PushOptions, TokenReport } from './engine-api.ts'
import { explain } from './explain.ts'
import { lanes } from './fan-out.ts'
import { createGate } from './gate.ts'
import { createLater } from './later.ts'
import { createOpenDevices } from './open-devices.ts'
import { deliveredOutcome, messageOutcome, outcome, ownOutcome, supersededOutcome, tokenReport } from './outcomes.ts'
import type { Admitted, Candidate, Selected } from './page.ts'
import { pagesOf, type RecipientPage, type Task, tasksOf } from './pages.ts'
import { createRecentKeys } from './recent-keys.ts'
import { recordPush } from './recent-pushes.ts'
import { renderPage } from './render.ts'
import { revoke } from './revoke.ts'
import { type Deferred, settle } from './settle.ts'
import { syncBadge } from './sync-badge.ts'
import { createWithdrawn } from './withdrawn.ts'

/** Deferred devices and messages that wait in this process at most. */
const deferredSize = 100_000
/** Idempotency keys, and revoked messages, remembered. */
const keysSize = 100_000

/** The first channel's token is dead, or it stayed down: the next one is tried. */
const isDown = (delivered: Delivered): boolean => delivered.status === 'gone' || delivered.status === 'failed'

/** What waits for its time: whose it is, where it is one recipient's, and how it starts. */
interface Waiting {
  readonly message: string
  /** null: a whole message. */
  readonly recipient: string | null
  start(): Observable<Outcome>
}

/** Runs to its end whoever stops listening: what is under way is not undone by an unsubscribe. */
function detached<T>(flow: Observable<T>): Observable<T> {
  return defer(() => {
    const result = new ReplaySubject<T>()
    flow.subscribe(result)
    return result
  })
}

const sentAtOf = ({ sentAt }: Admitted): number => sentAt
const replaceIdOf = ({ fact }: Admitted, { settings }: Selected): string => settings.effective.collapseKey ?? fact.id

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
  const wait = options.batchWaitMs ?? 20
  const delivery = wait === 0 ? sockets : withBatcher(sockets, { maxWaitMs: wait })
  const open = createOpenDevices()
  const keys = createRecentKeys(keysSize)
  const arrivals = createArrivals(keysSize)
  const accepted = createAcceptedPushes(options.remembered ?? 100_000)
  const withdrawn = createWithdrawn(keysSize)
  const outcomes = new Subject<Outcome>()
  const tokens = new Subject<TokenReport>()
  const receipts = new Subject<TokenReport>()
  const laneCount = options.lanes ?? 4
  // Two gates: how many calls are taken over, and whatever is under way, for close.
  const calls = createGate(options.inFlight ?? 10_000)
  const work = createGate(Number.POSITIVE_INFINITY)
  const later = createLater<Waiting>(clock, deferredSize, waiting => {
    told(waiting.start()).subscribe()
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
  const messageFlow = (message: Message, pages: () => AsyncIterable<RecipientPage>, now: number): Observable<Outcome> =>
    defer(async () => admit(message, decider.policy(), now, arrivals.enter(message.id))).pipe(
      mergeMap(admitted =>
        admitted.verdict !== null && admitted.verdict.decision !== 'allow'
          ? of(messageEnd(admitted, pages))
          : lanes(pages(), laneCount, recipients => pageFlow(admitted, recipients)),
      ),
    )

  /** What the message alone decided: one Outcome, whoever it was for. */
  const messageEnd = (admitted: Admitted, pages: () => AsyncIterable<RecipientPage>): Outcome => {
    const { ended, dueAt } = messageOutcome(admitted)
    const waiting: Waiting = { message: admitted.fact.id, recipient: null, start: () => messageFlow(admitted.message, pages, clock()) }
    if (dueAt === null || later.add(waiting, dueAt)) return ended
    return { ...ended, status: 'failed', detail: 'queue-full' }
  }

  /** layers → merge → decide → select, then what is selected goes on to its first channel. */
  const pageFlow = (admitted: Admitted, { recipients, checked }: RecipientPage): Observable<Outcome> => {
    const { id, revision } = admitted.fact
    const context = { ...decider.context, isOpen: (recipient: string, device: string) => open.has(id, revision, recipient, device) }
    const { good: known, refused } = checked ? { good: recipients, refused: [] } : intake.sift(id, recipients)
    const { good, revoked } = unrevoked(admitted, known)
    return defer(() => decidePage(good, admitted, context)).pipe(
      mergeMap(decided => {
        const { ended, deferred, selected } = settle(id, decided)
        for (const one of selected) open.enter(id, revision, one.case.subject.recipient.id, one.case.device?.id ?? '')
        return concat(from(refused), from(revoked), from(ended), from(deferred.map(one => postpone(admitted, one))), attempt(admitted, selected, 0))
      }),
      catchError((error: unknown) => from(good.map(({ id: recipient }) => crashed(id, recipient, error)))),
    )
  }

  /** render → batch → deliver for the channel at `place`; what finds it down comes round for the next one: the fallback loop. */
  const attempt = (admitted: Admitted, selected: readonly Selected[], place: number): Observable<Outcome> => {
    if (selected.length === 0) return EMPTY
    const { current, superseded } = newest(admitted, selected, place)
    const { attempts, refused } = renderPage(current, place, admitted, decider.context)
    for (const one of refused) leave(admitted, one.selected)
    const delivered = from(batch(attempts, admitted)).pipe(
      mergeMap(async one => ({ attempts: one.attempts, results: await delivery.deliver(one.job) })),
      mergeMap(one => {
        const next: Selected[] = []
        const ended = one.attempts.map((each, i) => end(admitted, each, one.results[i] as Delivered, place, next))
        return concat(from(ended), attempt(admitted, next, place + 1))
      }),
    )
    return concat(from(superseded), from(refused.map(one => one.outcome)), delivered)
  }

  const end = (admitted: Admitted, one: Attempt, result: Delivered, place: number, next: Selected[]): Outcome => {
    if (isDown(result) && place + 1 < one.selected.candidates.length) next.push(one.selected)
    else leave(admitted, one.selected)
    const { subject, device } = one.selected.case
    const { id, revision, conversation } = admitted.fact
    if (result.status === 'accepted') {
      if (options.counters !== undefined || admitted.policy.recentSeconds > 0) recordPush(counters, subject.recipient.id, conversation.id, clock())
      const push = { message: id, revision, sentAt: sentAtOf(admitted), channel: one.candidate.channel.name }
      accepted.record(subject.recipient.id, device?.id ?? '', replaceIdOf(admitted, one.selected), push)
    }
    const report = tokenReport(one, result, clock())
    if (report !== null) tokens.next(report)
    return deliveredOutcome(id, one, result)
  }

  const leave = ({ fact }: Admitted, { case: one }: Selected) => open.leave(fact.id, fact.revision, one.subject.recipient.id, one.device?.id ?? '')

  /** Without those for whom the message was revoked meanwhile. */
  const unrevoked = (admitted: Admitted, recipients: readonly Recipient[]) => {
    const { id, revision } = admitted.fact
    const good: Recipient[] = []
    const revoked: Outcome[] = []
    for (const recipient of recipients) {
      if (withdrawn.has(id, revision, recipient.id)) revoked.push(outcome({ message: id, recipient: recipient.id, status: 'suppressed', reason: 'revoked' }))
      else good.push(recipient)
    }
    return { good, revoked }
  }

  /** Without those whose device has a newer push under the same replace id, or from whom the message was taken back before a fallback. */
  const newest = (admitted: Admitted, selected: readonly Selected[], place: number) => {
    const { id, revision } = admitted.fact
    // Nothing else of this message is about: under its own replace id nothing can be newer.
    const alone = arrivals.isAlone(id, admitted.arrival)
    const current: Selected[] = []
    const superseded: Outcome[] = []
    for (const one of selected) {
      const { subject, device } = one.case
      const covered = !alone || one.settings.effective.collapseKey !== undefined
      const last = !covered ? undefined : accepted.last(subject.recipient.id, device?.id ?? '', replaceIdOf(admitted, one))
      if (last !== undefined && isOlder({ revision, sentAt: sentAtOf(admitted) }, last)) {
        superseded.push(supersededOutcome(id, one, one.candidates[place] as Candidate))
      } else if (withdrawn.has(id, revision, subject.recipient.id)) superseded.push(ownOutcome(id, one.case, 'revoked'))
      else {
        current.push(one)
        continue
      }
      leave(admitted, one)
    }
    return { current, superseded }
  }

  /** Decides again at its time: the other loop. */
  const postpone = (admitted: Admitted, { recipient, dueAt, outcome: told }: Deferred): Outcome => {
    const start = () => messageFlow(admitted.message, () => pagesOf([recipient]), clock())
    const waits = later.add({ message: admitted.fact.id, recipient: recipient.id, start }, dueAt)
    return waits ? told : { ...told, status: 'failed', detail: 'queue-full' }
  }

  const crashed = (message: string, recipient: string, error: unknown): Outcome =>
    outcome({ message, recipient, status: 'failed', detail: `engine: ${error instanceof Error ? error.message : String(error)}` })

  const revoked = async (message: Message, recipient: Recipient): Promise<readonly Outcome[]> => {
    const revision = message.revision ?? 0
    withdrawn.add(message.id, revision, recipient.id)
    const waiting = later.cancel(one => one.message === message.id && one.recipient === recipient.id)
    const cancelled = waiting.map(() => outcome({ message: message.id, recipient: recipient.id, status: 'suppressed', reason: 'revoked' }))
    await open.left(message.id, revision, recipient.id)
    return cancelled.length > 0 ? cancelled : revoke(message, recipient, { decider, delivery, accepted })
  }

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
    told('ended' in task ? of(task.ended) : 'verdict' in task ? of(messageEnd(task.verdict, task.pages)) : pageFlow(task.admitted, task.page))

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
        const tasks = tasksOf(source, directory, { intake, admit: message => admit(message, decider.policy(), clock(), arrivals.enter(message.id)) })
        const flow = lanes(tasks, laneCount, taskFlow).pipe(
          finalize(() => {
            queue?.stop()
            overflow.complete()
          }),
        )
        return merge(overflow, flow)
      })
    },

    async revoke(message, recipients) {
      if (closed) throw new RouseError('closed', 'the engine is closed: make a new one')
      intake.demand(message, recipients)
      const flow = from(recipients).pipe(
        mergeMap(recipient => defer(() => revoked(message, recipient)), laneCount),
        mergeMap(each => from(each)),
      )
      return lastValueFrom(told(flow).pipe(toArray()))
    },

    async syncBadge(recipient) {
      if (closed) throw new RouseError('closed', 'the engine is closed: make a new one')
      intake.demandCount(recipient)
      return lastValueFrom(told(defer(() => syncBadge(recipient, decider, delivery)).pipe(mergeMap(each => from(each)))).pipe(toArray()))
    },

    tokens$: tokens.asObservable(),
    receipts$: receipts.asObservable(),

    receive(channel, app, inbound) {
      const plugin = decider.context.channels.get(channel)
      for (const entry of plugin?.apps ?? []) {
        const read = entry.app === app ? plugin?.receipts?.(inbound, entry) : null
        if (read === null || read === undefined) continue
        for (const event of read.events) {
          const report = { ...event, channel, recipient: null, device: null }
          if (event.kind === 'delivered' || event.kind === 'clicked') receipts.next(report)
          else tokens.next(report)
        }
        return read.response
      }
      return null
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
      const channel = decider.context.channels.get(name)
      if (channel === undefined)
        throw new RouseError('config-invalid', `no channel "${name}" is installed: there are ${decider.context.channels.names.join(', ')}`)
      await delivery.replaceCredential(channel, app)
    },

    pause: selector => delivery.pause(selector),
    resume: selector => delivery.resume(selector),

    explain: (message, recipient, given = {}) => explain(message, recipient, decider, given),

    async close(deadlineMs = 30_000) {
      if (closed) return
      closed = true
      const ending = new RouseError('closed', 'the engine was closed')
      calls.close(ending)
      for (const { message, recipient } of later.close()) outcomes.next(outcome({ message, recipient, status: 'failed', detail: 'closed' }))
      await delivery.close(deadlineMs)
      await within(work.idle(), deadlineMs)
      await options.transport.close()
      outcomes.complete()
      tokens.complete()
      receipts.complete()
    },
  }
}
