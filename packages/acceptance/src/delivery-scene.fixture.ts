import { readFile } from 'node:fs/promises'
import { apns } from '@rouse/channel-apns'
import { harmony, honor, huawei, meizu, oppo, vivo, xiaomi } from '@rouse/channel-cn-vendors'
import { fcm } from '@rouse/channel-fcm'
import { type AnyChannel, createEngine, type Engine, type EngineOptions, type Outcome, type Recipient } from '@rouse/core'
import { nodeTransport } from '@rouse/core/node'
import { type Sandbox, startSandbox, type Vendor } from '@rouse/sandbox'
import { app } from './scene.fixture.ts'

type Config = Readonly<Record<string, { readonly apps: readonly object[] }>>

const factories: Readonly<Record<string, (config: never) => AnyChannel>> = { apns, fcm, huawei, harmony, honor, xiaomi, oppo, vivo, meizu }

/** A token of each vendor, as its emulator takes them. */
export const tokens: Readonly<Record<Vendor, (i: number) => string>> = {
  apns: i => i.toString(16).padStart(64, '0'),
  fcm: i => `f${i}:APA91bExample`,
  huawei: i => `IQAAAACy0${String(i).padStart(96, 'A')}`,
  harmony: i => `MAMzLg${String(i).padStart(96, 'A')}`,
  honor: i => `BAEAAAAAB.${String(i).padStart(96, 'a')}`,
  xiaomi: i => `${String(i).padStart(43, 'd')}=`,
  oppo: i => `OPPO_CN_${String(i).padStart(32, '0')}`,
  vivo: i => String(i).padStart(23, '1'),
  meizu: i => `RA50${String(i).padStart(40, '0')}`,
}

export interface DeliveryScene {
  readonly sandbox: Sandbox
  readonly engine: Engine
  /** `channels` of the sandbox's configuration. */
  readonly config: Config
  readonly outcomes: readonly Outcome[]
  close(): Promise<void>
}

export interface SceneOptions extends Partial<EngineOptions> {
  /** Changes the configuration before channels are made of it. */
  readonly configure?: (config: Config) => Config
  /** Default: nodeTransport. */
  readonly over?: (ca: string) => EngineOptions['transport']
}

/** An engine over real sockets to the emulators of these vendors. */
export async function deliveryScene(vendors: readonly Vendor[], { configure = same, over, ...options }: SceneOptions = {}): Promise<DeliveryScene> {
  const sandbox = await startSandbox({ vendors })
  const file = JSON.parse(await readFile(sandbox.info.config, 'utf8')) as { readonly ca: string; readonly channels: Config }
  const ca = await readFile(file.ca, 'utf8')
  const channels = Object.entries(configure(file.channels)).flatMap(([name, entry]) => factories[name]?.(entry as never) ?? [])
  const engine = createEngine({
    channels,
    transport: over?.(ca) ?? nodeTransport({ ca }),
    batchWaitMs: 0,
    retry: { baseMs: 20 },
    ...options,
  })
  const outcomes: Outcome[] = []
  engine.outcomes$.subscribe(outcome => outcomes.push(outcome))
  return {
    sandbox,
    engine,
    config: file.channels,
    outcomes,
    async close() {
      await engine.close(1000)
      await sandbox.close()
    },
  }
}

const same = (config: Config): Config => config

/** Somebody with one device that has these registrations, the first one the newest. */
export const person = (i: number, ...vendors: readonly Vendor[]): Recipient => ({
  id: `user-${i}`,
  unread: 1,
  devices: [
    {
      id: 'd',
      platform: vendors.includes('apns') ? 'ios' : vendors.includes('harmony') ? 'harmony' : 'android',
      registrations: vendors.map((channel, at) => ({ channel, token: tokens[channel](i), app, registeredAt: `2026-01-0${9 - at}T00:00:00Z` })),
    },
  ],
})
