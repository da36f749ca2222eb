/** What a client process is asked to do, handed over as JSON in its first argument. */
export interface Task {
  readonly port: number
  /** PEM of the server's certificate. */
  readonly ca: string
  /** PKCS#8 PEM of the provider key. */
  readonly key: string
  /** Requests at once. */
  readonly burst: number
  /** Requests that warm up and are not counted, and those that are. */
  readonly warmUp: number
  readonly count: number
}

/** What a client did, printed as one line of JSON. */
export interface Done {
  readonly per_s: number
  /** User and system time a request, in µs. */
  readonly cpu_us: number
  /** Requests without an answer of 200. */
  readonly lost: number
  readonly rss_mb: number
}

/** Device tokens that the server has a file for. */
export const tokens: readonly string[] = Array.from({ length: 1000 }, (_, i) => i.toString(16).padStart(8, '0').padStart(64, 'a0b1c2d3'))
export const tokenAt = (i: number): string => tokens[i % tokens.length] as string

export const topic = 'com.example.chat'

/** Sends the bursts one after the other; `send` resolves how many of the requests [from, from + count) were lost. */
export async function measured(task: Task, send: (from: number, count: number) => Promise<number>): Promise<void> {
  const bursts = async (total: number): Promise<number> => {
    let lost = 0
    for (let at = 0; at < total; at += task.burst) lost += await send(at, Math.min(task.burst, total - at))
    return lost
  }
  await bursts(task.warmUp)
  const cpu = process.cpuUsage()
  const started = performance.now()
  const lost = await bursts(task.count)
  const took = performance.now() - started
  const { user, system } = process.cpuUsage(cpu)
  const done: Done = { per_s: (task.count * 1000) / took, cpu_us: (user + system) / task.count, lost, rss_mb: process.resourceUsage().maxRSS / 1024 }
  process.stdout.write(`${JSON.stringify(done)}\n`)
}

/** The task of this process. */
export const readTask = (): Task => JSON.parse(process.argv[2] ?? '') as Task
