import type { TokenEvent } from '../channel/contract.ts'
import { tokenHash } from '../channel/secret.ts'

/**
 * What a vendor says of one token, in the fields that a host stores. Printed by console.log or serialized as JSON, it shows the token's hash
 * instead of the token: store `report.token`, not the report.
 */
export interface TokenReport {
  readonly kind: TokenEvent['kind']
  /** The token itself, as its registration has it. */
  readonly token: string
  readonly channel: string
  readonly app: string
  /** Whose it is; null in a vendor's callback, which knows tokens alone. */
  readonly recipient: string | null
  readonly device: string | null
  /** The vendor's own code. */
  readonly code: string
  /** RFC 3339, in UTC: when the vendor says it happened; else when it was heard. A registration that is newer stays. */
  readonly at: string
  /** The vendor's id of the push, in callbacks that name it. */
  readonly vendorId?: string
}

/** What a report is made of. `at` in UNIX ms. */
export type ReportedToken = Omit<TokenReport, 'at'> & { readonly at: number }

/**
 * A report whose fields are what a host stores, and which prints and serializes with the token's hash: a log line holds no token, whether
 * it is written by console.log or as JSON.
 */
class PlainTokenReport implements TokenReport {
  readonly kind: TokenEvent['kind']
  readonly token: string
  readonly channel: string
  readonly app: string
  readonly recipient: string | null
  readonly device: string | null
  readonly code: string
  readonly at: string
  declare readonly vendorId?: string

  constructor(known: ReportedToken) {
    this.kind = known.kind
    this.token = known.token
    this.channel = known.channel
    this.app = known.app
    this.recipient = known.recipient
    this.device = known.device
    this.code = known.code
    this.at = new Date(known.at).toISOString()
    if (known.vendorId !== undefined) this.vendorId = known.vendorId
  }

  toJSON(): object {
    return { ...this, token: tokenHash(this.token) }
  }

  [Symbol.for('nodejs.util.inspect.custom')](): object {
    return this.toJSON()
  }
}

/** Makes a report; a time that is no time of this calendar becomes `now`. Both in UNIX ms. */
export function tokenReportOf(known: Omit<ReportedToken, 'at'>, at: number | undefined, now: number): TokenReport {
  return new PlainTokenReport({ ...known, at: isTime(at) ? at : now })
}

/** From the year 1 to 9999, as RFC 3339 writes them. */
const isTime = (at: unknown): at is number => typeof at === 'number' && at >= -62_135_596_800_000 && at <= 253_402_300_799_999
