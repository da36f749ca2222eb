import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createChaos } from './chaos/chaos.ts'
import { type ChaosOptions, readChaos } from './chaos/options.ts'
import { createAuthority } from './common/authority.ts'
import { createEmulatorContext } from './common/emulator-context.ts'
import type { JsonObject } from './common/json.ts'
import { createRequestLog } from './common/request-log.ts'
import type { Vendor } from './common/vendor.ts'
import { startVendorServer } from './common/vendor-server.ts'
import { type Control, createControl, type Running } from './control/control.ts'
import { startControlServer } from './control/server.ts'
import { setups } from './setups.ts'

/** How to start a sandbox. */
export interface SandboxOptions {
  /** Which vendors. Default: all. */
  readonly vendors?: readonly Vendor[]
  /** Bundle id and package name of the app that the credentials are for. Default `com.example.chat`. */
  readonly app?: string
  /** Where the CA's certificate and the configuration are written. Default: a new temporary directory, removed on close. */
  readonly dir?: string
  /** UNIX ms. Default: the machine's clock. */
  readonly now?: () => number
  /** Faults from the start. Default: none. */
  readonly chaos?: Partial<ChaosOptions>
  /** Requests kept for `received`. Default 10,000. */
  readonly ring?: number
}

/** What one vendor's client needs. */
export interface VendorInfo {
  /** `https://127.0.0.1:<port>` */
  readonly url: string
  /** Path of the CA's certificate, PEM. */
  readonly ca: string
  readonly credentials: JsonObject
  /** APNs alone: the development environment. */
  readonly development?: { readonly url: string }
}

/** What `rouse sandbox --json` prints. */
export type SandboxInfo = { readonly [vendor in Vendor]?: VendorInfo } & {
  /** The control port, plain HTTP. */
  readonly control: { readonly url: string }
  /** Path of a ready file for `rouse push --config`; it holds secrets and can be read by its owner alone. */
  readonly config: string
}

/** A sandbox that runs. */
export interface Sandbox {
  readonly info: SandboxInfo
  readonly control: Control
  /** Cuts all connections and removes the files. */
  close(): Promise<void>
}

/**
 * Starts emulators of the vendors' push APIs on free ports of 127.0.0.1, behind TLS by a CA made for this run.
 * @example
 * const sandbox = await startSandbox({ vendors: ['apns'] })
 * sandbox.control.tokens({ vendor: 'apns', token: 'abcd', state: 'dead' })
 * await sandbox.close()
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const now = options.now ?? Date.now
  const app = options.app ?? 'com.example.chat'
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), 'rouse-sandbox-')))
  await mkdir(dir, { recursive: true })
  const authority = await createAuthority()
  const ledger = createRequestLog(options.ring === undefined ? {} : { ring: options.ring })
  const chaos = createChaos()
  if (options.chaos) chaos.set(readChaos(options.chaos))
  const running = new Map<Vendor, Running>()
  for (const vendor of options.vendors ?? (Object.keys(setups) as Vendor[])) {
    const setup = setups[vendor]
    if (!setup) throw new Error(`there is no emulator of ${JSON.stringify(vendor)}; there are ${Object.keys(setups).join(', ')}`)
    const desk = createEmulatorContext(now)
    running.set(vendor, { desk, installed: await setup({ app, desk, authority, open: each => startVendorServer({ desk, ledger, authority, chaos }, each) }) })
  }

  const ca = join(dir, 'ca.pem')
  const config = join(dir, 'config.json')
  const each = [...running].map(([vendor, { installed }]) => ({ vendor, installed }))
  const channels = Object.fromEntries(each.map(({ vendor, installed }) => [vendor, installed.config]))
  await writeFile(ca, authority.pem)
  await writeFile(config, `${JSON.stringify({ ca, channels }, null, 2)}\n`, { mode: 0o600 })

  const control = createControl(running, ledger, chaos)
  const server = await startControlServer(control)
  return {
    info: { ...Object.fromEntries(each.map(({ vendor, installed }) => [vendor, { ...installed.info, ca }])), control: { url: server.url }, config },
    control,
    async close() {
      await Promise.all([server.close(), ...each.flatMap(({ installed }) => installed.stations.map(station => station.close()))])
      await Promise.all([ca, config].map(path => rm(path, { force: true })))
      if (options.dir === undefined) await rm(dir, { recursive: true, force: true })
    },
  }
}
