import type { Delivery } from '../delivery/delivery-api.ts'
import type { Message } from '../model/message.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Recipient } from '../model/recipient.ts'
import { pickLanguage } from '../text/language.ts'
import type { AcceptedPushes } from './accepted-pushes.ts'
import { admit } from './admit.ts'
import { batch } from './batch.ts'
import { messageFact } from './build-facts.ts'
import { createClasses } from './classes.ts'
import { decidePage } from './decide-page.ts'
import type { Decider } from './decider.ts'
import { fittingRegistrations } from './fitting.ts'
import { mergeSettings } from './merge.ts'
import { deliveredOutcome, outcome, ownOutcome } from './outcomes.ts'
import type { Admitted, Candidate, Case, Selected, SettingsClass } from './page.ts'
import { renderPage } from './render.ts'
import { textOf } from './text-of.ts'

/** What revoking needs of the engine. */
export interface RevokeContext {
  readonly decider: Decider
  readonly delivery: Delivery
  readonly accepted: AcceptedPushes
}

/**
 * Takes a message back from a recipient's devices, once nothing of it is under way: recalls it where the vendor
 * can, else replaces it silently with the word that it was withdrawn. One Outcome a device.
 */
export async function revoke(message: Message, recipient: Recipient, context: RevokeContext): Promise<readonly Outcome[]> {
  const { decider } = context
  const admitted = await admit(message, decider.policy(), decider.clock())
  const page = await decidePage([recipient], admitted, decider.context)
  const outcomes: Outcome[] = []
  for (const [i, one] of page.cases.entries()) {
    const settings = page.settings[i]
    if (settings === undefined) continue
    outcomes.push(await revokeOne(one, settings, page.selections[i]?.candidates[0], admitted, context))
  }
  return outcomes
}

async function revokeOne(one: Case, settings: SettingsClass, planned: Candidate | undefined, admitted: Admitted, context: RevokeContext): Promise<Outcome> {
  const { device, subject } = one
  const { id } = admitted.fact
  const last = context.accepted.last(subject.recipient.id, device?.id ?? '', settings.effective.collapseKey ?? id)
  const wanted = { voip: settings.effective.category === 'voip', app: admitted.message.app }
  const candidate =
    last === undefined || device === null
      ? planned
      : fittingRegistrations(one, device, wanted, context.decider.context.channels).find(({ channel }) => channel.name === last.channel)
  if (candidate === undefined) return ownOutcome(id, one, 'revoked')
  const whose = { message: id, recipient: subject.recipient.id, device: device?.id ?? null, channel: candidate.channel.name, app: candidate.registration.app }
  if (last !== undefined && (last.message !== id || last.revision > admitted.fact.revision)) return outcome({ ...whose, status: 'superseded' })
  const { channel } = candidate
  if (channel.recall !== undefined) return deliverOne(one, settings, candidate, admitted, context, true)
  if (!channel.capabilities.replace) return outcome({ ...whose, status: 'rejected', fault: 'config', detail: 'recall-unsupported' })
  const instead = withdrawal(one, settings, admitted, context.decider)
  return deliverOne(instead.case, instead.settings, candidate, instead.admitted, context, false)
}

/** The silent push that takes the place: the same replace id and title, the word that it was withdrawn, nothing else. */
function withdrawal(
  one: Case,
  settings: SettingsClass,
  admitted: Admitted,
  decider: Decider,
): { readonly case: Case; readonly settings: SettingsClass; readonly admitted: Admitted } {
  const { recipient } = one.subject
  const { title } = textOf(one, settings, admitted, decider.context.text)
  const { words } = pickLanguage(recipient.locale, decider.context.text.languages)
  const silent = { silent: true } as const
  const message: Message = {
    ...admitted.message,
    elements: [],
    push: {
      title,
      body: words.withdrawn,
      collapseKey: settings.effective.collapseKey,
      ttl: settings.effective.ttl,
      badge: settings.effective.badge,
      android: { sound: silent },
      ios: { sound: silent },
      vendors: settings.effective.vendors,
    },
  }
  const replaced: Admitted = { ...admitted, message, fact: messageFact(message, admitted.now), verdict: null, classes: createClasses() }
  // The title is already what the preview lets out, and the word gives nothing away.
  const shown: Case = { ...one, subject: { ...one.subject, fact: { ...one.subject.fact, preview: 'full' } } }
  const [merged] = mergeSettings([shown], [{ key: '', family: settings.family, fired: [] }], replaced)
  return { case: shown, settings: merged ?? settings, admitted: replaced }
}

async function deliverOne(
  one: Case,
  settings: SettingsClass,
  candidate: Candidate,
  admitted: Admitted,
  context: RevokeContext,
  recalls: boolean,
): Promise<Outcome> {
  const composed = textOf(one, settings, admitted, context.decider.context.text)
  // Words that the message stated for one vendor (big text, buttons) would show again what was withdrawn.
  const text = recalls ? composed : { ...composed, shows: { ...composed.shows, templateText: false } }
  const selected: Selected = { case: one, settings, text, candidates: [candidate] }
  const rendered = renderPage([selected], 0, admitted, context.decider.context)
  const [refused] = rendered.refused
  const [batched] = batch(rendered.attempts, admitted)
  const [attempt] = rendered.attempts
  if (refused !== undefined || batched === undefined || attempt === undefined) {
    return refused?.outcome ?? ownOutcome(admitted.fact.id, one, 'no-channel')
  }
  const { recall } = candidate.channel
  const job = recalls && recall !== undefined ? { ...batched.job, exchange: recall } : batched.job
  const [delivered] = await context.delivery.deliver(job)
  if (delivered === undefined) throw new Error('delivery answers every target')
  return deliveredOutcome(admitted.fact.id, attempt, delivered)
}
