import {
  connectionProblem,
  errorDetails,
  isCertificateAlert,
  type TransportErrorCode,
  type TransportErrorDetails,
  type TransportOptions,
  type WireRequest,
  type WireResponse,
} from '@rouse/core/transport'
import type { Call, RequestListener } from '../connection/call.ts'
import type { Connection, ConnectionOwner } from '../connection/connection.ts'
import type { ConnectionLimits } from '../connection/limits.ts'
import { mostRequestHeaderBytes } from '../connection/outbound.ts'
import type { H2Options } from '../options.ts'
import { attach } from './attach.ts'
import type { Backlog } from './backlog.ts'
import { CallQueue } from './call-queue.ts'
import type { CallRegistry } from './call-registry.ts'
import { dial } from './dial.ts'
import type { Peer } from './peer.ts'
import { type SecureContexts, UnusableIdentity } from './secure-context.ts'
import { Throttle } from './throttle.ts'

/** Times a request is sent again that no peer took. */
const mostResent = 10
/** Connections in a row that may end by a GOAWAY before any answer, as those of a peer that is being replaced do. */
const mostTurnedAway = 3
const backOff = { firstMs: 100, longestMs: 5000 }

/** What a pool needs of its transport. */
export interface PoolPort {
  readonly ledger: CallRegistry
  readonly limits: ConnectionLimits
  readonly options: H2Options
  readonly contexts: SecureContexts
  readonly clock: () => number
}

/** The connections to one host: opened as load asks, never over the peer's limits; and the queue before them. */
export class Pool implements ConnectionOwner {
  readonly #peer: Peer
  readonly #port: PoolPort
  /** What is next, and what came back; all others wait behind them. */
  readonly #front = new CallQueue()
  readonly #backlog: Backlog
  /** Those that take requests. */
  readonly #open: Connection[] = []
  readonly #draining = new Set<Connection>()
  readonly #throttle: Throttle
  #connecting = false
  #failures = 0
  #dialAt = 0
  #timer: NodeJS.Timeout | null = null
  #wakeAt = 0
  #pumping = false
  readonly #closing = new AbortController()

  constructor(peer: Peer, port: PoolPort) {
    this.#peer = peer
    this.#port = port
    this.#backlog = port.ledger.backlog()
    this.#throttle = new Throttle(port.limits.maxStreams, port.clock)
  }

  /** `url` is the request's, as it is sent. */
  submit(request: WireRequest, url: string, options: TransportOptions, asker: RequestListener): void {
    const { ledger } = this.#port
    const waiting = this.#waiting
    if (waiting > 0) {
      if (waiting >= this.#mostWaiting) ledger.turnAway(url, 'queue-full', 'too many requests wait for a connection', asker)
      else ledger.wait(this.#backlog, request, url, options, asker)
      return
    }
    const call = ledger.begin(request, url, options, asker)
    if (!this.#admits(call)) return
    if (this.#sends(call)) return
    if (this.#mostWaiting > 0) this.#front.push(call)
    else ledger.fail(call, 'queue-full', 'no connection has room for the request', false)
  }

  /** Sends what waits, as far as there is room; opens a connection when there is none. */
  room(): void {
    if (this.#pumping) return
    this.#pumping = true
    for (let call = this.#first(); call !== null; call = this.#first()) {
      this.#front.remove(call)
      if (this.#sends(call)) continue
      this.#front.unshift(call)
      break
    }
    this.#pumping = false
  }

  /** Sends a call if there is room; else there will be, and `room` is called then. */
  #sends(call: Call): boolean {
    if (this.#throttle.holds) {
      this.#wake(this.#throttle.heldUntil)
      return false
    }
    const connection = this.#roomiest(call)
    if (connection === null) this.#grow()
    else connection.start(call)
    return connection !== null
  }

  #first(): Call | null {
    while (this.#front.first === null) {
      const run = this.#backlog.first
      if (run === null) return null
      const call = this.#port.ledger.next(run)
      if (this.#admits(call)) this.#front.push(call)
    }
    return this.#front.first
  }

  /** Whether a request is one that can ever be sent: else it has failed. */
  #admits(call: Call): boolean {
    if (call.headerBytes <= mostRequestHeaderBytes) return true
    this.#port.ledger.fail(call, 'protocol', `the request has more than ${mostRequestHeaderBytes} bytes of header fields, or one that is no text`, false)
    return false
  }

  get #waiting(): number {
    return this.#front.length + this.#backlog.length
  }

  get #mostWaiting(): number {
    return this.#port.options.queue ?? 200_000
  }

  tick(now: number): void {
    for (const connection of [...this.#open, ...this.#draining]) connection.tick(now)
  }

  /** Ends all at once. */
  destroy(): void {
    this.#closing.abort()
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#failAll('closed', 'the transport was closed', null)
    for (const connection of [...this.#open, ...this.#draining]) connection.destroy()
  }

  get #closed(): boolean {
    return this.#closing.signal.aborted
  }

  // ---- ConnectionOwner

  answered(call: Call, response: WireResponse): void {
    this.#failures = 0
    this.#throttle.answered()
    this.#port.ledger.answer(call, response)
  }

  untaken(call: Call, refused: boolean): void {
    if (this.#closed) {
      this.#port.ledger.fail(call, 'closed', 'the transport was closed', false)
      return
    }
    if (refused) this.#throttle.refused(this.#active() / Math.max(1, this.#open.length))
    if (++call.resent > mostResent) this.#port.ledger.fail(call, 'network', `no connection took the request in ${mostResent} tries`, false)
    else this.#front.unshift(call)
  }

  failed(call: Call, code: TransportErrorCode, what: string, taken: boolean, cause?: unknown): void {
    if (cause instanceof UnusableIdentity) this.#port.ledger.refuse(call, cause.message, cause)
    else if (this.#peer.identity !== undefined && isCertificateAlert(cause)) this.#port.ledger.refuse(call, 'the peer refused the client certificate', cause)
    else this.#port.ledger.fail(call, code, what, taken, cause, code === 'network' ? detailsOf(cause) : undefined)
  }

  calm(): void {
    this.#throttle.calm(this.#active() / Math.max(1, this.#open.length))
  }

  retired(connection: Connection): void {
    this.#takeOut(connection)
    this.#draining.add(connection)
  }

  closed(connection: Connection, cause: unknown): void {
    this.#takeOut(connection)
    this.#draining.delete(connection)
    if (connection.dead) for (const other of [...this.#open]) other.distrust()
    // One that never answered is as good as none: without a pause a peer that always hangs up would be called without end.
    if (connection.answers === 0) {
      this.#pause()
      if (!connection.turnedAway || this.#failures > mostTurnedAway) {
        this.#notConnected(cause, `the connection ended before any answer${cause === null ? '' : `: ${connectionProblem(cause).message}`}`)
      }
    }
    if (!this.#closed) this.room()
  }

  #takeOut(connection: Connection): void {
    const at = this.#open.indexOf(connection)
    if (at >= 0) this.#open.splice(at, 1)
  }

  #active(): number {
    let active = 0
    for (const connection of this.#open) active += connection.active
    return active
  }

  #roomiest(call: Call): Connection | null {
    let best: Connection | null = null
    let most = 0
    for (let i = 0; i < this.#open.length; i++) {
      const connection = this.#open[i] as Connection
      const room = connection.room(this.#throttle.limit)
      if (room > most && connection.fits(call)) {
        best = connection
        most = room
      }
    }
    return best
  }

  /** Something waits: a connection more, if that helps. One at a time, and none while another has yet to show what the peer takes. */
  #grow(): void {
    if (this.#connecting || this.#closed) return
    let usable = 0
    for (const connection of this.#open) {
      if (!connection.usable) continue
      if (!connection.proven || connection.room(this.#throttle.limit) > 0) return
      usable++
    }
    // A peer that asked for less does not get it over more connections.
    if (usable > 0 && this.#throttle.limited) return
    if (usable >= (this.#port.options.maxConnections ?? 4)) return
    if (this.#dialAt > this.#port.clock()) this.#wake(this.#dialAt)
    else this.#connect()
  }

  async #connect(): Promise<void> {
    this.#connecting = true
    try {
      const { socket, inlet } = await dial(this.#peer, this.#port.options, this.#port.contexts, this.#closing.signal)
      this.#connecting = false
      if (this.#closed) socket.destroy()
      else {
        const connection = attach(socket, this.#peer.origin, this, this.#port.limits, this.#port.clock)
        this.#open.push(connection)
        inlet.open(chunk => connection.receive(chunk))
      }
    } catch (error) {
      this.#connecting = false
      this.#pause()
      this.#notConnected(error, `no connection: ${connectionProblem(error).message}`)
    }
    if (!this.#closed) this.room()
  }

  /** Before the next connection, each time longer. */
  #pause(): void {
    this.#dialAt = this.#port.clock() + Math.min(backOff.longestMs, backOff.firstMs * 2 ** this.#failures)
    this.#failures = Math.min(this.#failures + 1, 10)
  }

  /** What waits is told at once, when there is no other connection: to wait or to go elsewhere is the caller's choice. */
  #notConnected(cause: unknown, what: string): void {
    if (!this.#open.some(connection => connection.usable)) this.#failAll('network', what, cause)
  }

  #failAll(code: TransportErrorCode, what: string, cause: unknown): void {
    // Those that wait now: whoever is told may ask again at once.
    for (let left = this.#waiting; left > 0; left--) {
      const call = this.#first()
      if (call === null) return
      this.#front.remove(call)
      this.failed(call, code, what, false, cause)
    }
  }

  /** Looks again at this time of the clock. */
  #wake(at: number): void {
    if (this.#timer !== null) {
      if (this.#wakeAt <= at) return
      clearTimeout(this.#timer)
    }
    this.#wakeAt = at
    this.#timer = setTimeout(
      () => {
        this.#timer = null
        this.room()
      },
      Math.ceil(at - this.#port.clock()),
    )
  }
}

const detailsOf = (cause: unknown): TransportErrorDetails | undefined =>
  cause === null || cause === undefined ? undefined : errorDetails(connectionProblem(cause))
