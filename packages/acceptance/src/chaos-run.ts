import { readFile } from 'node:fs/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { apns } from '@rouse/channel-apns'
import * as cn from '@rouse/channel-cn-vendors'
import { fcm } from '@rouse/channel-fcm'
import { type AnyChannel, createEngine, type Directory, type Outcome, type Recipient, type Transport } from '@rouse/core'
import { type ChaosOptions, startSandbox, type Vendor } from '@rouse/sandbox'
import { tokens } from './tokens.ts'

export interface ChaosRun {
  /** Pushes in all, over all vendors. */
  readonly pushes: number
  readonly seed: number
  readonly transport: (ca: string) => Transport
}

export interface ChaosReport {
  readonly pushes: number
  readonly outcomes: number
  /** Tokens without an Outcome. */
  readonly missing: number
  /** Tokens with more than one final Outcome. */
  readonly repeated: number
  readonly byStatus: Readonly<Record<string, number>>
  /** Ids that the sandbox accepted again although no answer was lost. */
  readonly duplicates: number
  /** MB that the heap holds after the run and not before it. */
  readonly heapGrowthMb: number
  readonly vendors: readonly string[]
}

/** Every fault at once, so often that most batches meet one. */
const faults: Partial<ChaosOptions> = {
  jitterMs: 3,
  refuse: 0.01,
  reset: 0.005,
  cut: 0.002,
  stall: 0.001,
  stallMs: 100,
  goaway: 0.003,
  slow: 0.002,
  slowMs: 50,
  lowerStreams: 0.001,
  storm: 0.0005,
  stormMs: 100,
  stormRetryAfter: 0,
  expire: 0.0005,
  swapCertificate: 0.0002,
}

const app = 'com.example.chat'
const collect = (): void => {
  setFlagsFromString('--expose_gc')
  ;(runInNewContext('gc') as () => void)()
}
const heapMb = (): number => {
  collect()
  return process.memoryUsage().heapUsed / 1e6
}

/** Pushes to every vendor's emulator under chaos, and counts what became of each. */
export async function runChaos({ pushes, seed, transport }: ChaosRun): Promise<ChaosReport> {
  const before = heapMb()
  const report = await underChaos({ pushes, seed, transport })
  return { ...report, heapGrowthMb: heapMb() - before }
}

async function underChaos({ pushes, seed, transport }: ChaosRun): Promise<Omit<ChaosReport, 'heapGrowthMb'>> {
  const sandbox = await startSandbox()
  const config = JSON.parse(await readFile(sandbox.info.config, 'utf8')) as { ca: string; channels: Record<string, object> }
  const factories = { apns, fcm, ...cn } as unknown as Readonly<Record<string, ((config: object) => AnyChannel) | undefined>>
  const channels = Object.entries(config.channels).flatMap(([name, entry]) => factories[name]?.(entry) ?? [])
  const names = channels.map(({ name }) => name)
  const engine = createEngine({
    channels,
    transport: transport(await readFile(config.ca, 'utf8')),
    // Long: a machine that is busy must not be taken for a lost answer.
    requestTimeoutMs: 30_000,
    retry: { attempts: 10, baseMs: 20, maxMs: 500, budgetMs: 120_000 },
  })
  const person = (i: number): Recipient => {
    const channel = names[i % names.length] as string
    const token = tokens[channel]
    if (token === undefined) throw new Error(`no token for ${channel}`)
    return {
      id: `user-${i}`,
      unread: i % 9,
      devices: [
        { id: 'd', platform: channel === 'apns' ? 'ios' : channel === 'harmony' ? 'harmony' : 'android', registrations: [{ channel, token: token(i), app }] },
      ],
    }
  }
  const pageSize = 250
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
    sandbox.control.chaos({ ...faults, seed })
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
    const duplicates = names.reduce((sum, name) => sum + sandbox.control.duplicates(name as Vendor).length, 0)
    return {
      pushes,
      outcomes,
      missing: pushes - seen.size,
      repeated: [...seen.values()].filter(count => count > 1).length,
      byStatus,
      duplicates,
      vendors: names,
    }
  } finally {
    sandbox.control.chaos(null)
    await engine.close(5000)
    await sandbox.close()
  }
}
