import type { Chaos, Plan } from '../chaos/chaos.ts'
import { stormCodes } from '../chaos/storms.ts'
import type { Authority } from './authority.ts'
import type { Emulator } from './emulator.ts'
import type { EmulatorContext } from './emulator-context.ts'
import { type Host, startHost } from './host.ts'
import type { Arrival } from './internals/intake.ts'
import type { Reply } from './reply.ts'
import type { Noted, RequestLog } from './request-log.ts'
import { scriptedReply } from './scripted-reply.ts'

/** What all of a run's servers share. */
export interface VendorServerContext {
  readonly desk: EmulatorContext
  readonly ledger: RequestLog
  readonly authority: Authority
  readonly chaos: Chaos
}

/** How one of a vendor's servers is set up. */
export interface VendorServerOptions {
  /** The vendor's own host names, for the certificate. */
  readonly hosts: readonly string[]
  readonly protocols: readonly ('h2' | 'http/1.1')[]
  /** SETTINGS_MAX_CONCURRENT_STREAMS of a new connection. Default 100. */
  readonly firstStreams?: () => number
  /** Whether clients are asked for a certificate. Default false. */
  readonly clientCertificates?: boolean
  /** Made when the server's address is known. */
  emulator(url: string): Emulator
}

/** One vendor's emulator behind its TLS server. */
export interface VendorServer {
  readonly emulator: Emulator
  readonly host: Host
  /** A new certificate of the same authority for new connections. */
  swapCertificate(): Promise<void>
  /** Cuts all connections; what chaos had put off is dropped. */
  close(): Promise<void>
}

/** A reply's body as text, with its headers. */
function written(reply: Reply): { readonly text: string; readonly headers: Readonly<Record<string, string>> } {
  if (reply.body === undefined) return { text: '', headers: reply.headers ?? {} }
  if (typeof reply.body === 'string') return { text: reply.body, headers: { 'content-type': 'text/plain; charset=UTF-8', ...reply.headers } }
  return { text: JSON.stringify(reply.body), headers: { 'content-type': 'application/json; charset=UTF-8', ...reply.headers } }
}

/** Starts one of a vendor's servers. */
export async function startVendorServer(context: VendorServerContext, options: VendorServerOptions): Promise<VendorServer> {
  const { desk, ledger, authority, chaos } = context
  // Each holds its request, and all that was received with it.
  const timers = new Set<NodeJS.Timeout>()
  const later = (ms: number, run: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      run()
    }, ms)
    timers.add(timer)
  }

  const answer = ({ outlet }: Arrival, reply: Reply, plan: Plan | null, noted: Noted): void => {
    const { text, headers } = written(reply)
    const fate = plan?.fate ?? null
    if (outlet.wire.over) return
    if (fate === 'cut') outlet.wire.cut()
    else if (fate === 'reset') outlet.breakOff(reply.status, headers, text)
    else if (fate === 'stall') outlet.breakOff(503, {}, '')
    else {
      if (fate === 'goaway') outlet.goaway()
      outlet.wire.wrote(noted, Date.now())
      if (fate === 'slow' && plan) outlet.drip(reply.status, headers, text, 10, plan.options.slowMs / 10)
      else outlet.write(reply.status, headers, text)
    }
  }

  const finish = (arrival: Arrival, reply: Reply, plan: Plan | null): void => {
    const noted = ledger.note(emulator.vendor, arrival.call, reply, desk.now())
    arrival.outlet.onEnd(noted.settle)
    const wait = plan ? (plan.fate === 'stall' ? plan.options.stallMs : plan.delay) : 0
    if (plan?.fate === 'halfOpen') {
      noted.settle('lost')
      arrival.outlet.wire.freeze()
      later(plan.options.halfOpenMs, () => arrival.outlet.wire.cut())
    } else if (wait > 0) later(wait, () => answer(arrival, reply, plan, noted))
    else answer(arrival, reply, plan, noted)
  }

  /** What happens beside the request. */
  const besides = (arrival: Arrival, plan: Plan): void => {
    if (plan.fate === 'lowerStreams') arrival.call.connection.squeeze(plan.options.lowStreams, plan.options.lowMs)
    if (plan.fate === 'expire' && chaos.mayExpire(emulator.vendor, Date.now(), emulator.expireGapMs?.() ?? 0)) emulator.expire()
    if (plan.fate === 'swapCertificate') void swapCertificate().then(() => host.goaway())
  }

  const stormy = (arrival: Arrival, plan: Plan): Reply | null => {
    if (!plan.storm || emulator.kindOf(arrival.call) !== 'send') return null
    const reply = emulator.answer(stormCodes[emulator.vendor][plan.storm], arrival.call)
    return reply.status === 429 || reply.status === 503
      ? { ...reply, headers: { ...reply.headers, 'retry-after': String(plan.options.stormRetryAfter) } }
      : reply
  }

  const arrive = (arrival: Arrival): void => {
    const plan = chaos.next(emulator.vendor, Date.now())
    if (arrival.outlet.wire.over) return
    if (plan?.fate === 'refuse') {
      arrival.outlet.refuse()
      return
    }
    if (plan) besides(arrival, plan)
    const script = desk.scripts.takeNext(emulator.kindOf(arrival.call))
    const reply = (plan && stormy(arrival, plan)) ?? (script ? scriptedReply(emulator, script, arrival.call) : emulator.handle(arrival.call))
    if (reply instanceof Promise) reply.then(value => finish(arrival, value, plan)).catch(() => arrival.outlet.wire.cut())
    else finish(arrival, reply, plan)
  }

  const host = await startHost({
    certificate: await authority.issue(options.hosts),
    protocols: options.protocols,
    firstStreams: options.firstStreams ?? (() => 100),
    ...(options.clientCertificates === true ? { clientCa: authority.pem } : {}),
    maxBody: 4 * 1024 * 1024,
    arrive,
  })
  const swapCertificate = async (): Promise<void> => host.useCertificate(await authority.issue(options.hosts))
  const emulator = options.emulator(host.url)
  const close = (): Promise<void> => {
    for (const timer of timers) clearTimeout(timer)
    timers.clear()
    return host.close()
  }
  return { emulator, host, swapCertificate, close }
}
