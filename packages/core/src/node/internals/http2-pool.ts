import { isCertificateAlert } from '../../delivery/certificate-alert.ts'
import type { TransportErrorDetails } from '../../delivery/transport-error.ts'
import { ConnectError, connectionProblem, errorDetails } from '../../transport/connection-error.ts'
import type { Http2Options } from '../node-transport-options.ts'
import { type ConnectOptions, connect, type Peer } from './connect.ts'
import type { Deadlines } from './deadlines.ts'
import { Http2Session, http2Defaults, type SessionOwner } from './http2-session.ts'
import type { Job, Origin } from './job.ts'
import { JobQueue } from './job-queue.ts'

/** Times a request is sent again that no peer took. */
const mostResent = 10
const dial = { firstMs: 100, longestMs: 5000 }
/** Milliseconds a request waits for room before another session is opened: most room comes back sooner. */
const growMs = 5
const calm = { firstMs: 100, longestMs: 2000 }

/** The sessions to one host: opened as load asks, never over the peer's limits. */
export class Http2Pool implements SessionOwner, Origin {
  readonly origin: string
  readonly deadlines: Deadlines
  readonly #peer: Peer
  readonly #options: ConnectOptions
  readonly #http2: Required<Http2Options>
  readonly #queue: JobQueue
  readonly #sessions = new Set<Http2Session>()
  readonly #maxResponseBytes: number
  #connecting = false
  #failures = 0
  #dialAt = 0
  /** Streams a session that the pool allows itself: less after the peer asked for calm. */
  #limit = Number.POSITIVE_INFINITY
  #answersAtLimit = 0
  #calms = 0
  #holdUntil = 0
  #timer: NodeJS.Timeout | null = null
  #wakeAt = 0
  #pumping = false
  /** Since when there has been no room for what waits; 0: none waits. */
  #waitingSince = 0
  #drained: (() => void) | null = null
  readonly #closing = new AbortController()
  closed = false

  constructor(peer: Peer, options: ConnectOptions, deadlines: Deadlines) {
    this.origin = peer.origin
    this.deadlines = deadlines
    this.#peer = peer
    this.#options = options
    this.#http2 = http2Settings(options)
    this.#queue = new JobQueue(options.queue ?? 200_000)
    this.#maxResponseBytes = options.maxResponseBytes ?? 1_048_576
  }

  submit(job: Job): void {
    if (this.#queue.push(job)) this.room()
    else job.fail('queue-full', 'too many requests wait for a connection', false)
  }

  /** Sends what waits, as far as there is room; opens a session when there is none. */
  room(): void {
    if (this.#pumping) return
    this.#pumping = true
    const now = performance.now()
    while (now >= this.#holdUntil) {
      const session = this.#roomiest()
      if (session === null) break
      const job = this.#queue.next()
      if (job === null) break
      if (job.start(performance.now())) session.send(job)
    }
    this.#pumping = false
    if (!this.#queue.waiting) this.#waitingSince = 0
    else if (this.#waitingSince === 0) this.#waitingSince = now
    if (this.#queue.waiting) this.#grow(now)
    else if (this.#drained !== null && this.#busy() === 0) this.#drained()
  }

  untaken(job: Job, refused: boolean): void {
    if (this.closed) {
      job.fail('closed', 'the transport was closed', false)
      return
    }
    if (refused) this.#less()
    if (++job.resent > mostResent) {
      job.fail('network', `no session took the request in ${mostResent} tries`, false)
      return
    }
    this.#queue.unshift(job)
    this.room()
  }

  calm(all: boolean): void {
    this.#less()
    if (!all) return
    this.#hold(Math.min(calm.longestMs, calm.firstMs * 2 ** this.#calms))
    this.#calms = Math.min(this.#calms + 1, 10)
  }

  answered(): void {
    this.#failures = 0
    if (this.#limit === Number.POSITIVE_INFINITY || ++this.#answersAtLimit < this.#limit) return
    // As many answers as streams: a little more, until there is no need for a limit.
    this.#answersAtLimit = 0
    this.#calms = 0
    this.#limit = this.#limit * 2 >= this.#http2.maxStreams ? Number.POSITIVE_INFINITY : Math.ceil(this.#limit * 1.25)
  }

  died(dead: Http2Session): void {
    const now = performance.now()
    for (const session of this.#sessions) if (session !== dead) session.distrust(now)
  }

  /** Asks each session for its health: every `checkIntervalMs`, behind the sockets, with the time from before they were read. */
  check(now: number): void {
    for (const session of this.#sessions) session.check(now)
  }

  gone(session: Http2Session, cause: unknown): void {
    this.#sessions.delete(session)
    // One that never answered is as good as none: without a pause a peer that always hangs up would be called without end.
    if (!session.answeredOnce) this.#notConnected(cause, 'the connection ended before any answer')
    this.room()
  }

  async close(graceMs: number): Promise<void> {
    const drained = new Promise<void>(resolve => {
      this.#drained = resolve
    })
    this.room()
    let timer: NodeJS.Timeout | undefined
    await Promise.race([
      drained,
      new Promise<void>(resolve => {
        timer = setTimeout(resolve, graceMs)
      }),
    ])
    clearTimeout(timer)
    this.closed = true
    this.#closing.abort()
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#failAll('closed', 'the transport was closed')
    for (const session of this.#sessions) session.destroy()
  }

  #busy(): number {
    let active = 0
    for (const session of this.#sessions) active += session.active
    return active
  }

  #roomiest(): Http2Session | null {
    let best: Http2Session | null = null
    let most = 0
    for (const session of this.#sessions) {
      const room = session.room(this.#limit)
      if (room > most) {
        best = session
        most = room
      }
    }
    return best
  }

  /** One session at a time, and none while another has yet to show what the peer takes. */
  #grow(now: number): void {
    if (this.#connecting || this.closed) return
    const wait = Math.max(this.#holdUntil, this.#dialAt) - now
    if (wait > 0) {
      this.#wake(wait)
      return
    }
    let usable = 0
    for (const session of this.#sessions) {
      if (!session.usable) continue
      if (!session.proven || session.room(this.#limit) > 0) return
      usable++
    }
    if (usable >= this.#http2.maxConnections) return
    const early = usable === 0 ? 0 : this.#waitingSince + growMs - now
    if (early > 0) {
      this.#wake(early)
      return
    }
    this.#connecting = true
    connect(this.#peer, 'h2', this.#options, this.#closing.signal).then(
      socket => {
        this.#connecting = false
        if (this.closed) socket.destroy()
        else if (socket.alpnProtocol !== 'h2') {
          socket.destroy()
          this.#notConnected(new ConnectError('the host does not speak HTTP/2 (ALPN)', 'alpn'), 'no connection')
        } else this.#sessions.add(new Http2Session(socket, this.#peer.origin, this.#http2, this.#maxResponseBytes, this))
        this.room()
      },
      (error: unknown) => {
        this.#connecting = false
        this.#notConnected(error, 'no connection')
        this.room()
      },
    )
  }

  /** What waits is told at once, when there is no other session: to wait or to go elsewhere is the caller's choice. */
  #notConnected(cause: unknown, what: string): void {
    this.#dialAt = performance.now() + Math.min(dial.longestMs, dial.firstMs * 2 ** this.#failures)
    this.#failures = Math.min(this.#failures + 1, 10)
    for (const session of this.#sessions) if (session.usable) return
    if (cause instanceof ConnectError && cause.reason === 'identity-unusable') {
      for (let job = this.#queue.next(); job !== null; job = this.#queue.next()) job.refuse(cause.message, cause)
    } else if (this.#peer.identity !== undefined && isCertificateAlert(cause)) {
      for (let job = this.#queue.next(); job !== null; job = this.#queue.next()) job.refuse('the peer refused the client certificate', cause)
    } else {
      const problem = cause === null ? null : connectionProblem(cause)
      this.#failAll('network', problem === null ? what : `${what}: ${problem.message}`, cause, problem === null ? {} : errorDetails(problem))
    }
  }

  #failAll(code: 'network' | 'closed', what: string, cause?: unknown, details?: TransportErrorDetails): void {
    for (let job = this.#queue.next(); job !== null; job = this.#queue.next()) job.fail(code, what, false, cause, details)
  }

  /** Half of what is under way. */
  #less(): void {
    const now = this.#busy() / Math.max(1, this.#sessions.size)
    this.#limit = Math.max(1, Math.floor(Math.min(this.#limit, now) / 2))
    this.#answersAtLimit = 0
    if (this.#limit === 1) this.#hold(20)
  }

  #hold(ms: number): void {
    this.#holdUntil = Math.max(this.#holdUntil, performance.now() + ms)
    this.#wake(ms)
  }

  #wake(ms: number): void {
    if (this.closed) return
    const at = performance.now() + ms
    if (this.#timer !== null) {
      if (this.#wakeAt <= at) return
      clearTimeout(this.#timer)
    }
    this.#wakeAt = at
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.room()
    }, Math.ceil(ms))
  }
}

/** The options of sessions, with their defaults. */
export const http2Settings = ({ http2 = {} }: Pick<ConnectOptions, 'http2'>): Required<Http2Options> => ({
  ...http2Defaults,
  ...Object.fromEntries(Object.entries(http2).filter(([, value]) => value !== undefined)),
})
