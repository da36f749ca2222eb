import type { Agent, Dispatcher } from 'undici'
import { ConnectError, connectionProblem, errorDetails } from '../../transport/connection-error.ts'
import { type ConnectOptions, connect, type Peer } from './connect.ts'
import type { Deadlines } from './deadlines.ts'
import { plainHeaders } from './headers.ts'
import type { Job, Origin } from './job.ts'
import { JobQueue } from './job-queue.ts'

/** The connections to one HTTP/1.1 host: kept alive, one request on each at a time. */
export class Http1Pool implements Origin {
  readonly origin: string
  readonly deadlines: Deadlines
  readonly #agent: Promise<Agent>
  readonly #most: number
  readonly #queue: JobQueue
  readonly #maxResponseBytes: number
  #active = 0
  #drained: (() => void) | null = null
  readonly #closing = new AbortController()
  #closed = false

  constructor(peer: Peer, options: ConnectOptions, deadlines: Deadlines) {
    this.origin = peer.origin
    this.deadlines = deadlines
    this.#most = options.http1?.maxConnections ?? 64
    this.#queue = new JobQueue(options.queue ?? 200_000)
    this.#maxResponseBytes = options.maxResponseBytes ?? 1_048_576
    this.#agent = agentOf(peer, options, this.#most, this.#maxResponseBytes, this.#closing.signal)
    // Each request is told of it.
    this.#agent.catch(() => undefined)
  }

  submit(job: Job): void {
    if (this.#active < this.#most) this.#send(job)
    else if (!this.#queue.push(job)) job.fail('queue-full', 'too many requests wait for a connection', false)
  }

  async close(graceMs: number): Promise<void> {
    const drained = new Promise<void>(resolve => {
      this.#drained = resolve
      if (this.#active === 0) resolve()
    })
    let timer: NodeJS.Timeout | undefined
    await Promise.race([
      drained,
      new Promise<void>(resolve => {
        timer = setTimeout(resolve, graceMs)
      }),
    ])
    clearTimeout(timer)
    this.#closed = true
    this.#closing.abort()
    for (let job = this.#queue.next(); job !== null; job = this.#queue.next()) job.fail('closed', 'the transport was closed', false)
    await this.#agent.then(
      agent => agent.destroy(),
      () => undefined,
    )
  }

  #send(job: Job): void {
    this.#active++
    this.#agent.then(
      agent => this.#dispatch(agent, job),
      (error: unknown) => {
        job.fail('network', 'undici could not be loaded', false, error)
        this.#release()
      },
    )
  }

  #release(): void {
    this.#active--
    let next = this.#closed ? null : this.#queue.next()
    while (next !== null && !next.start(performance.now())) next = this.#queue.next()
    if (next !== null) this.#send(next)
    else if (this.#active === 0) this.#drained?.()
  }

  #dispatch(agent: Agent, job: Job): void {
    let open = true
    const release = () => {
      if (open) this.#release()
      open = false
    }
    const chunks: Buffer[] = []
    let status = 0
    let headers: Record<string, string> = {}
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart: controller => {
        if (job.ended) return controller.abort(new Error('ended'))
        job.sent = true
        job.carrier = { cancel: () => controller.abort(new Error('ended')) }
      },
      onResponseStart: (_, statusCode, fields) => {
        status = statusCode
        headers = plainHeaders(fields)
      },
      onResponseData: (_, chunk) => {
        chunks.push(chunk)
      },
      onResponseEnd: () => {
        job.answer({ status, headers, body: Buffer.concat(chunks) })
        release()
      },
      onResponseError: (_, error) => {
        this.#lost(job, error)
        release()
      },
    }
    try {
      const { method, headers: fields, body } = job.request
      agent.dispatch(
        { origin: this.origin, path: job.path, method: method as Dispatcher.HttpMethod, headers: fields, body: body.length === 0 ? null : body },
        handler,
      )
    } catch (error) {
      job.fail('protocol', 'the request cannot be carried by HTTP/1.1', false, error)
      release()
    }
  }

  #lost(job: Job, error: Error): void {
    const code = 'code' in error ? error.code : undefined
    if (this.#closed) job.fail('closed', 'the transport was closed before the answer')
    else if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') job.fail('protocol', `the response is larger than ${this.#maxResponseBytes} bytes`, true)
    else if (code === 'UND_ERR_INVALID_ARG') job.fail('protocol', 'the request cannot be carried by HTTP/1.1', false, error)
    else if (error instanceof ConnectError && error.reason === 'identity-unusable') job.refuse(error.message, error)
    else {
      const problem = connectionProblem(error)
      job.fail(
        'network',
        `${job.sent ? 'the connection ended before the answer' : 'no connection'}: ${problem.message}`,
        job.sent,
        error,
        errorDetails(problem),
      )
    }
  }
}

/** Loaded when a host first needs it: who speaks HTTP/2 alone spares its memory. */
async function agentOf(peer: Peer, options: ConnectOptions, connections: number, maxResponseSize: number, closing: AbortSignal): Promise<Agent> {
  const { Agent } = await import('undici')
  return new Agent({
    allowH2: false,
    connections,
    pipelining: 1,
    keepAliveTimeout: options.http1?.keepAliveMs ?? 4000,
    // Undici's own is ten minutes: many a NAT forgets a connection sooner, and the next request on it would run into its deadline.
    keepAliveMaxTimeout: options.http1?.keepAliveMaxMs ?? 30_000,
    // Requests have their own deadline.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize,
    connect: (_, done) => {
      connect(peer, 'http/1.1', options, closing).then(
        socket => done(null, socket),
        (error: unknown) => done(error instanceof Error ? error : new Error('no connection'), null),
      )
    },
  })
}
