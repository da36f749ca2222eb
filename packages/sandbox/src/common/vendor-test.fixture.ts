import { type Sandbox, type SandboxOptions, startSandbox } from '../start.ts'
import type { Settings } from './settings.ts'
import type { Vendor } from './vendor.ts'

/** A sandbox of one vendor with a clock of its own. */
export interface VendorTest<C> {
  readonly sandbox: Sandbox
  readonly url: string
  readonly ca: string
  readonly credentials: C
  now(): number
  /** Moves the clock, ms. */
  later(ms: number): void
  /** Back to the state and the clock of the start. */
  reset(): void
}

/** Starts one vendor's emulator for a test file. */
export async function startVendorTest<C>(vendor: Vendor, options: SandboxOptions = {}): Promise<VendorTest<C>> {
  // The clock stands still between calls of later(), so that no window turns by chance.
  const start = Date.now()
  let ahead = 0
  const sandbox = await startSandbox({ ...options, vendors: [vendor], now: () => start + ahead })
  const info = sandbox.info[vendor]
  if (!info) throw new Error(`no ${vendor}`)
  const settings: Settings = { ...sandbox.control.settings(vendor) }
  return {
    sandbox,
    url: info.url,
    ca: info.ca,
    credentials: info.credentials as C,
    now: () => start + ahead,
    later(ms) {
      ahead += ms
    },
    reset() {
      ahead = 0
      sandbox.control.reset()
      const unlimited = Object.entries(settings).map(([name, value]) => [name, value === Number.POSITIVE_INFINITY ? null : value])
      sandbox.control.quota({ vendor, ...Object.fromEntries(unlimited) })
    },
  }
}
