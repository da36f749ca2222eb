import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { apns } from '@rouse/channel-apns'
import * as cn from '@rouse/channel-cn-vendors'
import { fcm } from '@rouse/channel-fcm'
import { type AnyChannel, createEngine, type Directory, type Outcome, type Recipient, type Transport } from '@rouse/core'
import { type Audited, type ChaosOptions, type Control, type Fate, startSandbox, type Vendor } from '@rouse/sandbox'
import { tokens } from './tokens.ts'

export interface ChaosRun {
  /** Pushes in all, over all vendors. */
  readonly pushes: number
  readonly seed: number
  readonly transport: (ca: string) => Transport
  /** Milliseconds that a half-open connection stays so. Longer than `requestTimeoutMs`: the client must find out by itself. Default 300. */
  readonly halfOpenMs?: number
  /** Default 30000: a machine that is busy must not be taken for a lost answer. */
  readonly requestTimeoutMs?: number
}

export interface ChaosReport {
  readonly pushes: number
  readonly outcomes: number
  /** Tokens without an Outcome. */
  readonly missing: number
  /** Tokens with more than one final Outcome. */
  readonly repeated: number
  readonly byStatus: Readonly<Record<string, number>>
  /** Pushes that the sandbox accepted again although no answer was lost, under the same id or another. */
  readonly duplicates: number
  /** Pushes that were accepted more than once because an answer was lost. */
  readonly repeatedAfterLoss: number
  /** Answers that were lost. */
  readonly lost: number
  /** How often each fault met a request. */
  readonly faults: Readonly<Partial<Record<Fate, number>>>
  /** MB that the heap holds after the run and not before it. */
  readonly heapGrowthMb: number
  readonly vendors: readonly string[]
}

/** Every fault at once, so often that each meets some requests of 5,000 pushes. */
const faults: Partial<ChaosOptions> = {
  latencyMs: 1,
  jitterMs: 3,
  refuse: 0.01,
  reset: 0.01,
  cut: 0.004,
  stall: 0.003,
  stallMs: 100,
  goaway: 0.004,
  halfOpen: 0.003,
  slow: 0.004,
  slowMs: 50,
  lowerStreams: 0.003,
  storm: 0.003,
  stormMs: 100,
  stormRetryAfter: 1,
  expire: 0.003,
  // Apple takes a new provider token every 20 minutes; no vendor expires tokens twice in a run.
  expireGapMs: 1_200_000,
  swapCertificate: 0.003,
}

const app = 'com.example.chat'
const collect = (): void => {
  setFlagsFromString('--expose_gc')
  ;(runInNewContext('gc') as () => void)()
}
/** MB in use when sockets and finalizers have had their turns. */
async function heapMb(): Promise<number> {
  for (let round = 0; round < 3; round++) {
    await sleep(100)
    collect()
  }
  return process.memoryUsage().heapUsed / 1e6
}

/** Pushes to every vendor's emulator under chaos, and counts what became of each. */
export async function runChaos(run: ChaosRun): Promise<ChaosReport> {
  const before = await heapMb()
  const report = await underChaos(run)
  return { ...report, heapGrowthMb: (await heapMb()) - before }
}

async function underChaos({ pushes, seed, transport, halfOpenMs = 300, requestTimeoutMs = 30_000 }: ChaosRun): Promise<Omit<ChaosReport, 'heapGrowthMb'>> {
  const sandbox = await startSandbox()
  const config = JSON.parse(await readFile(sandbox.info.config, 'utf8')) as { ca: string; channels: Record<string, object> }
  const factories = { apns, fcm, ...cn } as unknown as Readonly<Record<string, ((config: object) => AnyChannel) | undefined>>
  const channels = Object.entries(config.channels).flatMap(([name, entry]) => factories[name]?.(entry) ?? [])
  const names = channels.map(({ name }) => name)
  const engine = createEngine({
    channels,
    transport: transport(await readFile(config.ca, 'utf8')),
    requestTimeoutMs,
    // Each page's batches go by themselves, so that the vendors of batches meet faults too.
    batchWaitMs: 0,
    retry: { attempts: 10, baseMs: 20, maxMs: 500, budgetMs: 120_000 },
  })
  const person = (i: number): Recipient => {
    const channel = names[i % names.length] as string
    const token = tokens[channel as Vendor]
    return {
      id: `user-${i}`,
      unread: i % 9,
      devices: [
        { id: 'd', platform: channel === 'apns' ? 'ios' : channel === 'harmony' ? 'harmony' : 'android', registrations: [{ channel, token: token(i), app }] },
      ],
    }
  }
  const pageSize = 90
  const directory: Directory = {
    async *pages() {
      for (let at = 0; at < pushes; at += pageSize) {
        yield { recipients: Array.from({ length: Math.min(pageSize, pushes - at) }, (_, i) => person(at + i)), cursor: String(at) }
      }
    },
  }
  async function* messages() {
    yield {
      id: `chaos-${seed}`,
      kind: 'chat' as const,
      conversation: { type: 'group' as const, id: 'g', name: 'G' },
      sender: { id: 'bob', name: 'Bob' },
      elements: [{ type: 'text' as const, text: 'hello' }],
    }
  }
  const seen = new Map<string, number>()
  const byStatus: Record<string, number> = {}
  let outcomes = 0
  try {
    sandbox.control.chaos({ ...faults, halfOpenMs, seed })
    await new Promise<void>((resolve, reject) => {
      engine.run(messages(), directory).subscribe({
        next({ recipient, status }: Outcome) {
          outcomes++
          seen.set(String(recipient), (seen.get(String(recipient)) ?? 0) + 1)
          byStatus[status] = (byStatus[status] ?? 0) + 1
        },
        error: reject,
        complete: resolve,
      })
    })
    return {
      pushes,
      outcomes,
      missing: pushes - seen.size,
      repeated: [...seen.values()].filter(count => count > 1).length,
      byStatus,
      ...audited(sandbox.control, names as readonly Vendor[]),
      faults: sandbox.control.chaosDrawn(),
      vendors: names,
    }
  } finally {
    sandbox.control.chaos(null)
    await engine.close(5000)
    await sandbox.close()
  }
}

/** Every person has one token and gets one push, so whatever a token was accepted for twice is a repeat, also under another id. */
function audited(control: Control, vendors: readonly Vendor[]): Pick<ChaosReport, 'duplicates' | 'repeatedAfterLoss' | 'lost'> {
  let duplicates = 0
  let repeatedAfterLoss = 0
  for (const vendor of vendors) {
    duplicates += control.duplicates(vendor).length
    const tokens = Map.groupBy(control.audit(vendor), ({ token }: Audited) => token)
    for (const entries of tokens.values()) {
      const accepted = entries.reduce((sum, one) => sum + one.accepted, 0)
      const lost = entries.reduce((sum, one) => sum + one.lost, 0)
      if (accepted > 1) repeatedAfterLoss++
      if (entries.length > 1 && accepted - lost > 1) duplicates++
    }
  }
  return { duplicates, repeatedAfterLoss, lost: vendors.reduce((sum, vendor) => sum + control.tally(vendor).lost, 0) }
}
