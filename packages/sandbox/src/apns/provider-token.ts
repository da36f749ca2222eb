import { createPublicKey, type KeyObject } from 'node:crypto'
import { compactVerify, decodeProtectedHeader } from 'jose'
import type { Connection } from '../common/call.ts'
import { isObject, parseObject } from '../common/json.ts'

/** Who may sign provider tokens. */
export interface Signer {
  readonly teamId: string
  readonly keyId: string
  readonly publicKeyPem: string
}

/** The clock and the switches that a check goes by. */
interface ProviderTokenRules {
  readonly now: number
  /** Seconds after `iat`. */
  readonly lifetime: number
  /** Seconds between new tokens on one connection. */
  readonly updateInterval: number
  /** Different tokens of one key within that interval, over all connections. */
  readonly updatesPerKey: number
}

/** Judges `authorization` headers. */
export interface ProviderTokens {
  /** null: good; else APNs's reason. */
  check(header: string | undefined, connection: Connection, rules: ProviderTokenRules): string | null | Promise<string | null>
  /** Every token seen so far, and every one made before now, is expired. */
  expire(now: number): void
  reset(): void
}

interface Known {
  /** Seconds; null: the signature or a claim is wrong. */
  readonly iat: number | null
  readonly firstSeen: number
  /** One too many of its key when it was first seen. */
  readonly excess: boolean
}

const clockSkew = 600

/** Checks ES256 provider tokens; a token's signature is checked once. Source: docs/vendors/apns.md, "Provider token". */
export function createProviderTokens(signer: Signer): ProviderTokens {
  const key: KeyObject = createPublicKey(signer.publicKeyPem)
  let known = new Map<string, Known>()
  let revoked = new Set<string>()
  let revokedBefore = 0
  let current = new WeakMap<Connection, string>()
  let updates: number[] = []

  const issuedAt = async (jwt: string): Promise<number | null> => {
    try {
      const header = decodeProtectedHeader(jwt)
      if (header.alg !== 'ES256' || header.kid !== signer.keyId) return null
      const claims = parseObject(Buffer.from((await compactVerify(jwt, key, { algorithms: ['ES256'] })).payload).toString('utf8'))
      if (!isObject(claims) || claims.iss !== signer.teamId) return null
      return typeof claims.iat === 'number' && Number.isFinite(claims.iat) ? claims.iat : null
    } catch {
      return null
    }
  }

  const tooMany = (jwt: string, entry: Known, connection: Connection, rules: ProviderTokenRules): boolean => {
    const interval = rules.updateInterval * 1000
    const before = current.get(connection)
    const previous = before === undefined || before === jwt || revoked.has(before) ? undefined : known.get(before)
    if (previous?.iat != null && entry.iat !== null) {
      const apart = Math.max(Math.abs(entry.iat - previous.iat) * 1000, rules.now - previous.firstSeen)
      if (apart < interval) return true
    }
    return entry.excess && rules.now - entry.firstSeen < interval
  }

  const learn = (jwt: string, iat: number | null, rules: ProviderTokenRules): Known => {
    const already = known.get(jwt)
    if (already) return already
    updates = updates.filter(at => rules.now - at < rules.updateInterval * 1000)
    const entry = { iat, firstSeen: rules.now, excess: iat !== null && updates.length >= rules.updatesPerKey }
    if (iat !== null && !entry.excess) updates.push(rules.now)
    if (known.size >= 10_000) known.clear()
    known.set(jwt, entry)
    return entry
  }

  const judge = (jwt: string, entry: Known, connection: Connection, rules: ProviderTokenRules): string | null => {
    if (entry.iat === null) return 'InvalidProviderToken'
    if (entry.iat * 1000 > rules.now + clockSkew * 1000) return 'InvalidProviderToken'
    if (revoked.has(jwt) || entry.iat < revokedBefore || rules.now >= (entry.iat + rules.lifetime) * 1000) return 'ExpiredProviderToken'
    if (current.get(connection) !== jwt) {
      if (tooMany(jwt, entry, connection, rules)) return 'TooManyProviderTokenUpdates'
      current.set(connection, jwt)
    }
    return null
  }

  return {
    check(header, connection, rules) {
      if (header === undefined || header === '') return 'MissingProviderToken'
      const jwt = /^bearer (\S+)$/i.exec(header)?.[1]
      if (jwt === undefined) return 'InvalidProviderToken'
      const entry = known.get(jwt)
      if (entry) return judge(jwt, entry, connection, rules)
      return issuedAt(jwt).then(iat => judge(jwt, learn(jwt, iat, rules), connection, rules))
    },
    expire(now) {
      revoked = new Set(known.keys())
      revokedBefore = Math.floor(now / 1000)
      updates = []
    },
    reset() {
      known = new Map()
      revoked = new Set()
      revokedBefore = 0
      current = new WeakMap()
      updates = []
    },
  }
}
