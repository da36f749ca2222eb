import type { Answer, Batch } from '../channel/contract.ts'
import type { Exchange } from '../channel/wire.ts'
import type { DeferredTask, DelayQueue } from '../concurrency/delay-queue.ts'
import type { Delivered, Delivery } from '../delivery/delivery-api.ts'
import type { Message } from '../model/message.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Recipient } from '../model/recipient.ts'
import { admit } from '../pipeline/admit.ts'
import { batch } from '../pipeline/batch.ts'
import { eligibleCandidates } from '../pipeline/candidates.ts'
import { composeTextFor } from '../pipeline/compose-text.ts'
import { evaluatePage } from '../pipeline/evaluate-page.ts'
import { messageFact } from '../pipeline/facts.ts'
import { deliveredOutcome, outcome, ownOutcome } from '../pipeline/outcomes.ts'
import { ofRecipient, type PushState } from '../pipeline/push-state.ts'
import { renderPage } from '../pipeline/render.ts'
import { mergeSettings } from '../pipeline/settings.ts'
import { claimTokens } from '../pipeline/token-claims.ts'
import {
  type Admitted,
  type Candidate,
  createRenderCache,
  type DeliveryAddress,
  type DeviceCase,
  type Selected,
  type SettingsClass,
  type TextClass,
} from '../pipeline/types.ts'
import type { EngineText } from '../text/resolved-text.ts'
import type { EngineContext } from './context.ts'

/** What takes the place of a revoked push, for all who share its text. */
export interface Withdrawal {
  readonly admitted: Admitted
  readonly settings: SettingsClass
  readonly text: TextClass
}

/**
 * The silent push that says that a message was withdrawn: under the same replace id and title, of the same class (a call's is `im`), with
 * nothing else of it. It lives as long as any push (86,400 s), since the device may be away.
 */
export function withdrawal(one: DeviceCase, { family, effective }: SettingsClass, { title }: TextClass, admitted: Admitted, options: EngineText): Withdrawal {
  const { words } = options.pickLanguage(one.subject.recipient.locale)
  const threadId = effective.stated['ios.threadId']?.value as string | null | undefined
  const message: Message = {
    ...admitted.message,
    elements: [],
    push: {
      title,
      body: words.withdrawn,
      badge: effective.badge,
      // A vendor's class for calls rings.
      category: effective.category === 'voip' ? 'im' : effective.category,
      collapseKey: effective.collapseKey,
      android: { channelId: effective.channelId },
      ios: { threadId },
      vendors: effective.vendors,
    },
  }
  // An id of its own, so that no vendor takes it for a repeat of the push that it replaces.
  const fact = { ...messageFact(message, admitted.now), id: `withdrawn\n${message.id}` }
  const replaced: Admitted = { ...admitted, message, fact, replaces: true, verdict: null, cache: createRenderCache() }
  // The title is already what the preview lets out, and the word gives nothing away.
  const shown: DeviceCase = { ...one, subject: { ...one.subject, fact: { ...one.subject.fact, preview: 'full' } } }
  const [settings] = mergeSettings([shown], [{ key: '', family, fired: [] }], replaced)
  if (settings === undefined) throw new Error('merging answers every case')
  const text = composeTextFor(shown, settings, replaced, options)
  // What the message states for a vendor's template is of the message, not of its withdrawal.
  return { admitted: replaced, settings, text: { ...text, shows: { ...text.shows, templateText: false } } }
}

/** What revoking needs of the engine. */
export interface RevokeContext {
  readonly decider: EngineContext
  readonly delivery: Delivery
  readonly state: PushState
  readonly later: DelayQueue<DeferredTask<unknown>>
  /** Told of each answer on a token. */
  report(one: DeliveryAddress, delivered: Delivered): void
}

/** How one device is told: the vendor recalls, or another push takes the place. */
interface Plan {
  readonly at: number
  readonly recalls: boolean
  readonly selected: Selected
  readonly admitted: Admitted
}

/**
 * Takes a message back from a page of recipients: cancels what is queued, waits for what is in flight, then recalls what was sent
 * where the vendor can. Where it cannot, or where the recall fails, a silent push replaces the message and says that it was withdrawn.
 * Returns one Outcome per device: that of the replacing push where there was one.
 */
export async function revokePage(message: Message, recipients: readonly Recipient[], context: RevokeContext): Promise<readonly Outcome[]> {
  const { decider } = context
  const unsent = await cancelQueued(message, recipients, context)
  const admitted = await admit(message, decider.policy(), decider.clock(), undefined, { claims: claimTokens(recipients, context.state.owners).claims })
  const page = await evaluatePage(recipients, admitted, decider.context)
  const outcomes = new Map<number, Outcome>()
  const plans: Plan[] = []
  const withdrawals = new Map<TextClass, Withdrawal>()
  for (const [at, one] of page.cases.entries()) {
    const settings = page.settings[at] as SettingsClass
    const planned = unsent.has(one.subject.recipient.id) ? undefined : page.selections[at]?.candidates[0]
    const found = planOf(one, settings, planned, admitted, context)
    if ('status' in found) outcomes.set(at, found)
    else plans.push(found.recalls ? recallOf(at, one, settings, found.candidate, admitted, decider) : withdrawalOf(at, one, settings, found.candidate))
  }
  await deliverAll(plans)
  await deliverAll(plans.filter(plan => failedRecall(plan, outcomes.get(plan.at))).map(replacementOf))
  return [...outcomes].toSorted(([a], [b]) => a - b).map(([, end]) => end)

  async function deliverAll(all: readonly Plan[]): Promise<void> {
    await Promise.all([...Map.groupBy(all, plan => plan.admitted).values()].map(alike => deliverPlans(alike, message.id, outcomes, context)))
  }

  function replacementOf({ at, selected }: Plan): Plan {
    return withdrawalOf(at, selected.case, page.settings[at] as SettingsClass, selected.candidates[0] as Candidate)
  }

  function withdrawalOf(at: number, one: DeviceCase, settings: SettingsClass, candidate: Candidate): Plan {
    const text = composeTextFor(one, settings, admitted, decider.context.text)
    const instead = withdrawals.get(text) ?? withdrawal(one, settings, text, admitted, decider.context.text)
    withdrawals.set(text, instead)
    return { at, recalls: false, selected: { case: one, settings: instead.settings, text: instead.text, candidates: [candidate] }, admitted: instead.admitted }
  }
}

/**
 * Ends what waits: for its time, for its page, for its next attempt. Answers the recipients who were in this queue: nothing of the
 * message went to them but what is remembered.
 */
async function cancelQueued({ id, revision = 0 }: Message, recipients: readonly Recipient[], { state, later }: RevokeContext): Promise<ReadonlySet<string>> {
  const since = state.underWay.since(id, revision)
  const whole = later.has(id, waiting => waiting.recipient === null && waiting.revision <= revision)
  const all = whole || (since !== null && since === state.accepted.evictedCount)
  const ids = new Set(recipients.map(recipient => recipient.id))
  for (const recipient of ids) state.withdrawn.add(id, revision, recipient)
  const deferred = later.cancel(id, waiting => waiting.recipient !== null && waiting.revision <= revision && ids.has(waiting.recipient))
  const unsent = new Set([...ids].filter(recipient => all || state.open.isOpen(id, revision, recipient)))
  for (const waiting of deferred) waiting.release?.()
  for (const recipient of ids) state.waiting.ask(ofRecipient(recipient))
  await Promise.all([...ids].map(recipient => state.open.left(id, revision, recipient)))
  return unsent
}

/** Whether a recall was refused or never got through, so that the push is still displayed and another one can replace it. */
function failedRecall({ recalls, selected }: Plan, end: Outcome | undefined): boolean {
  const candidate = selected.candidates[0]
  if (!recalls || candidate === undefined || (end?.status !== 'rejected' && end?.status !== 'failed')) return false
  return candidate.channel.capabilities.replace && candidate.registration.kind !== 'voip'
}

function recallOf(at: number, one: DeviceCase, settings: SettingsClass, candidate: Candidate, admitted: Admitted, decider: EngineContext): Plan {
  const text = composeTextFor(one, settings, admitted, decider.context.text)
  return { at, recalls: true, selected: { case: one, settings, text, candidates: [candidate] }, admitted }
}

/** The registration over which one device is told, or the Outcome where it is not. */
function planOf(
  one: DeviceCase,
  settings: SettingsClass,
  planned: Candidate | undefined,
  admitted: Admitted,
  { decider, state }: RevokeContext,
): Outcome | { readonly candidate: Candidate; readonly recalls: boolean } {
  const { device, subject } = one
  const { id, revision } = admitted.fact
  const shown = state.accepted.standing(subject.recipient.id, device?.id ?? '', settings.effective.collapseKey ?? id)
  const wanted = { voip: settings.effective.category === 'voip', app: admitted.message.app }
  const candidate =
    shown === undefined || device === null
      ? planned
      : eligibleCandidates(one, device, wanted, decider.context.channels).find(({ channel }) => channel.name === shown.channel)
  if (candidate === undefined) return ownOutcome(id, one, 'revoked')
  const { channel, registration } = candidate
  if (state.owners.isMoved(subject.recipient.id, registration)) return ownOutcome(id, one, 'moved')
  const whose = { message: id, recipient: subject.recipient.id, device: device?.id ?? null, channel: channel.name, app: registration.app }
  if (shown !== undefined && (shown.message !== id || shown.revision > revision)) return outcome({ ...whose, status: 'superseded' })
  if (channel.recall !== undefined) return { candidate, recalls: true }
  // A call rings: there is no silent one that could take its place. Nothing replaces a push without a collapse key.
  const replaceable = settings.effective.stated.collapseKey?.value !== null
  if (channel.capabilities.replace && replaceable && registration.kind !== 'voip') return { candidate, recalls: false }
  return outcome({ ...whose, status: 'rejected', fault: 'config', detail: 'recall-unsupported' })
}

/** Renders and sends what shares a message, batched as any push. */
async function deliverPlans(plans: readonly Plan[], message: string, outcomes: Map<number, Outcome>, context: RevokeContext): Promise<void> {
  const [first] = plans
  if (first === undefined) return
  const { admitted, recalls } = first
  const places = new Map(plans.map(({ selected, at }) => [selected, at]))
  const end = (selected: Selected, one: Outcome) => outcomes.set(places.get(selected) as number, { ...one, message })
  const rendered = renderPage(
    plans.map(({ selected }) => selected),
    0,
    admitted,
    context.decider.context,
  )
  for (const { selected, outcome: refused } of rendered.refused) end(selected, refused)
  await Promise.all(
    batch(rendered.attempts, admitted).map(async ({ job, attempts }) => {
      const { recall } = job.channel
      const exchange = recalls && recall !== undefined ? (one: Batch): Exchange<readonly Answer[]> => recall.call(job.channel, one) : undefined
      const delivered = await context.delivery.deliver({ ...job, ...(exchange === undefined ? {} : { exchange }) })
      for (const [i, attempt] of attempts.entries()) {
        const one = delivered[i] as Delivered
        context.report(attempt, one)
        end(attempt.selected, deliveredOutcome(message, attempt, one))
      }
    }),
  )
}
