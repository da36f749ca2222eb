import type { ChannelSet } from '../channel/channel-set.ts'
import type { DeviceFacts, RegistrationFacts } from '../channel/contract.ts'
import { secret } from '../channel/secret.ts'
import type { TraceEntry } from '../model/decision.ts'
import type { Device, Registration } from '../model/recipient.ts'
import type { Offer } from '../policy/policy.ts'
import type { ResolvedText } from '../text/resolved-text.ts'
import type { TextClass } from './classes.ts'
import { type Admitted, type Candidate, type Case, factsOf, type Ruling, type Selection, type SettingsClass } from './page.ts'
import { textOf } from './text-of.ts'

/** What select needs beside the page. */
export interface SelectContext {
  readonly channels: ChannelSet
  readonly text: ResolvedText
  /** true: the same (id, revision) is still open for this device. */
  readonly isOpen: (recipient: string, device: string) => boolean
  /** Says why channels are not offered. */
  readonly traced: boolean
}

const nothing: readonly TraceEntry[] = []
const passed = (text: TextClass, reason: Selection['reason'], trace: readonly TraceEntry[] = nothing): Selection => ({ text, reason, candidates: [], trace })

/** Step 5: for each case that gets a push, the channels in the order they are tried, or the engine's own reason why not. */
export async function select(
  cases: readonly Case[],
  settings: readonly SettingsClass[],
  rulings: readonly Ruling[],
  admitted: Admitted,
  context: SelectContext,
): Promise<readonly (Selection | null)[]> {
  const selections: (Selection | null)[] = []
  for (let i = 0; i < cases.length; i++) {
    const one = cases[i] as Case
    const { device } = one
    if (device === null || rulings[i]?.decision !== 'push') {
      selections.push(null)
      continue
    }
    const merged = settings[i] as SettingsClass
    const text = textOf(one, merged, admitted, context.text)
    if (text.empty) {
      selections.push(passed(text, 'no-text'))
    } else if (context.isOpen(one.subject.recipient.id, device.id)) {
      selections.push(passed(text, 'duplicate'))
    } else {
      const answer = admitted.policy.evaluator.selection(factsOf(admitted.fact, one.subject, one.fact, merged.effective.fact))
      const offer = answer instanceof Promise ? await answer : answer
      selections.push(offered(one, device, merged, text, offer, admitted, context))
    }
  }
  return selections
}

function offered(
  one: Case,
  device: Device,
  merged: SettingsClass,
  text: TextClass,
  offer: Offer | null,
  admitted: Admitted,
  context: SelectContext,
): Selection {
  const trace: TraceEntry[] = []
  const refuse = (channel: string, because: string) => {
    if (context.traced) trace.push({ rule: `channel:${channel}`, matched: false, because })
  }
  const wanted = { voip: merged.effective.category === 'voip', app: admitted.message.app }
  const fitting = fittingRegistrations(one, device, wanted, context.channels, refuse)
  const order = orderOf(offer, fitting)
  for (const channel of fitting.keys()) {
    if (!order.includes(channel)) refuse(channel, offer === null ? 'no selection rule matched' : `selection rule "${offer.rule}" does not name it`)
  }
  if (context.traced && offer !== null) {
    trace.push({ rule: offer.rule, matched: true, because: `offers ${offer.channels.join(', ')}` })
  }
  if (order.length === 0) return passed(text, 'no-channel', trace)
  return { text, reason: null, candidates: order.map(name => fitting.get(name) as Candidate), trace }
}

/** Which registrations count at all. */
export interface Wanted {
  /** Whether voip registrations count. */
  readonly voip: boolean
  /** undefined: of any app. */
  readonly app: string | undefined
}

/** The newest registration of each channel that fits; `refuse` hears why the others do not. */
export function fittingRegistrations(
  one: Case,
  device: Device,
  wanted: Wanted,
  channels: ChannelSet,
  refuse: (channel: string, because: string) => void = () => undefined,
): ReadonlyMap<string, Candidate> {
  const fitting = new Map<string, Candidate>()
  const facts: DeviceFacts = one.fact ?? device
  for (const registration of device.registrations) {
    const channel = channels.get(registration.channel)
    if (channel === undefined) {
      refuse(registration.channel, 'this channel is not installed')
      continue
    }
    const kind = registration.kind ?? 'alert'
    if (kind === 'voip' && !wanted.voip) {
      refuse(channel.name, 'a voip registration is taken for category "voip" only')
      continue
    }
    if (wanted.app !== undefined && registration.app !== wanted.app) {
      refuse(channel.name, `the message is for app "${wanted.app}", the registration is of "${registration.app}"`)
      continue
    }
    const token = secret(registration.token)
    const app = channels.appFor(channel, registration, token)
    if (app === null) {
      refuse(
        channel.name,
        `no entry of channels.${channel.name}.apps serves app "${registration.app}", environment "${registration.environment ?? 'production'}"`,
      )
      continue
    }
    const misfit = channel.misfit(facts, registrationFacts(registration, token))
    if (misfit !== null) {
      refuse(channel.name, misfit)
      continue
    }
    const known = fitting.get(channel.name)
    if (known !== undefined && !outranks(registration, known.registration)) {
      refuse(channel.name, 'the device has a newer registration of this channel')
      continue
    }
    if (known !== undefined) fitting.delete(channel.name)
    fitting.set(channel.name, { channel, app, registration, token })
  }
  return fitting
}

function registrationFacts(registration: Registration, token: RegistrationFacts['token']): RegistrationFacts {
  return {
    channel: registration.channel,
    token,
    app: registration.app,
    kind: registration.kind ?? 'alert',
    environment: registration.environment ?? 'production',
    region: registration.region ?? null,
  }
}

const registered = (registration: Registration): number =>
  registration.registeredAt === undefined ? Number.NEGATIVE_INFINITY : Date.parse(registration.registeredAt)

/** A voip registration, where it counts at all, comes before an alert one; then the newer before the older. */
function outranks(a: Registration, b: Registration): boolean {
  const voip = Number(a.kind === 'voip') - Number(b.kind === 'voip')
  return voip !== 0 ? voip > 0 : registered(a) > registered(b)
}

/** The offer's order; `*` stands for every other channel that fits, newest registration first. */
function orderOf(offer: Offer | null, fitting: ReadonlyMap<string, Candidate>): readonly string[] {
  if (offer === null) return []
  const order: string[] = []
  for (const name of offer.channels) {
    if (name !== '*') {
      if (fitting.has(name) && !order.includes(name)) order.push(name)
      continue
    }
    const others = [...fitting.values()].filter(({ channel }) => !offer.channels.includes(channel.name) && !order.includes(channel.name))
    others.sort((a, b) => Number(registered(b.registration) > registered(a.registration)) - Number(registered(a.registration) > registered(b.registration)))
    order.push(...others.map(({ channel }) => channel.name))
  }
  return order
}
