import type { DeviceFacts, RegistrationFacts } from '../channel/contract.ts'
import type { ChannelSet } from '../channel/registry.ts'
import { secret } from '../channel/secret.ts'
import type { TraceEntry } from '../model/decision.ts'
import type { Device, Registration } from '../model/recipient.ts'
import type { Offer } from '../policy/policy.ts'
import type { Candidate, DeviceCase } from './types.ts'

/** Which registrations count at all. */
export interface Wanted {
  /** Whether voip registrations count. */
  readonly voip: boolean
  /** undefined: of any app. */
  readonly app: string | undefined
}

const none: readonly Candidate[] = []

/** The newest registration of each channel that fits; `trace`, where there is one, hears why the others do not. */
export function eligibleCandidates(
  one: DeviceCase,
  device: Device,
  wanted: Wanted,
  channels: ChannelSet,
  trace: TraceEntry[] | null = null,
): readonly Candidate[] {
  const facts: DeviceFacts = one.fact ?? device
  const { registrations } = device
  const [only] = registrations
  if (only !== undefined && registrations.length === 1) {
    const found = guarded(only, facts, wanted, channels)
    if (typeof found !== 'string') return [found]
    refuse(trace, only.channel, found)
    return none
  }
  const fitting: Candidate[] = []
  for (const registration of registrations) {
    const found = guarded(registration, facts, wanted, channels)
    if (typeof found === 'string') {
      refuse(trace, registration.channel, found)
      continue
    }
    const place = fitting.findIndex(({ channel }) => channel === found.channel)
    const known = fitting[place]
    if (known === undefined) fitting.push(found)
    else if (outranks(registration, known.registration)) fitting[place] = found
    if (known !== undefined) refuse(trace, registration.channel, 'of several registrations of this channel the newest counts')
  }
  return fitting.length > 1 ? withoutYielding(fitting, trace) : fitting
}

/** Without the candidates whose channel gives way to another one that fits. */
function withoutYielding(fitting: readonly Candidate[], trace: TraceEntry[] | null): readonly Candidate[] {
  return fitting.filter(({ channel }) => {
    const ahead = channel.yieldsTo?.find(name => fitting.some(other => other.channel.name === name))
    if (ahead !== undefined) refuse(trace, channel.name, `the device has a registration of ${ahead}, which reaches the same app`)
    return ahead === undefined
  })
}

/** Says in a trace why a channel is not offered. */
export function refuse(trace: TraceEntry[] | null, channel: string, because: string): void {
  trace?.push({ rule: `channel:${channel}`, matched: false, because })
}

/** A plugin that throws on a device is not offered for it; the others are. Its words may hold a token, its name may not. */
function guarded(registration: Registration, facts: DeviceFacts, wanted: Wanted, channels: ChannelSet): Candidate | string {
  try {
    return candidateOf(registration, facts, wanted, channels)
  } catch (error) {
    return `channel-threw: ${error instanceof Error ? error.name : typeof error}`
  }
}

/** A registration as a candidate, or why it is none. */
function candidateOf(registration: Registration, facts: DeviceFacts, wanted: Wanted, channels: ChannelSet): Candidate | string {
  const token = secret(registration.token)
  const route = channels.routeFor(registration, token)
  if (route === undefined) return 'this channel is not installed'
  if (registration.kind === 'voip' && !wanted.voip) return 'a voip registration is taken for category "voip" only'
  if (wanted.app !== undefined && registration.app !== wanted.app) {
    return `the message is for app "${wanted.app}", the registration is of "${registration.app}"`
  }
  if (route === null) {
    return `no entry of channels.${registration.channel}.apps serves app "${registration.app}", environment "${registration.environment ?? 'production'}"`
  }
  const { channel, app } = route
  return channel.misfit(facts, registrationFacts(registration, token)) ?? { channel, app, registration, token, route }
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

/** The candidates in the offer's order; `*` stands for every other channel that fits, newest registration first. */
export function inOrder(offer: Offer | null, fitting: readonly Candidate[]): readonly Candidate[] {
  const [only] = fitting
  if (offer === null || only === undefined) return none
  if (fitting.length === 1) return offer.channels.includes(only.channel.name) || offer.channels.includes('*') ? fitting : none
  const order: Candidate[] = []
  for (const name of offer.channels) {
    const named = fitting.filter(({ channel }) => (name === '*' ? !offer.channels.includes(channel.name) : channel.name === name))
    order.push(...newestFirst(named).filter(candidate => !order.includes(candidate)))
  }
  return order
}

/** Newest registration first; but a channel that supersedes another one comes before it, whatever the times say. */
function newestFirst(candidates: readonly Candidate[]): readonly Candidate[] {
  const sorted = candidates.toSorted(
    (a, b) => Number(registered(b.registration) > registered(a.registration)) - Number(registered(a.registration) > registered(b.registration)),
  )
  for (const candidate of candidates) {
    const supersedes = candidate.channel.supersedes ?? []
    if (supersedes.length === 0) continue
    const older = sorted.findIndex(({ channel }) => supersedes.includes(channel.name))
    const at = sorted.indexOf(candidate)
    if (older >= 0 && older < at) sorted.splice(older, 0, ...sorted.splice(at, 1))
  }
  return sorted
}
