import type { Authority } from './authority.ts'
import type { EmulatorContext } from './emulator-context.ts'
import type { JsonObject } from './json.ts'
import type { VendorServer, VendorServerOptions } from './vendor-server.ts'

/** What a vendor's setup has at hand. */
interface SetupContext {
  /** The app's name: bundle id and package name. */
  readonly app: string
  readonly desk: EmulatorContext
  readonly authority: Authority
  /** Starts a server. */
  open(options: VendorServerOptions): Promise<VendorServer>
}

/** A vendor in operation. */
export interface Installed {
  readonly stations: readonly VendorServer[]
  /** Where it is and what a client needs, for `info`; the CA's path is added to it. */
  readonly info: { readonly url: string; readonly credentials: JsonObject } & JsonObject
  /** `channels.<vendor>` of a configuration for the engine. */
  readonly config: JsonObject
}

/** Starts one vendor: makes credentials, opens its servers. Every vendor folder exports one. */
export type Setup = (context: SetupContext) => Promise<Installed>

/** Where a station listens, as an app entry of the engine's configuration says it. */
export const listening = (station: VendorServer): { readonly host: string; readonly port: number } => ({ host: '127.0.0.1', port: station.host.port })
