import {
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
import type { Attempt } from '../pipeline/batch.ts'
import { pageSize, pagesOf, tasksOf } from '../pipeline/fan-out.ts'
import { idOf, type PartitionedRecipients } from '../pipeline/input-validator.ts'
import { recordPush } from '../pipeline/load-facts.ts'
import { outcome, tokenReport } from '../pipeline/outcomes.ts'
import { createPushState, ofToken } from '../pipeline/push-state.ts'
import { claimTokens, createTokenClaims } from '../pipeline/token-claims.ts'
import type { TokenReport } from '../pipeline/token-report.ts'
import type { Admitted, DeliveryAddress } from '../pipeline/types.ts'
import { createRecentKeys } from '../state/recent-keys.ts'
import { createEngineContext } from './context.ts'
import { explain } from './explain.ts'
import { createFlow, type Outcomes } from './flow.ts'
import { guarded, warnOfSubscriber } from './guarded-stream.ts'
import { Lifecycle } from './lifecycle.ts'
import { checkOptions, checkPushOptions, checkTokenMove, demandSources, engineDefaults } from './options.ts'
import { readReceipts } from './receipts.ts'
import { revokePage } from './revoke.ts'
import { syncBadge } from './sync-badge.ts'
import type { Engine, EngineOptions } from './types.ts'

/** Maximum number of deferred devices and messages in this process. */
const maxDeferred = 100_000
/** Maximum number of idempotency keys, revoked messages and moved tokens that the engine remembers. */
const maxKeys = 100_000
/** Milliseconds that `close` waits for the Outcomes of what it cut off. */
const cutOffMs = 1000
/** Milliseconds that `close` waits for the transport: a transport that never closes does not hold it up. */
const transportCloseMs = 1000

/** Runs to its end even when the subscriber leaves: an unsubscribe does not undo what has started. */
function detached<T>(flow: () => Observable<T>): Observable<T> {
  return defer(() => {
    const result = new ReplaySubject<T>()
    flow().subscribe(result)
    return result
  })
}

/** What is known already, then the rest. */
const startWith = (known: Outcomes, rest: Observable<Outcomes>): Observable<Outcomes> => (known.length === 0 ? rest : concat(of(known), rest))

const collect = (flow: Observable<Outcomes>): Promise<Outcomes> => lastValueFrom(flow.pipe(toArray())).then(groups => groups.flat())

/**
 * Creates an engine: it accepts messages, decides who is pushed to, renders, delivers and reports an Outcome for each token.
 *
 * @throws RouseError `config-invalid`, `channel-invalid`, `policy-invalid`, `codegen-forbidden`, with every issue at once.
 */
export function createEngine(options: EngineOptions): Engine {
  checkOptions(options)
  const settings = { ...engineDefaults, ...options }
  const engine = createEngineContext(options, { checkApps: true })
  const { clock, counters, intake } = engine
  const { transport, random, requestTimeoutMs, retry, rates, renewEveryMs, breaker } = options
  const delivery = withBatcher(createDelivery({ transport, clock, random, requestTimeoutMs, retry, rates, renewEveryMs, breaker }), {
    maxWaitMs: settings.batchWaitMs,
  })
  if (settings.batchWaitMs === 0) delivery.release()
  const state = createPushState({ historySize: settings.historySize, keys: maxKeys })
  const idempotencyKeys = createRecentKeys(maxKeys)
  /** Recipients with several devices, each a copy of one call, for whom the message is counted. */
  const counted = new WeakSet<Recipient>()
  const onSubscriberError = options.onSubscriberError ?? warnOfSubscriber()
  const outcomes = new Subject<Outcome>()
  const tokens = new Subject<TokenReport>()
  const receipts = new Subject<TokenReport>()
  const lifecycle = new Lifecycle()
  /** Limits the calls that are accepted and not ended. */
  const calls = new Semaphore(settings.inFlight)
  /** Counts the flows that run, for `close`. */
  const running = new Semaphore(Number.POSITIVE_INFINITY)
  let closing: Promise<void> | null = null

  /** Publishes a flow's Outcomes on `outcomes$`, and lets it run to its end. */
  const publish = (flow: Observable<Outcomes>): Observable<Outcomes> =>
    detached(() => {
      running.acquire()
      return flow.pipe(
        tap(group => {
          if (outcomes.observed) for (const each of group) outcomes.next(each)
        }),
        finalize(() => running.release()),
      )
    })

  const deferred = createDelayQueue<DeferredTask<Observable<Outcomes>>>({
    clock,
    size: maxDeferred,
    keyOf: ({ message }) => message,
    run: task => {
      publish(task.start()).subscribe()
    },
  })

  const report = (address: DeliveryAddress, delivered: Delivered): void => {
    const found = tokenReport(address, delivered, clock)
    if (found !== null) tokens.next(found)
  }

  /** A message counts once per recipient, however many of the recipient's devices it reached. */
  const countMessage = ({ selected }: Attempt, { fact }: Admitted): void => {
    const { recipient } = selected.case.subject
    if (recipient.devices.length > 1) {
      if (counted.has(recipient)) return
      counted.add(recipient)
    }
    recordPush(counters, { recipient: recipient.id, conversation: fact.conversation.id, at: clock(), message: fact.id, sender: fact.sender.id })
  }

  const flow = createFlow({
    engine,
    delivery,
    state,
    deferred,
    pageConcurrency: settings.pageConcurrency,
    deferralRefusal: () => (lifecycle.state === 'open' ? 'queue-full' : 'closed'),
    onDelivered(attempt, admitted, delivered) {
      if (delivered.status === 'accepted' && (options.counters !== undefined || admitted.policy.recentSeconds > 0)) countMessage(attempt, admitted)
      report(attempt, delivered)
    },
  })

  /** Validates the recipients of a call a page at a time, so that the largest call does not hold the event loop. */
  const partitionRecipients = async (message: string, recipients: readonly unknown[]): Promise<PartitionedRecipients> => {
    const good: Recipient[] = []
    const refused: Outcome[] = []
    for (let offset = 0; offset < recipients.length; offset += pageSize) {
      if (offset > 0) await new Promise(resolve => setImmediate(resolve))
      const page = intake.partition(message, recipients.slice(offset, offset + pageSize), offset)
      for (const recipient of page.good) good.push(recipient)
      for (const refusal of page.refused) refused.push(refusal)
    }
    return { good, refused }
  }

  /** Accepts a call of submit or push: validates it, waits for its turn and returns its flow. */
  const accept = async (given: unknown, recipients: unknown, options: unknown): Promise<{ readonly id: string; readonly results: Observable<Outcomes> }> => {
    lifecycle.assertOpen()
    const { idempotencyKey, now } = checkPushOptions(options)
    const message = intake.demandMessage(given)
    const list = intake.demandList(recipients)
    const { id } = message
    const acceptedAt = now ?? clock()
    if (idempotencyKey !== undefined && !idempotencyKeys.take(idempotencyKey)) {
      return { id, results: publish(of([outcome({ message: id, status: 'suppressed', reason: 'duplicate' })])) }
    }
    const leave = state.underWay.enter(id, message.revision ?? 0, state.accepted.evictedCount)
    try {
      const fitsOnePage = list.length <= pageSize
      const { good, refused } = fitsOnePage ? intake.partition(id, list) : await partitionRecipients(id, list)
      const atOnce = calls.tryAcquire()
      if (!atOnce) await calls.acquire()
      const decidedAt = now ?? (fitsOnePage && atOnce ? acceptedAt : clock())
      const allRefused = good.length === 0 && refused.length > 0
      const { recipients: ordered, sharing, claims } = claimTokens(good, state.owners)
      const pages = pagesOf(ordered, sharing)
      const rest = allRefused ? EMPTY : flow.message(message, pages, decidedAt, state.arrivals.enter(id), { acceptedAt, claims })
      const end = () => {
        leave()
        calls.release()
      }
      return { id, results: publish(startWith(refused, rest).pipe(finalize(end))) }
    } catch (error) {
      leave()
      throw error
    }
  }

  const close = async (deadlineMs: number): Promise<void> => {
    lifecycle.close()
    calls.close(new RouseError('closed', 'the engine was closed'))
    for (const { message, recipient } of deferred.close()) outcomes.next(outcome({ message, recipient, status: 'failed', detail: 'closed' }))
    delivery.release()
    const inTime = await resolvesWithin(running.idle(), deadlineMs)
    lifecycle.cutOff()
    await delivery.close(0)
    if (!inTime) await resolvesWithin(running.idle(), cutOffMs)
    await closeTransport(transport, inTime ? undefined : 0)
    outcomes.complete()
    tokens.complete()
    receipts.complete()
  }

  return {
    outcomes$: guarded(outcomes, 'outcomes$', onSubscriberError),
    tokens$: guarded(tokens, 'tokens$', onSubscriberError),
    receipts$: guarded(receipts, 'receipts$', onSubscriberError),

    async submit(message, recipients, given) {
      const { id, results } = await accept(message, recipients, given)
      results.subscribe()
      return { message: id }
    },

    async push(message, recipients, given) {
      return collect((await accept(message, recipients, given)).results)
    },

    run(messages, directory) {
      return defer(() => {
        lifecycle.assertOpen()
        demandSources(messages, directory)
        const overflow = new Subject<Outcomes>()
        const refuse = (message: Message) =>
          publish(of([outcome({ message: idOf(message), status: 'failed', detail: 'queue-full' })])).subscribe(group => overflow.next(group))
        const queue = isObservable(messages) ? boundedQueue(messages, settings.queue, refuse) : null
        const tasks = tasksOf(queue?.values ?? (messages as AsyncIterable<Message>), directory, {
          intake,
          admit: message => admit(message, engine.policy(), clock(), state.arrivals.enter(message.id), { claims: createTokenClaims(state.owners) }),
          begin: ({ fact, arrival }) => state.underWay.enter(fact.id, fact.revision, arrival.evictedCount),
          life: () => lifecycle.state,
        })
        const end = () => {
          queue?.stop()
          overflow.complete()
        }
        const results = mapConcurrently(tasks, settings.pageConcurrency, task => publish(flow.task(task))).pipe(finalize(end))
        return merge(overflow, results).pipe(mergeMap(group => group))
      })
    },

    async revoke(message, recipients) {
      lifecycle.assertOpen()
      const valid = intake.demandMessage(message)
      const { good, refused } = await partitionRecipients(valid.id, intake.demandList(recipients))
      const context = { decider: engine, delivery, state, later: deferred, report }
      const revocations = mapConcurrently(pagesOf(good), settings.pageConcurrency, page => from(revokePage(valid, page.recipients, context)))
      return collect(publish(startWith(refused, revocations)))
    },

    async syncBadge(recipient) {
      lifecycle.assertOpen()
      const valid = intake.demandCount(recipient)
      return collect(publish(defer(() => syncBadge(valid, { decider: engine, delivery, state, report }))))
    },

    moveToken(token, owner) {
      const moved = checkTokenMove(token, owner)
      state.owners.move(moved.token, moved.owner, clock())
      state.waiting.ask(ofToken(moved.token))
    },

    receive(channel, app, inbound) {
      const read = readReceipts(engine.context.channels, channel, app, inbound, clock)
      for (const each of read?.reports ?? []) (isReceipt(each.kind) ? receipts : tokens).next(each)
      return read?.response ?? null
    },

    policy: {
      get hash() {
        return engine.policy().hash
      },
      get document() {
        return engine.policy().document
      },
      replace: document => {
        engine.replacePolicy(document)
      },
    },

    async replaceCredential(name, app) {
      const { channels } = engine.context
      const channel = typeof name === 'string' ? channels.get(name) : undefined
      if (channel === undefined) {
        throw new RouseError(
          'config-invalid',
          `no channel ${typeof name === 'string' ? JSON.stringify(name.slice(0, 64)) : `of type ${typeof name}`} is installed: there are ${channels.names.join(', ')}`,
        )
      }
      channels.replaceApps(name, await delivery.replaceCredential(channel, app))
    },

    pause: selector => delivery.pause(selector),
    resume: selector => delivery.resume(selector),

    explain: (message, recipient, given) => explain(message, recipient, engine, given),

    close(deadlineMs = 30_000) {
      closing ??= close(deadlineMs)
      return closing
    },
  }
}

/** Closes a transport in bounded time. Its errors change nothing: every Outcome is published, and the engine is closed. */
async function closeTransport(transport: EngineOptions['transport'], graceMs: number | undefined): Promise<void> {
  const close = async () => transport.close(graceMs)
  await resolvesWithin(
    close().catch(() => undefined),
    transportCloseMs,
  )
}

/** Whether a callback reports on a push (`receipts$`); every other one reports on a token (`tokens$`). */
const isReceipt = (kind: TokenReport['kind']): boolean => kind === 'delivered' || kind === 'clicked' || kind === 'expired'
