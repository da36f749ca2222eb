import { readFile } from 'node:fs/promises'
import {
  type AnyChannel,
  createEngine,
  type Engine,
  type EngineOptions,
  type Json,
  type Message,
  type Outcome,
  type Recipient,
  type TokenReport,
} from '@rouse/core'
import { nodeTransport } from '@rouse/core/node'
import { type Received, type Sandbox, startSandbox, type Vendor } from '@rouse/sandbox'
import { app, message } from './scene.fixture.ts'
import { tokens } from './tokens.ts'
import { vendorSetups } from './vendor-setups.fixture.ts'

type Fields = Readonly<Record<string, unknown>>
type Config = Readonly<Record<string, { readonly apps: readonly Fields[] }>>

export interface DeliveryScene {
  readonly sandbox: Sandbox
  readonly engine: Engine
  readonly channels: readonly AnyChannel[]
  /** `channels` of the sandbox's configuration. */
  readonly config: Config
  /** The same as the channels were made of it. */
  readonly configured: Config
  readonly outcomes: readonly Outcome[]
  /** What `tokens$` told. */
  readonly reports: TokenReport[]
  close(): Promise<void>
}

/** `clock` is the emulators' too. */
export interface SceneOptions extends Partial<EngineOptions> {
  /** Changes the configuration before channels are made of it. */
  readonly configure?: (config: Config, sandbox: Sandbox) => Config
  /** Default: nodeTransport. */
  readonly over?: (ca: string) => EngineOptions['transport']
}

/** An engine over real sockets to the emulators of these vendors. */
export async function deliveryScene(vendors: readonly Vendor[], { configure = same, over, ...options }: SceneOptions = {}): Promise<DeliveryScene> {
  const sandbox = await startSandbox({ vendors, ...(options.clock === undefined ? {} : { now: options.clock }) })
  const file = JSON.parse(await readFile(sandbox.info.config, 'utf8')) as { readonly ca: string; readonly channels: Config }
  const ca = await readFile(file.ca, 'utf8')
  const configured = configure(file.channels, sandbox)
  const channels = Object.entries(configured).map(([name, entry]) => vendorSetups[name as Vendor].make(entry as never))
  const engine = createEngine({
    channels,
    transport: over?.(ca) ?? nodeTransport({ ca }),
    batchWaitMs: 0,
    retry: { baseMs: 20 },
    ...options,
  })
  const outcomes: Outcome[] = []
  const reports: TokenReport[] = []
  engine.outcomes$.subscribe(outcome => outcomes.push(outcome))
  engine.tokens$.subscribe(report => reports.push(report))
  return {
    sandbox,
    engine,
    channels,
    config: file.channels,
    configured,
    outcomes,
    reports,
    async close() {
      await engine.close(1000)
      await sandbox.close()
    },
  }
}

const same = (config: Config): Config => config

const platformOf = (vendors: readonly Vendor[]) => (vendors.includes('apns') ? 'ios' : vendors.includes('harmony') ? 'harmony' : 'android')

/** Somebody with one device that has these registrations, the first one the newest. */
export const person = (i: number, ...vendors: readonly Vendor[]): Recipient => ({
  id: `user-${i}`,
  unread: 1,
  devices: [
    {
      id: 'd',
      platform: platformOf(vendors),
      registrations: vendors.map((channel, at) => ({ channel, token: tokens[channel](i), app, registeredAt: `2026-01-0${9 - at}T00:00:00Z` })),
    },
  ],
})

/** How one vendor is set up, on both sides. */
export interface VendorScene {
  /** The channel's options beside what the sandbox wrote. */
  readonly options?: Fields
  /** Of its app entry: fields beside the sandbox's own, or what is made of those and of all that the emulator would take. */
  readonly entry?: Fields | ((own: Fields, credentials: Fields) => Fields)
  /** The emulator's switches. */
  readonly switches?: Readonly<Record<string, Json>>
  /** UNIX ms, of the engine and the emulator. */
  readonly clock?: () => number
  readonly engine?: Partial<EngineOptions>
}

/** One vendor's emulator, and an engine that pushes to it over real sockets and tries again at once. */
export async function vendorScene(vendor: Vendor, { options, entry, switches, clock, engine: more }: VendorScene = {}) {
  const configure = (config: Config, { info }: Sandbox): Config => {
    const { apps = [], ...own } = config[vendor] ?? {}
    const changed = (each: Fields): Fields => (typeof entry === 'function' ? entry(each, { ...info[vendor]?.credentials }) : { ...each, ...entry })
    return { [vendor]: { ...own, ...options, apps: apps.map(changed) } }
  }
  const scene = await deliveryScene([vendor], { configure, retry: { baseMs: 1, maxMs: 5 }, ...(clock === undefined ? {} : { clock }), ...more })
  const { engine, sandbox } = scene
  const { control } = sandbox
  if (switches !== undefined) control.quota({ vendor, ...switches })
  return {
    ...scene,
    channel: scene.channels[0] as AnyChannel,
    control,
    /** The app entry that the channel was made of. */
    made: scene.configured[vendor]?.apps[0] as never,
    /** What the engine makes of a vendor's callback: its answer's status, and every event. */
    hear(body: string): readonly (string | number | null)[] {
      const heard: string[] = []
      const told = [engine.tokens$, engine.receipts$].map(events => events.subscribe(({ kind, token, code }) => heard.push(`${kind} ${token} ${code}`)))
      const response = engine.receive(vendor, app, { method: 'POST', path: '/receipts', headers: {}, body: new TextEncoder().encode(body) })
      for (const each of told) each.unsubscribe()
      return [response?.status ?? null, ...heard]
    },
    /** The last part of each request's path, auth aside, oldest first. */
    calls: (): readonly string[] => control.received({ vendor }).flatMap(({ path, kind }) => (kind === 'auth' ? [] : [path.split('/').at(-1) ?? ''])),
    bodies: (kind: Received['kind'] = 'send'): readonly Record<string, Json>[] =>
      control.received({ vendor, kind }).map(({ body }) => body as Record<string, Json>),
    /** One message to somebody with one phone of this vendor for each token. */
    push: (to: readonly string[], change: Partial<Message> = {}): Promise<readonly Outcome[]> =>
      engine.push(
        message({ sentAt: undefined, ...change }),
        to.map(token => ({ id: `user of ${token}`, devices: [{ id: 'd', platform: platformOf([vendor]), registrations: [{ channel: vendor, token, app }] }] })),
      ),
  }
}

/** Status, fault and the vendor's code of each Outcome, in the order of the tokens. */
export const ends = (outcomes: readonly Outcome[]): readonly string[] =>
  outcomes.map(({ status, fault, vendorCode, detail }) => [status, fault, vendorCode, status === 'failed' ? detail : null].filter(Boolean).join(' '))
