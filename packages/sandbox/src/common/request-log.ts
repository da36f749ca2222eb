import type { Call } from './call.ts'
import { isForm, parseForm } from './form.ts'
import { type Json, parseJson } from './json.ts'
import type { CallKind, Reply, Verdict } from './reply.ts'
import type { Vendor } from './vendor.ts'

/** Whether the answer went out whole. `lost`: the stream or connection ended before the client can have read it. */
export type Delivery = 'pending' | 'sent' | 'lost'

/** One request as `GET /received` shows it. */
export interface Received {
  readonly seq: number
  readonly vendor: Vendor
  readonly at: string
  readonly method: string
  readonly path: string
  readonly query: string
  readonly headers: Readonly<Record<string, string | undefined>>
  /** JSON parsed, a form as an object of its fields, else text. */
  readonly body: Json
  readonly bytes: number
  readonly kind: CallKind
  readonly status: number
  readonly code: string
  readonly answer: Delivery
  readonly tokens: readonly Verdict[]
}

/** How often one push (vendor, token, the sender's id) was accepted, and how many of those answers were lost. */
export interface Audited {
  readonly vendor: Vendor
  readonly token: string
  readonly id: string
  readonly accepted: number
  readonly lost: number
}

/** Counts over all requests since the last clear, also of those that the ring forgot. */
export interface Tally {
  readonly requests: number
  readonly accepted: number
  readonly refused: number
  readonly lost: number
  readonly codes: Readonly<Record<string, number>>
}

/** A noted request, until its answer is out. */
export interface Noted {
  settle(delivery: 'sent' | 'lost'): void
}

/** Which requests to show. */
export interface ReceivedFilter {
  readonly vendor?: Vendor
  readonly token?: string
  readonly kind?: CallKind
  /** The newest so many. */
  readonly limit?: number
}

/** What was received: a ring of requests, counts of all, and an audit of accepted ids. */
export interface RequestLog {
  note(vendor: Vendor, call: Call, reply: Reply, at: number): Noted
  received(filter?: ReceivedFilter): Received[]
  tally(vendor: Vendor): Tally
  audit(vendor?: Vendor): Audited[]
  /** Pushes accepted again although an earlier answer reached the client. */
  duplicates(vendor?: Vendor): Audited[]
  clear(): void
}

/** Bounds of what is kept. */
export interface RequestLogOptions {
  /** Requests kept for `received`. Default 10,000. */
  readonly ring?: number
  /** Accepted ids kept for the audit. Default 500,000. */
  readonly audit?: number
}

interface Row {
  readonly seq: number
  readonly vendor: Vendor
  readonly at: number
  readonly call: Call
  readonly reply: Reply
  answer: Delivery
}

interface Count {
  requests: number
  accepted: number
  refused: number
  lost: number
  codes: Map<string, number>
}

interface Entry {
  readonly vendor: Vendor
  readonly token: string
  readonly id: string
  /** What became of the answer to each acceptance, in their order. */
  readonly answers: Delivery[]
}

const audited = ({ vendor, token, id, answers }: Entry): Audited => ({
  vendor,
  token,
  id,
  accepted: answers.length,
  lost: answers.filter(answer => answer === 'lost').length,
})

/** Accepted again, although an earlier answer reached the client. */
const isDuplicate = ({ answers }: Entry): boolean => answers.length > 1 && answers.slice(0, -1).includes('sent')

const none: readonly Verdict[] = []

function bodyOf(call: Call): Json {
  const type = call.headers['content-type']
  if (isForm(type)) return Object.fromEntries(parseForm(call.body).fields)
  return parseJson(call.body) ?? call.body
}

/** An empty ledger. */
export function createRequestLog(options: RequestLogOptions = {}): RequestLog {
  const ringSize = options.ring ?? 10_000
  const auditSize = options.audit ?? 500_000
  let seq = 0
  let rows: Row[] = []
  let counts = new Map<Vendor, Count>()
  let accepted = new Map<string, Entry>()

  const countOf = (vendor: Vendor): Count => {
    const known = counts.get(vendor)
    if (known) return known
    const fresh: Count = { requests: 0, accepted: 0, refused: 0, lost: 0, codes: new Map() }
    counts.set(vendor, fresh)
    return fresh
  }

  const auditOf = (vendor: Vendor, verdict: Verdict): Entry => {
    const key = `${vendor} ${verdict.token} ${verdict.id}`
    const known = accepted.get(key)
    if (known) return known
    if (accepted.size >= auditSize) for (const oldest of accepted.keys()) if (accepted.delete(oldest)) break
    const fresh: Entry = { vendor, token: verdict.token, id: verdict.id, answers: [] }
    accepted.set(key, fresh)
    return fresh
  }

  const some = (vendor: Vendor | undefined): Entry[] => [...accepted.values()].filter(entry => vendor === undefined || entry.vendor === vendor)

  return {
    note(vendor, call, reply, at) {
      const row: Row = { seq: seq++, vendor, at, call, reply, answer: 'pending' }
      const slot = row.seq % ringSize
      if (ringSize > 0) rows[slot] = row
      const count = countOf(vendor)
      count.requests += 1
      count.codes.set(reply.code, (count.codes.get(reply.code) ?? 0) + 1)
      const entries: { readonly entry: Entry; readonly place: number }[] = []
      for (const verdict of reply.verdicts ?? none) {
        if (verdict.accepted) {
          count.accepted += 1
          const entry = auditOf(vendor, verdict)
          entries.push({ entry, place: entry.answers.push('pending') - 1 })
        } else count.refused += 1
      }
      return {
        settle(delivery) {
          if (row.answer === 'lost' || row.answer === delivery) return
          row.answer = delivery
          if (delivery === 'lost') count.lost += 1
          for (const { entry, place } of entries) entry.answers[place] = delivery
        },
      }
    },
    received(filter = {}) {
      const found = rows
        .filter(row => row !== undefined)
        .filter(row => filter.vendor === undefined || row.vendor === filter.vendor)
        .filter(row => filter.kind === undefined || row.reply.kind === filter.kind)
        .filter(row => filter.token === undefined || (row.reply.verdicts ?? none).some(verdict => verdict.token === filter.token))
        .sort((a, b) => a.seq - b.seq)
      return (filter.limit === undefined ? found : found.slice(-filter.limit)).map(row => ({
        seq: row.seq,
        vendor: row.vendor,
        at: new Date(row.at).toISOString(),
        method: row.call.method,
        path: row.call.path,
        query: row.call.query,
        headers: { ...row.call.headers },
        body: bodyOf(row.call),
        bytes: row.call.bytes,
        kind: row.reply.kind,
        status: row.reply.status,
        code: row.reply.code,
        answer: row.answer,
        tokens: row.reply.verdicts ?? none,
      }))
    },
    tally(vendor) {
      const count = countOf(vendor)
      return { ...count, codes: Object.fromEntries(count.codes) }
    },
    audit: vendor => some(vendor).map(audited),
    duplicates: vendor => some(vendor).filter(isDuplicate).map(audited),
    clear() {
      seq = 0
      rows = []
      counts = new Map()
      accepted = new Map()
    },
  }
}
