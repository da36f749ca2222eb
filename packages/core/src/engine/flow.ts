import { defer, from, mergeMap, Observable, of } from 'rxjs'
import type { DeferredTask, DelayQueue } from '../concurrency/delay-queue.ts'
import { mapConcurrently } from '../concurrency/map-concurrently.ts'
import type { Delivered, Delivery } from '../delivery/delivery-api.ts'
import type { Message } from '../model/message.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Recipient } from '../model/recipient.ts'
import { type Acceptance, admit } from '../pipeline/admit.ts'
import { type Attempt, batch } from '../pipeline/batch.ts'
import { type DeliveryResult, deliver } from '../pipeline/deliver.ts'
import { evaluatePage } from '../pipeline/evaluate-page.ts'
import { noRecipient, type Pages, pagesOf, type RecipientPage, type Task } from '../pipeline/fan-out.ts'
import { type Deferred, deliveredOutcome, messageOutcome, outcome, ownOutcome, partitionDecisions } from '../pipeline/outcomes.ts'
import { partition } from '../pipeline/partition.ts'
import { type PushState, shouldFallBack } from '../pipeline/push-state.ts'
import { renderPage } from '../pipeline/render.ts'
import type { Admitted, Selected } from '../pipeline/types.ts'
import type { Arrival } from '../state/message-sequencer.ts'
import type { EngineContext } from './context.ts'

/** Outcomes travel in groups, as they arise. */
export type Outcomes = readonly Outcome[]

type Emit = (outcomes: Outcomes) => void

/** What the flow needs of its engine. */
export interface FlowContext {
  readonly engine: EngineContext
  readonly delivery: Delivery
  readonly state: PushState
  readonly deferred: DelayQueue<DeferredTask<Observable<Outcomes>>>
  /** Maximum number of pages of one message in progress at once. */
  readonly pageConcurrency: number
  /** Why the delay queue refuses a task. */
  readonly deferralRefusal: () => 'queue-full' | 'closed'
  /** Called once per attempt, when it has its result. */
  readonly onDelivered: (attempt: Attempt, admitted: Admitted, delivered: Delivered) => void
}

/** The way of a message through the engine. */
export interface Flow {
  /** A message and its recipients: its Outcomes. Cold. `now` in UNIX ms. */
  message(message: Message, pages: Pages, now: number, arrival: Arrival, acceptance: Acceptance): Observable<Outcomes>
  /** One task of `run`: its Outcomes. Cold. */
  task(task: Task): Observable<Outcomes>
}

/**
 * The way of a message, as README draws it:
 *
 *     message → admit → fan out → page → facts, layers, merge, decide, select → render → batch → deliver → Outcomes
 *
 * RxJS carries what arrives over time: messages, pages and Outcomes. Plain functions work inside a page. There are two loops: to the
 * next channel, when the vendor of the first is down or its token is dead (`deliverVia`), and to a later time, when a rule defers
 * (`postpone`).
 */
export function createFlow(context: FlowContext): Flow {
  const { engine, delivery, state, deferred, pageConcurrency } = context

  // ---- streams: messages, pages, Outcomes

  const messageFlow: Flow['message'] = (message, pages, now, arrival, acceptance) =>
    defer(() => from(admit(message, engine.policy(), now, arrival, acceptance)).pipe(mergeMap(admitted => admittedFlow(admitted, pages))))

  const admittedFlow = (admitted: Admitted, pages: Pages): Observable<Outcomes> => {
    if (admitted.verdict !== null && admitted.verdict.decision !== 'allow') return of([endMessage(admitted, pages)])
    if (typeof pages === 'function') {
      return mapConcurrently(pages(), pageConcurrency, page => ('ended' in page ? of([page.ended]) : pageFlow(admitted, page)))
    }
    const [first] = pages
    if (first === undefined) return of([noRecipient(admitted.fact.id)])
    return pages.length === 1 ? pageFlow(admitted, first) : mapConcurrently(pages, pageConcurrency, page => pageFlow(admitted, page))
  }

  const pageFlow = (admitted: Admitted, page: RecipientPage): Observable<Outcomes> =>
    new Observable(subscriber => {
      processPage(admitted, page, outcomes => subscriber.next(outcomes)).then(
        () => subscriber.complete(),
        (error: unknown) => subscriber.error(error),
      )
    })

  // ---- inside a page: plain functions

  /** facts, layers, merge, decide, select; then what is selected goes to its first channel. Never rejects. */
  const processPage = async (admitted: Admitted, page: RecipientPage, emit: Emit): Promise<void> => {
    const { id, revision } = admitted.fact
    const { good: valid, refused } = page.checked ? { good: page.recipients, refused: [] } : engine.intake.partition(id, page.recipients, page.offset)
    const [revoked, recipients] = partition(valid, recipient => state.withdrawn.has(id, revision, recipient.id))
    const leave = state.underWay.enter(id, revision, admitted.arrival.evictedCount)
    let opened: readonly Selected[] = []
    try {
      const isOpen = (recipient: string, device: string) => state.open.has(id, revision, recipient, device)
      const decisions = partitionDecisions(id, await evaluatePage(recipients, admitted, { ...engine.context, isOpen }))
      // Another page, or this one, may have opened the device while this page was evaluated.
      const [fresh, duplicates] = partition(decisions.selected, selected => openDevice(admitted, selected))
      opened = fresh
      emit([
        ...refused,
        ...revoked.map(({ id: recipient }) => outcome({ message: id, recipient, status: 'suppressed', reason: 'revoked' })),
        ...decisions.ended,
        ...duplicates.map(selected => ownOutcome(id, selected.case, 'duplicate')),
        ...decisions.deferred.flatMap(deferral => postpone(admitted, deferral)),
      ])
      await deliverVia(0, fresh, admitted, emit)
    } catch (error) {
      for (const selected of opened) state.leave(admitted, selected)
      emit(recipients.map(recipient => crashed(id, recipient, error)))
    } finally {
      leave()
    }
  }

  /** render, batch, deliver by each target's channel at `index`. The first loop: a target whose channel is down goes to its next channel. */
  const deliverVia = async (index: number, selected: readonly Selected[], admitted: Admitted, emit: Emit): Promise<void> => {
    if (selected.length === 0) return
    const { attempts, refused } = renderPage(selected, index, admitted, engine.context)
    for (const { selected: unrendered } of refused) state.leave(admitted, unrendered)
    if (refused.length > 0) emit(refused.map(({ outcome: refusal }) => refusal))
    const fallbacks: Promise<void>[] = []
    const onResults = (results: readonly DeliveryResult[]): void => {
      emit(results.map(({ attempt, delivered }) => deliveredOutcome(admitted.fact.id, attempt, delivered)))
      const fallback = results.filter(({ attempt, delivered }) => shouldFallBack(attempt, delivered)).map(({ attempt }) => attempt.selected)
      if (fallback.length > 0) fallbacks.push(deliverVia(index + 1, fallback, admitted, emit))
    }
    const onResult = (attempt: Attempt, badge: number | null, delivered: Delivered): void => {
      state.ended(attempt, admitted, badge, delivered)
      context.onDelivered(attempt, admitted, delivered)
    }
    await Promise.all(batch(attempts, admitted, state).map(job => deliver(delivery, job, onResult, onResults)))
    await Promise.all(fallbacks)
  }

  /** The second loop: the policy decides again when the deferral is due. A device that waits already is a duplicate. */
  const postpone = (admitted: Admitted, { recipient, dueAt, outcome: deferral }: Deferred): Outcomes => {
    const { id, revision } = admitted.fact
    const [devices, waiting] = partition(recipient.devices, device => state.open.enter(id, revision, recipient.id, device.id))
    const duplicates = waiting.map(device => outcome({ message: id, recipient: recipient.id, device: device.id, status: 'suppressed', reason: 'duplicate' }))
    if (devices.length === 0 && duplicates.length > 0) return duplicates
    const release = () => {
      for (const device of devices) state.open.leave(id, revision, recipient.id, device.id)
    }
    const start = () => {
      release()
      return messageFlow(admitted.message, pagesOf([{ ...recipient, devices }]), engine.clock(), admitted.arrival, acceptanceOf(admitted))
    }
    if (deferred.add({ message: id, revision, recipient: recipient.id, start, release }, dueAt)) return [deferral, ...duplicates]
    release()
    return [{ ...deferral, status: 'failed', detail: context.deferralRefusal() }, ...duplicates]
  }

  /** What the message alone decides: one Outcome, whoever its recipients are. */
  const endMessage = (admitted: Admitted, pages: Pages): Outcome => {
    const { ended, dueAt } = messageOutcome(admitted)
    const { id, revision } = admitted.fact
    const start = () => messageFlow(admitted.message, pages, engine.clock(), admitted.arrival, acceptanceOf(admitted))
    if (dueAt === null || deferred.add({ message: id, revision, recipient: null, start }, dueAt)) return ended
    return { ...ended, status: 'failed', detail: context.deferralRefusal() }
  }

  const openDevice = ({ fact }: Admitted, { case: { subject, device } }: Selected): boolean =>
    state.open.enter(fact.id, fact.revision, subject.recipient.id, device?.id ?? '')

  return {
    message: messageFlow,
    task: task => ('ended' in task ? of([task.ended]) : 'verdict' in task ? of([endMessage(task.verdict, task.pages)]) : pageFlow(task.admitted, task.page)),
  }
}

/** What was fixed when the message was accepted: its next decision keeps it. */
const acceptanceOf = ({ sentAt, claims }: Admitted): Acceptance => ({ acceptedAt: sentAt, claims })

/** An unforeseen error ends the pushes of its page and nothing else. */
const crashed = (message: string, { id: recipient }: Recipient, error: unknown): Outcome =>
  outcome({ message, recipient, status: 'failed', detail: `engine: ${error instanceof Error ? error.name : typeof error}` })
