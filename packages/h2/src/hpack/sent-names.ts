import { staticNames } from './static-table.ts'

/** Fields that HTTP/2 forbids, or says otherwise (RFC 9113, section 8.2.2), and the length, which the body itself tells. */
const left = new Set(['connection', 'content-length', 'host', 'http2-settings', 'keep-alive', 'proxy-connection', 'te', 'transfer-encoding', 'upgrade'])
/** What nobody on the way is to put into a table of its own where we did not (RFC 7541, section 7.1.3): secrets, and paths with device tokens. */
const delicate = new Set([':path', 'authorization', 'cookie', 'proxy-authorization'])

/** What the encoder put into the peer's table. `at`: how many came before it. */
export interface SentEntry {
  readonly value: string
  readonly at: number
}

/** Values of one name that are remembered to see whether they repeat. */
const remembered = 4

/** One field name on one connection: which of its values are in the peer's table, and which were seen lately. */
export class SentName {
  /** As it goes over the wire: in lower case. */
  readonly wire: string
  readonly staticIndex: number
  /** Left out where a request states it. */
  readonly skipped: boolean
  /** The first bits of a literal that is not put into the table. */
  readonly literal: number
  /** false: its values never go into the table. */
  readonly keeps: boolean
  /** Newest last; those that were evicted meanwhile are dropped when it is next looked through. */
  entries: SentEntry[] = []
  /** The entry that was used last. */
  last: SentEntry | null = null
  readonly #seen: string[] = []
  #next = 0

  constructor(wire: string, keeps = true) {
    this.wire = wire
    this.keeps = keeps
    this.skipped = left.has(wire)
    this.literal = delicate.has(wire) ? 0x10 : 0
    this.staticIndex = staticNames.get(wire) ?? 0
  }

  /** Whether this value came lately; it counts as seen from now on. */
  seen(value: string): boolean {
    const { length } = this.#seen
    for (let i = 0; i < length; i++) if (this.#seen[i] === value) return true
    this.#seen[this.#next] = value
    this.#next = (this.#next + 1) % remembered
    return false
  }
}
