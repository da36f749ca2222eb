import type { Authority } from './authority.ts'
import type { Desk } from './desk.ts'
import type { Emulator } from './emulator.ts'
import { type Host, startHost } from './host.ts'
import type { Arrival } from './internals/intake.ts'
import type { Ledger } from './ledger.ts'
import type { Outlet } from './outlet.ts'
import type { Reply } from './reply.ts'
import { scriptedReply } from './scripted-reply.ts'

/** What all of a run's servers share. */
export interface StationContext {
  readonly desk: Desk
  readonly ledger: Ledger
  readonly authority: Authority
}

/** How one of a vendor's servers is set up. */
export interface StationOptions {
  /** The vendor's own host names, for the certificate. */
  readonly hosts: readonly string[]
  readonly protocols: readonly ('h2' | 'http/1.1')[]
  /** SETTINGS_MAX_CONCURRENT_STREAMS of a new connection. Default 100. */
  readonly firstStreams?: () => number
  /** Made when the server's address is known. */
  emulator(url: string): Emulator
}

/** One vendor's emulator behind its TLS server. */
export interface Station {
  readonly emulator: Emulator
  readonly host: Host
  /** A new certificate of the same authority for new connections. */
  swapCertificate(): Promise<void>
}

/** A reply's body as text with its type. */
export function bodyText(reply: Reply): { readonly text: string; readonly headers: Readonly<Record<string, string>> } {
  if (reply.body === undefined) return { text: '', headers: reply.headers ?? {} }
  if (typeof reply.body === 'string') return { text: reply.body, headers: { 'content-type': 'text/plain; charset=UTF-8', ...reply.headers } }
  return { text: JSON.stringify(reply.body), headers: { 'content-type': 'application/json; charset=UTF-8', ...reply.headers } }
}

function write(outlet: Outlet, reply: Reply): void {
  const { text, headers } = bodyText(reply)
  outlet.write(reply.status, headers, text)
}

/** Starts one of a vendor's servers. */
export async function startStation(context: StationContext, options: StationOptions): Promise<Station> {
  const { desk, ledger, authority } = context
  const finish = (arrival: Arrival, reply: Reply): void => {
    const noted = ledger.note(emulator.vendor, arrival.call, reply, desk.now())
    arrival.outlet.onEnd(noted.settle)
    write(arrival.outlet, reply)
  }
  const arrive = (arrival: Arrival): void => {
    const script = desk.scripts.takeNext(emulator.kindOf(arrival.call))
    const reply = script ? scriptedReply(emulator, script, arrival.call) : emulator.handle(arrival.call)
    if (reply instanceof Promise) reply.then(value => finish(arrival, value)).catch(() => arrival.outlet.cut())
    else finish(arrival, reply)
  }
  const host = await startHost({
    certificate: await authority.issue(options.hosts),
    protocols: options.protocols,
    firstStreams: options.firstStreams ?? (() => 100),
    maxBody: 4 * 1024 * 1024,
    arrive,
  })
  const emulator = options.emulator(host.url)
  return { emulator, host, swapCertificate: async () => host.useCertificate(await authority.issue(options.hosts)) }
}
