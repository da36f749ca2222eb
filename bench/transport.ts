import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Done, type Task, tokenAt, tokens } from './clients/task.ts'
import { plainClients } from './internals/plain-clients.ts'
import type { Figures } from './measure.ts'

/** Where clients and server run: a core each. */
const clientCore = '0'
const serverCore = availableParallelism() > 1 ? '1' : '0'
const rounds = 3

const has = (command: string): boolean => spawnSync('which', [command]).status === 0
const pinned = (core: string, command: readonly string[]): readonly string[] => (has('taskset') ? ['taskset', '-c', core, ...command] : command)

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

/** nghttpd on the other core: TLS, 1000 streams, a small file for each token. Resolves when it answers. */
async function startServer(folder: string) {
  const files = join(folder, 'www', '3', 'device')
  mkdirSync(files, { recursive: true })
  for (const token of tokens) writeFileSync(join(files, token), '')
  const key = join(folder, 'key.pem')
  const cert = join(folder, 'cert.pem')
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=DNS:localhost,IP:127.0.0.1',
      '-keyout',
      key,
      '-out',
      cert,
    ],
    { stdio: 'ignore' },
  )
  const port = await freePort()
  const [command, ...args] = pinned(serverCore, ['nghttpd', '-a', '127.0.0.1', '-m', '1000', '-n', '1', '-d', join(folder, 'www'), String(port), key, cert])
  const child = spawn(command as string, args, { stdio: 'ignore' })
  await sleep(300)
  return { port, ca: readFileSync(cert, 'utf8'), stop: () => child.kill('SIGKILL') }
}

async function runClient(folder: string, name: string, task: Task): Promise<Done> {
  const [command, ...args] = pinned(clientCore, [process.execPath, join(folder, `${name}.mjs`), JSON.stringify(task)])
  const child = spawn(command as string, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let out = ''
  child.stdout.on('data', chunk => {
    out += String(chunk)
  })
  const code = await new Promise<number | null>(resolve => {
    child.once('exit', resolve)
  })
  const line = out.trim().split('\n').at(-1) ?? ''
  if (line === '') throw new Error(`the client ${name} ended with ${code} and printed nothing`)
  return JSON.parse(line) as Done
}

/** Requests a second of h2load with as many streams as a burst has. */
function runH2load(task: Task, folder: string): number {
  const body = join(folder, 'body')
  writeFileSync(body, 'x'.repeat(180))
  const headers = { authorization: `bearer ${'e'.repeat(220)}`, 'apns-topic': 'com.example.chat', 'apns-push-type': 'alert', 'apns-priority': '10' }
  const [command, ...args] = pinned(clientCore, [
    'h2load',
    '-n',
    String(task.count),
    '-c',
    '1',
    '-m',
    String(task.burst),
    '-d',
    body,
    ...Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
    `https://127.0.0.1:${task.port}/3/device/${tokenAt(0)}`,
  ])
  const { stdout } = spawnSync(command as string, args, { encoding: 'utf8' })
  return Number(/([\d.]+) req\/s/.exec(stdout)?.[1] ?? Number.NaN)
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number

/**
 * The `transport` and `e2e` groups, one run: every client in a process of its own on one core, in bursts of 500 over TLS, against
 * nghttpd on the other; they take turns, and each figure is the median of its rounds. null where a tool is not installed.
 */
export async function transport(): Promise<Readonly<Record<string, Figures>>> {
  if (!has('nghttpd') || !has('openssl')) {
    process.stderr.write('bench: nghttpd or openssl is not installed (Debian: nghttp2-server, openssl): no transport figures\n')
    return { transport: { lean_per_s: null }, e2e: { pushes_per_s: null } }
  }
  const folder = mkdtempSync(join(tmpdir(), 'rouse-bench-'))
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const programs = plainClients()
  const server = await startServer(folder)
  try {
    const base = { port: server.port, ca: server.ca, key, burst: 500 }
    // About a second to warm up and two or three that count, for each of them.
    const fast: Task = { ...base, warmUp: 100_000, count: 300_000 }
    const slow: Task = { ...base, warmUp: 25_000, count: 60_000 }
    const clients = { lean: fast, 'node-http2': slow, 'node-apn': slow, apns2: slow, e2e: fast } as const
    const results = new Map<string, Done[]>()
    const loads: number[] = []
    for (let round = 0; round < rounds; round++) {
      for (const [name, task] of Object.entries(clients)) results.set(name, [...(results.get(name) ?? []), await runClient(programs, name, task)])
      if (has('h2load')) loads.push(runH2load(fast, folder))
    }
    const of = (name: string, figure: keyof Done): number => median((results.get(name) ?? []).map(done => done[figure]))
    const atOnce: Task = { ...base, burst: 100_000, warmUp: 0, count: 100_000 }
    const lean = await runClient(programs, 'lean', atOnce)
    const nodeHttp2 = await runClient(programs, 'node-http2', atOnce)
    const h2load = loads.length > 0 ? median(loads) : null
    return {
      transport: {
        lean_per_s: of('lean', 'per_s'),
        node_http2_per_s: of('node-http2', 'per_s'),
        node_apn_per_s: of('node-apn', 'per_s'),
        apns2_per_s: of('apns2', 'per_s'),
        h2load_per_s: h2load,
        lean_cpu_us: of('lean', 'cpu_us'),
        node_http2_cpu_us: of('node-http2', 'cpu_us'),
        ratio_to_node_http2: of('lean', 'per_s') / of('node-http2', 'per_s'),
        ratio_to_h2load: h2load === null ? null : of('lean', 'per_s') / h2load,
        lost: [...results.values()].flat().reduce((sum, { lost }) => sum + lost, 0),
        burst_100k_lost: lean.lost + nodeHttp2.lost,
        burst_100k_rss_mb: lean.rss_mb,
        burst_100k_rss_node_http2_mb: nodeHttp2.rss_mb,
      },
      e2e: {
        pushes_per_s: of('e2e', 'per_s'),
        cpu_us: of('e2e', 'cpu_us'),
        ratio_to_node_apn: of('e2e', 'per_s') / of('node-apn', 'per_s'),
      },
    }
  } finally {
    server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
