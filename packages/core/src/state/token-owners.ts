import type { Registration } from '../model/recipient.ts'
import { createBoundedMap } from './bounded-map.ts'

/** What names a token. */
export type TokenName = Pick<Registration, 'channel' | 'app' | 'token'>

/** To whom tokens moved: what is still on its way to a former owner goes nowhere. */
export interface TokenOwners {
  /** No token ever moved, as in most engines. */
  readonly isEmpty: boolean
  /** `owner` null: nobody's, its user logged out. `at` in UNIX ms. */
  move(token: TokenName, owner: string | null, at: number): void
  /** Whether the token was moved away from this recipient since it was registered. */
  isMoved(recipient: string, registration: Registration): boolean
}

interface Owner {
  readonly owner: string | null
  readonly at: number
}

/** One text for each (channel, app, token). */
export const tokenKey = ({ channel, app, token }: TokenName): string => `${channel}\n${app}\n${token}`

/** Remembers at least half of `size` of the newest, and at most `size`, in this process. */
export function createTokenOwners(size: number): TokenOwners {
  let any = false
  const owners = createBoundedMap<string, Owner>(size)
  return {
    get isEmpty() {
      return !any
    },
    move(token, owner, at) {
      any = true
      owners.set(tokenKey(token), { owner, at })
    },
    isMoved(recipient, registration) {
      // Most engines never hear of a move: then no key is built.
      const known = any ? owners.get(tokenKey(registration)) : undefined
      if (known === undefined || known.owner === recipient) return false
      const { registeredAt } = registration
      return registeredAt === undefined || Date.parse(registeredAt) <= known.at
    },
  }
}
