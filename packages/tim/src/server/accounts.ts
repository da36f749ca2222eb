import type { Device, Recipient, Registration } from '@rouse/core'
import { TIMError } from '../sdk/tim-error.ts'
import { timCodes } from '../tim-codes.ts'

/** What is known of a device but for its session and tokens. */
export type DeviceInfo = Omit<Device, 'session' | 'registrations'>

/** What the server knows of a user beside devices and settings. */
export type Profile = Pick<Recipient, 'preview' | 'quietHours' | 'timeZone' | 'locale'> & {
  /** What others see as the sender's name. */
  readonly name?: string
}

/** A token came to another user: what is still queued for the former owner must not go out any more. */
export interface TokenMove {
  readonly registration: Registration
  readonly from: string
  readonly to: string
}

interface Held {
  info: DeviceInfo
  session: NonNullable<Device['session']>
  registrations: readonly Registration[]
}

interface Account {
  profile: Profile
  readonly devices: Map<string, Held>
}

/** What tells a token from all others. */
export type TokenKey = Pick<Registration, 'channel' | 'app' | 'token'>

const tokenKey = ({ channel, app, token }: TokenKey): string => JSON.stringify([channel, app, token])
const nameOf = ({ channel, app, token }: Registration): TokenKey => ({ channel, app, token })
/** One token each: a newer one takes the place of the older. */
const slotOf = ({ channel, app, kind, environment }: Registration): string => JSON.stringify([channel, app, kind ?? 'alert', environment ?? 'production'])

/** Users, the sessions of their devices, and who owns which token. */
export interface Accounts {
  has(user: string): boolean
  /** Makes the user known. */
  add(user: string): void
  profile(user: string): Profile
  setProfile(user: string, profile: Profile): void
  devices(user: string): readonly Device[]
  /** Starts a session; `info` takes the place of what was known of the device, its tokens stay. */
  begin(user: string, info: DeviceInfo): void
  /** Ends a session; of a device that is not known nothing is kept. Its tokens stay, but belong to nobody until its user logs in again. */
  end(user: string, device: string, session: 'logged-out' | 'kicked'): void
  setAppState(user: string, device: string, appState: NonNullable<Device['appState']>): void
  /** A (channel, app, token) has one owner: it leaves whoever had it. Answers the move, if it came from another user. */
  register(user: string, device: string, registration: Registration): TokenMove | null
  unregister(user: string, device: string, registration: Registration): void
  /** Drops a token, whoever has it. */
  drop(token: TokenKey): void
  /** Drops all tokens of a device. */
  clear(user: string, device: string): void
}

/** Keeps accounts in this process. `owned` is told who a token belongs to from now on; null: nobody. */
export function createAccounts(owned: (token: TokenKey, owner: string | null) => void): Accounts {
  const accounts = new Map<string, Account>()
  const owners = new Map<string, { readonly user: string; readonly device: string }>()

  const account = (user: string): Account => {
    let found = accounts.get(user)
    if (found === undefined) {
      found = { profile: {}, devices: new Map() }
      accounts.set(user, found)
    }
    return found
  }
  const held = (user: string, device: string): Held | undefined => accounts.get(user)?.devices.get(device)
  const dropFrom = (user: string, device: string, gone: (one: Registration) => boolean): void => {
    const from = held(user, device)
    if (from === undefined) return
    for (const one of from.registrations.filter(gone)) {
      owners.delete(tokenKey(one))
      owned(nameOf(one), null)
    }
    from.registrations = from.registrations.filter(one => !gone(one))
  }

  return {
    has: user => accounts.has(user),
    add: user => void account(user),
    profile: user => accounts.get(user)?.profile ?? {},
    setProfile(user, profile) {
      account(user).profile = profile
    },
    devices: user => [...(accounts.get(user)?.devices.values() ?? [])].map(({ info, session, registrations }) => ({ ...info, session, registrations })),
    begin(user, info) {
      const { devices } = account(user)
      const registrations = devices.get(info.id)?.registrations ?? []
      devices.set(info.id, { info, session: 'logged-in', registrations })
      for (const one of registrations) owned(nameOf(one), user)
    },
    end(user, device, session) {
      const found = held(user, device)
      if (found === undefined) return
      found.session = session
      for (const one of found.registrations) owned(nameOf(one), null)
    },
    setAppState(user, device, appState) {
      const found = held(user, device)
      if (found !== undefined) found.info = { ...found.info, appState }
    },
    register(user, device, registration) {
      const to = held(user, device)
      // A token of a device whose session ended would belong to whoever logged out.
      if (to?.session !== 'logged-in')
        throw new TIMError(timCodes.notLoggedIn, `register: user "${user}" is not logged in on device "${device}"; log in on it first`)
      const key = tokenKey(registration)
      const owner = owners.get(key)
      if (owner !== undefined) dropFrom(owner.user, owner.device, one => tokenKey(one) === key)
      dropFrom(user, device, one => slotOf(one) === slotOf(registration))
      to.registrations = [...to.registrations, registration]
      owners.set(key, { user, device })
      owned(nameOf(registration), user)
      return owner === undefined || owner.user === user ? null : { registration, from: owner.user, to: user }
    },
    unregister: (user, device, registration) => dropFrom(user, device, one => tokenKey(one) === tokenKey(registration)),
    drop(token) {
      const key = tokenKey(token)
      const owner = owners.get(key)
      if (owner !== undefined) dropFrom(owner.user, owner.device, one => tokenKey(one) === key)
    },
    clear: (user, device) => dropFrom(user, device, () => true),
  }
}
