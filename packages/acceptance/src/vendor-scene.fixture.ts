import { readFile } from 'node:fs/promises'
import { meizu, oppo, vivo } from '@rouse/channel-cn-vendors'
import { type AnyChannel, createEngine, type EngineOptions, type Json, type Message, type Outcome, type Recipient, type TokenReport } from '@rouse/core'
import { nodeTransport } from '@rouse/core/node'
import { type Received, startSandbox } from '@rouse/sandbox'
import { app, message } from './scene.fixture.ts'

const makers = { oppo, vivo, meizu } as unknown as Readonly<Record<CnVendor, (config: object) => AnyChannel>>

export type CnVendor = 'oppo' | 'vivo' | 'meizu'

/** How one vendor is set up, on both sides. */
export interface VendorSetup {
  /** The channel's options beside what the sandbox wrote. */
  readonly options?: Readonly<Record<string, unknown>>
  /** Of its app entry. */
  readonly entry?: Readonly<Record<string, unknown>>
  /** The emulator's switches. */
  readonly switches?: Readonly<Record<string, Json>>
  /** UNIX ms, of the engine and the emulator. */
  readonly clock?: () => number
  readonly engine?: Partial<EngineOptions>
}

/** One vendor's emulator, and an engine that pushes to it over real sockets. */
export async function startVendor(vendor: CnVendor, { options, entry, switches, clock, engine: more }: VendorSetup = {}) {
  const sandbox = await startSandbox({ vendors: [vendor], ...(clock === undefined ? {} : { now: clock }) })
  const { control } = sandbox
  if (switches !== undefined) control.quota({ vendor, ...switches })
  const config = JSON.parse(await readFile(sandbox.info.config, 'utf8')) as { ca: string; channels: Record<string, { apps: object[] }> }
  const own = config.channels[vendor] ?? { apps: [] }
  const channel = makers[vendor]({ ...own, ...options, apps: own.apps.map(each => ({ ...each, ...entry })) })
  const transport = nodeTransport({ ca: await readFile(config.ca, 'utf8') })
  const retry = { baseMs: 1, maxMs: 5 }
  const engine = createEngine({ channels: [channel], transport, batchWaitMs: 0, retry, ...(clock === undefined ? {} : { clock }), ...more })
  const reports: TokenReport[] = []
  engine.tokens$.subscribe(report => reports.push(report))
  return {
    channel,
    control,
    engine,
    reports,
    /** What the engine makes of a vendor's callback: its answer's status, and every event. */
    hear(body: string): readonly (string | number | null)[] {
      const heard: string[] = []
      const told = [engine.tokens$, engine.receipts$].map(events =>
        events.subscribe(({ kind, token, code }) => heard.push(`${kind} ${token.reveal()} ${code}`)),
      )
      const response = engine.receive(vendor, app, { method: 'POST', path: '/receipts', headers: {}, body: new TextEncoder().encode(body) })
      for (const each of told) each.unsubscribe()
      return [response?.status ?? null, ...heard]
    },
    /** The last part of each request's path, auth aside, oldest first. */
    calls: (): readonly string[] => control.received({ vendor }).flatMap(({ path, kind }) => (kind === 'auth' ? [] : [path.split('/').at(-1) ?? ''])),
    bodies: (kind: Received['kind'] = 'send'): readonly Record<string, Json>[] =>
      control.received({ vendor, kind }).map(({ body }) => body as Record<string, Json>),
    push: (tokens: readonly string[], change: Partial<Message> = {}): Promise<readonly Outcome[]> =>
      engine.push(message({ sentAt: undefined, ...change }), tokens.map(personOf(vendor))),
    async close(): Promise<void> {
      await engine.close()
      await sandbox.close()
    },
  }
}

/** Somebody with one phone of this vendor. */
const personOf =
  (vendor: CnVendor) =>
  (token: string): Recipient => ({ id: `user of ${token}`, devices: [{ id: 'd', platform: 'android', registrations: [{ channel: vendor, token, app }] }] })

/** Status, fault and the vendor's code of each Outcome, in the order of the tokens. */
export const ends = (outcomes: readonly Outcome[]): readonly string[] =>
  outcomes.map(({ status, fault, vendorCode, detail }) => [status, fault, vendorCode, status === 'failed' ? detail : null].filter(Boolean).join(' '))
