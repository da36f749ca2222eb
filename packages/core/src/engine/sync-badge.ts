import type { Delivered, Delivery, DeliveryTarget } from '../delivery/delivery-api.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Recipient } from '../model/recipient.ts'
import { eligibleCandidates } from '../pipeline/candidates.ts'
import { casesOf, subjectOf } from '../pipeline/facts.ts'
import { deliveredOutcome, outcome } from '../pipeline/outcomes.ts'
import { ofRecipient, ofToken, type PushState } from '../pipeline/push-state.ts'
import { stableUuid } from '../pipeline/target-id.ts'
import { type Candidate, DeliveryAddress, type DeviceCase } from '../pipeline/types.ts'
import type { EngineContext } from './context.ts'

/** Seconds a badge is worth delivering: a newer one follows. */
const worthSeconds = 86_400

/** What putting badges needs of the engine. */
export interface SyncBadgeContext {
  readonly decider: EngineContext
  readonly delivery: Delivery
  readonly state: PushState
  /** Told of each answer on a token. */
  report(one: DeliveryAddress, delivered: Delivered): void
}

/**
 * Puts the recipient's unread count on the badges of the devices where they are logged in, without text or
 * sound. One Outcome a device; one whose channels have no badge of their own is `rejected`, detail `badge-unsupported`.
 */
export async function syncBadge(recipient: Recipient, context: SyncBadgeContext): Promise<readonly Outcome[]> {
  const { decider, state } = context
  const now = decider.clock()
  const serial = state.arrivals.next()
  const cases = casesOf([subjectOf(recipient, now, decider.context.localTime)], now).filter(({ fact }) => fact?.session === 'logged-in')
  return Promise.all(cases.map(one => syncOne(one, recipient, now, serial, context)))
}

async function syncOne(
  one: DeviceCase,
  recipient: Recipient,
  now: number,
  serial: number,
  { decider, delivery, state, report }: SyncBadgeContext,
): Promise<Outcome> {
  const { device } = one
  const whose = { recipient: recipient.id, device: device?.id ?? null }
  const fitting = device === null ? [] : eligibleCandidates(one, device, { voip: false, app: undefined }, decider.context.channels)
  const candidate: Candidate | undefined = fitting.find(({ channel }) => channel.renderBadge !== undefined)
  const { channel, app, registration } = candidate ?? {}
  if (candidate === undefined || channel?.renderBadge === undefined || app === undefined || registration === undefined) {
    return outcome({ ...whose, status: 'rejected', fault: 'config', detail: 'badge-unsupported' })
  }
  const payload = channel.renderBadge(app)
  const name = `badge\n${serial}`
  const id = stableUuid(`${name}\n${now}\n${recipient.id}\n${device?.id}`)
  const target: DeliveryTarget = {
    token: candidate.token,
    badge: recipient.unread ?? null,
    id,
    permission: () => {
      if (state.owners.isMoved(recipient.id, registration)) return 'moved'
      return state.badges.isStale(recipient.id, device?.id ?? '', serial) ? 'superseded' : 'current'
    },
    waits: ask => state.waiting.add([ofRecipient(recipient.id), ofToken(registration)], ask),
  }
  const told = (_: number, { status }: Delivered): void => {
    if (status === 'accepted') state.badges.record(recipient.id, device?.id ?? '', serial)
    state.open.leave(name, 0, recipient.id, device?.id ?? '')
  }
  state.open.enter(name, 0, recipient.id, device?.id ?? '')
  const job = { channel, app, payload, targets: [target], batchId: id, expiresAt: now + worthSeconds * 1000, ttlZero: false, setsBadge: true }
  const [delivered] = await delivery.deliver(job, told)
  if (delivered === undefined) throw new Error('delivery answers every target')
  const whom = new DeliveryAddress(one, candidate)
  report(whom, delivered)
  return deliveredOutcome(null, whom, delivered)
}
