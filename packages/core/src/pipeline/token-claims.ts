import type { Recipient, Registration } from '../model/recipient.ts'
import { type TokenOwners, tokenKey } from '../state/token-owners.ts'
import type { Candidate, DeviceCase, Selection, TokenClaims } from './types.ts'

/** Tokens that a message remembers at least; twice as many at most. */
const rememberedSize = 50_000

/** Who gets the push to a token. */
interface Claim {
  readonly registration: Registration
  readonly recipient: string
  readonly device: string
  readonly page: number
}

/** UNIX ms; a registration without a time is older than any other. */
const registeredAt = (registration: Registration): number =>
  registration.registeredAt === undefined ? Number.NEGATIVE_INFINITY : Date.parse(registration.registeredAt)

const isSame = (a: Registration, b: Registration): boolean => a.channel === b.channel && a.app === b.app

/**
 * @param owners tokens that moved: a registration of before the move claims nothing, and its push ends as `moved`. null: none did.
 * @param remembered the tokens that are remembered at least, of the newest pages.
 */
export function createTokenClaims(owners: Pick<TokenOwners, 'isMoved'> | null, remembered = rememberedSize): TokenClaims {
  // By token, which is nearly always enough; a second registration of the same text at another channel stands under its full name.
  let newer = new Map<string, Claim>()
  let older = new Map<string, Claim>()
  let page = 0

  const get = (key: string): Claim | undefined => newer.get(key) ?? (older.size === 0 ? undefined : older.get(key))
  const isMoved = (recipient: string, registration: Registration): boolean => owners?.isMoved(recipient, registration) ?? false

  /** Whether the token is contested. */
  const claimOne = (registration: Registration, recipient: string, device: string): boolean => {
    if (isMoved(recipient, registration)) return false
    const claim = { registration, recipient, device, page }
    const known = get(registration.token)
    if (known === undefined) {
      newer.set(registration.token, claim)
      return false
    }
    const key = isSame(known.registration, registration) ? registration.token : tokenKey(registration)
    const owner = key === registration.token ? known : get(key)
    if (owner === undefined) {
      newer.set(key, claim)
      return false
    }
    if (owner.page === page && registeredAt(registration) > registeredAt(owner.registration)) newer.set(key, claim)
    return true
  }

  const isTaken = (registration: Registration, recipient: string, device: string): boolean => {
    const known = get(registration.token)
    const owner = known === undefined || isSame(known.registration, registration) ? known : get(tokenKey(registration))
    if (owner === undefined || (owner.recipient === recipient && owner.device === device)) return false
    return !isMoved(recipient, registration)
  }

  return {
    claim(cases, selections) {
      page++
      if (newer.size >= remembered) {
        older = newer
        newer = new Map()
      }
      let contested = false
      for (let i = 0; i < cases.length; i++) {
        const { subject, device } = cases[i] as DeviceCase
        for (const { registration } of selections[i]?.candidates ?? []) {
          if (claimOne(registration, subject.recipient.id, device?.id ?? '')) contested = true
        }
      }
      if (!contested) return selections
      return selections.map((selection, i) => {
        const { subject, device } = cases[i] as DeviceCase
        return selection === null ? null : without(selection, ({ registration }) => isTaken(registration, subject.recipient.id, device?.id ?? ''))
      })
    },
  }
}

function without(selection: Selection, isTaken: (candidate: Candidate) => boolean): Selection {
  const taken = selection.candidates.filter(isTaken)
  if (taken.length === 0) return selection
  const candidates = selection.candidates.filter(candidate => !taken.includes(candidate))
  const because = 'another device has this token with a newer registration, or got the push to it already'
  return {
    ...selection,
    candidates,
    reason: candidates.length === 0 ? 'duplicate' : selection.reason,
    trace: [...selection.trace, ...taken.map(({ channel }) => ({ rule: `channel:${channel.name}`, matched: false, because }))],
  }
}

/** Recipients who are all at hand, and what keeps their tokens apart. */
export interface Claimed {
  /** Those who share tokens come first, so that one page can hold them all. */
  readonly recipients: readonly Recipient[]
  /** How many share tokens. */
  readonly sharing: number
  /** null: no token occurs twice. */
  readonly claims: TokenClaims | null
}

/** Finds the recipients who share tokens with one another or between their own devices. */
export function claimTokens(recipients: readonly Recipient[], owners: Pick<TokenOwners, 'isMoved'> | null): Claimed {
  const [only] = recipients
  const shared = only === undefined || (recipients.length === 1 && only.devices.length <= 1) ? null : sharedTokens(recipients)
  if (shared === null || shared.size === 0) return { recipients, sharing: 0, claims: null }
  const shares = ({ devices }: Recipient) => devices.some(({ registrations }) => registrations.some(({ token }) => shared.has(token)))
  const sharing = recipients.filter(shares)
  return { recipients: [...sharing, ...recipients.filter(one => !shares(one))], sharing: sharing.length, claims: createTokenClaims(owners) }
}

/** The tokens that occur more than once. */
function sharedTokens(recipients: readonly Recipient[]): ReadonlySet<string> {
  const seen = new Set<string>()
  const shared = new Set<string>()
  let count = 0
  for (const { devices } of recipients) {
    for (const { registrations } of devices) {
      for (const { token } of registrations) {
        seen.add(token)
        if (seen.size === count) shared.add(token)
        count = seen.size
      }
    }
  }
  return shared
}
