import type { Delivery } from '../delivery/delivery-api.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Recipient } from '../model/recipient.ts'
import type { Decider } from './decider.ts'
import { fittingRegistrations } from './fitting.ts'
import { outcome } from './outcomes.ts'
import type { Candidate, Case } from './page.ts'
import { casesOf, subjectOf } from './subjects.ts'
import { stableUuid } from './target-id.ts'

/** Seconds a badge is worth delivering: a newer one follows. */
const worthSeconds = 86_400

/**
 * Puts the recipient's unread count on the badges of the devices where they are logged in, without text or
 * sound. One Outcome a device; one whose channels have no badge of their own is `rejected`, detail `badge-unsupported`.
 */
export async function syncBadge(recipient: Recipient, decider: Decider, delivery: Delivery): Promise<readonly Outcome[]> {
  const now = decider.clock()
  const cases = casesOf([subjectOf(recipient, now, decider.context.localTime)], now).filter(({ fact }) => fact?.session === 'logged-in')
  return Promise.all(cases.map(one => syncOne(one, recipient, now, decider, delivery)))
}

async function syncOne(one: Case, recipient: Recipient, now: number, decider: Decider, delivery: Delivery): Promise<Outcome> {
  const { device } = one
  const whose = { recipient: recipient.id, device: device?.id ?? null }
  const fitting = device === null ? [] : fittingRegistrations(one, device, { voip: false, app: undefined }, decider.context.channels)
  const candidate: Candidate | undefined = fitting.find(({ channel }) => channel.renderBadge !== undefined)
  const render = candidate?.channel.renderBadge
  if (candidate === undefined || render === undefined) return outcome({ ...whose, status: 'rejected', fault: 'config', detail: 'badge-unsupported' })
  const { channel, app, token, registration } = candidate
  const id = stableUuid(`badge\n${recipient.id}\n${device?.id}\n${now}`)
  const [delivered] = await delivery.deliver({
    channel,
    app,
    payload: render(app),
    targets: [{ token, badge: recipient.unread ?? null, id }],
    batchId: id,
    expiresAt: now + worthSeconds * 1000,
    ttlZero: false,
  })
  if (delivered === undefined) throw new Error('delivery answers every target')
  const { answer: _, ...end } = delivered
  return outcome({ ...whose, channel: channel.name, app: registration.app, ...end })
}
