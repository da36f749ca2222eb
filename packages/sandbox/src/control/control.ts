import type { Chaos } from '../chaos/chaos.ts'
import { type ChaosOptions, type Fate, readChaos } from '../chaos/options.ts'
import type { EmulatorContext } from '../common/emulator-context.ts'
import type { GoawayOptions } from '../common/host.ts'
import type { Json } from '../common/json.ts'
import type { CallKind } from '../common/reply.ts'
import type { Audited, Received, ReceivedFilter, RequestLog, Tally } from '../common/request-log.ts'
import { applySettings, type Settings } from '../common/settings.ts'
import type { Installed } from '../common/setup.ts'
import type { TokenState } from '../common/tokens.ts'
import type { Vendor } from '../common/vendor.ts'

/** Tokens and what has become of them. */
export interface TokensOrder {
  readonly vendor: Vendor
  readonly token?: string
  readonly tokens?: readonly string[]
  readonly state: TokenState
  /** UNIX ms: since when; APNs says it with a 410. Default: now. */
  readonly timestamp?: number
  /** Apple: the environment that gave the token out; the other one refuses it. */
  readonly environment?: 'production' | 'development'
}

/** An answer in the place of the emulator's own, for one token or for the next requests. */
export interface AnswersOrder {
  readonly vendor: Vendor
  readonly token?: string
  /** So many requests, whoever they are for. */
  readonly next?: number
  /** With `token`: so many times; default: always. */
  readonly times?: number
  /** With `next`: which calls. Default `send`. */
  readonly kind?: CallKind | 'any'
  /** The vendor's own code; the emulator writes the answer that carries it. */
  readonly code?: string | number
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Json
}

/** A vendor, or all of them. */
export interface VendorOrder {
  readonly vendor?: Vendor
}

/** What a test can ask of a running sandbox and tell it: the control port's functions in-process. */
export interface Control {
  received(filter?: ReceivedFilter): Received[]
  tally(vendor: Vendor): Tally
  /** Every accepted push with how often it was accepted and how many of those answers were lost. */
  audit(vendor?: Vendor): Audited[]
  /** Pushes accepted again although an earlier acceptance reached the client. */
  duplicates(vendor?: Vendor): Audited[]
  /** Forgets what was received. */
  clear(): void
  tokens(order: TokensOrder): void
  answers(order: AnswersOrder): void
  /** The switches of a vendor, as they stand. */
  settings(vendor: Vendor): Readonly<Settings>
  /** Changes switches of a vendor. @throws Error for an unknown switch or a wrong type. */
  quota(order: { readonly vendor: Vendor } & { readonly [setting: string]: Json }): void
  /** Faults from now on; null ends them. @throws Error for an unknown or wrong option. */
  chaos(options: Partial<ChaosOptions> | null): void
  /** How often each fault was drawn since chaos was set, by one vendor's requests or by all. */
  chaosDrawn(vendor?: Vendor): Readonly<Partial<Record<Fate, number>>>
  /** All access tokens (APNs: provider tokens) seen or given out so far are expired. */
  expire(order?: VendorOrder): void
  /** Sends GOAWAY on all HTTP/2 connections. */
  goaway(order?: VendorOrder & GoawayOptions): void
  /** Cuts all connections. */
  cut(order?: VendorOrder): void
  /** New certificates for new connections. */
  swapCertificates(order?: VendorOrder): Promise<void>
  /** Open connections of a vendor now, and how many there ever were. */
  connections(vendor: Vendor): { readonly open: number; readonly ever: number }
  /** Ends chaos; forgets token states, scripted answers, counters and what was received. Access tokens stay good, since clients keep them. */
  reset(): void
}

/** A vendor that runs, with its desk. */
export interface Running {
  readonly installed: Installed
  readonly desk: EmulatorContext
}

/** The control of these vendors. */
export function createControl(running: ReadonlyMap<Vendor, Running>, ledger: RequestLog, chaos: Chaos): Control {
  const of = (vendor: Vendor): Running => {
    const found = running.get(vendor)
    if (!found) throw new Error(`${JSON.stringify(vendor)} does not run; there are ${[...running.keys()].join(', ')}`)
    return found
  }
  const some = (vendor: Vendor | undefined): Running[] => (vendor === undefined ? [...running.values()] : [of(vendor)])
  const stationsOf = (vendor: Vendor | undefined) => some(vendor).flatMap(({ installed }) => installed.stations)
  const settingsOf = (vendor: Vendor): Settings => of(vendor).installed.stations[0]?.emulator.settings ?? {}

  return {
    received: filter => ledger.received(filter),
    tally: vendor => ledger.tally(vendor),
    audit: vendor => ledger.audit(vendor),
    duplicates: vendor => ledger.duplicates(vendor),
    clear: () => ledger.clear(),
    tokens({ vendor, token, tokens = [], state, timestamp, environment }) {
      const { desk } = of(vendor)
      const entry = { state, timestamp: timestamp ?? desk.now(), ...(environment === undefined ? {} : { environment }) }
      for (const each of token === undefined ? tokens : [token, ...tokens]) desk.tokens.set(each, entry)
    },
    answers({ vendor, token, next, times, kind = 'send', code, ...rest }) {
      const { scripts } = of(vendor).desk
      const script = { ...rest, ...(code === undefined ? {} : { code: String(code) }) }
      if (token !== undefined) scripts.addToken(token, script, times ?? next ?? Number.POSITIVE_INFINITY)
      else scripts.addNext(script, next ?? times ?? 1, kind)
    },
    settings: vendor => ({ ...settingsOf(vendor) }),
    quota({ vendor, ...patch }) {
      applySettings(settingsOf(vendor), patch)
    },
    chaos: options => chaos.set(options === null ? null : readChaos(options)),
    chaosDrawn: vendor => chaos.drawn(vendor),
    expire(order = {}) {
      for (const station of stationsOf(order.vendor)) station.emulator.expire()
    },
    goaway({ vendor, ...options } = {}) {
      for (const station of stationsOf(vendor)) station.host.goaway(options)
    },
    cut(order = {}) {
      for (const station of stationsOf(order.vendor)) station.host.cut()
    },
    async swapCertificates(order = {}) {
      for (const station of stationsOf(order.vendor)) await station.swapCertificate()
    },
    connections(vendor) {
      const hosts = stationsOf(vendor).map(station => station.host)
      return { open: hosts.reduce((sum, host) => sum + host.connections(), 0), ever: hosts.reduce((sum, host) => sum + host.accepted(), 0) }
    },
    reset() {
      chaos.set(null)
      ledger.clear()
      for (const { desk, installed } of running.values()) {
        desk.tokens.clear()
        desk.scripts.clear()
        for (const station of installed.stations) station.emulator.reset()
      }
    },
  }
}
