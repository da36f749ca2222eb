import type { TransportErrorCode, WireResponse } from '@rouse/core/transport'
import type { Call } from '../connection/call.ts'
import type { Connection, ConnectionOwner } from '../connection/connection.ts'
import type { ConnectionLimits } from '../connection/limits.ts'
import { mostRequestHeaderBytes } from '../connection/outbound.ts'
import type { H2Options } from '../options.ts'
import { attach } from './attach.ts'
import { CallQueue } from './call-queue.ts'
import { dial } from './dial.ts'
import type { Ledger } from './ledger.ts'
import type { Peer } from './peer.ts'
import { Throttle } from './throttle.ts'

/** Times a request is sent again that no peer took. */
const mostResent = 10
const backOff = { firstMs: 100, longestMs: 5000 }

/** What a pool needs of its transport. */
export interface PoolPort {
  readonly ledger: Ledger
  readonly limits: ConnectionLimits
  readonly options: H2Options
  readonly clock: () => number
}

/** The connections to one host: opened as load asks, never over the peer's limits; and the queue before them. */
export class Pool implements ConnectionOwner {
  readonly #peer: Peer
  readonly #port: PoolPort
  readonly #queue = new CallQueue()
  /** Those that take requests. */
  readonly #open: Connection[] = []
  readonly #draining = new Set<Connection>()
  readonly #throttle: Throttle
  #connecting = false
  #failures = 0
  #dialAt = 0
  #timer: NodeJS.Timeout | null = null
  #pumping = false
  #closed = false

  constructor(peer: Peer, port: PoolPort) {
    this.#peer = peer
    this.#port = port
    this.#throttle = new Throttle(port.limits.maxStreams, port.clock)
  }

  submit(call: Call): void {
    if (call.headerBytes > mostRequestHeaderBytes) {
      this.#port.ledger.fail(call, 'protocol', `the request has more than ${mostRequestHeaderBytes} bytes of header fields`, false)
      return
    }
    if (this.#queue.length === 0 && !this.#throttle.holds) {
      const connection = this.#roomiest(call)
      if (connection !== null) {
        connection.start(call)
        return
      }
    }
    if (this.#queue.length >= (this.#port.options.queue ?? 200_000)) {
      this.#port.ledger.fail(call, 'queue-full', 'too many requests wait for a connection', false)
      return
    }
    this.#queue.push(call)
    this.#grow()
  }

  /** Sends what waits, as far as there is room; opens a connection when there is none. */
  room(): void {
    if (this.#pumping) return
    this.#pumping = true
    while (!this.#throttle.holds) {
      const call = this.#queue.first
      if (call === null) break
      const connection = this.#roomiest(call)
      if (connection === null) break
      this.#queue.remove(call)
      connection.start(call)
    }
    this.#pumping = false
    if (this.#queue.length > 0) this.#grow()
  }

  tick(now: number): void {
    for (const connection of [...this.#open, ...this.#draining]) connection.tick(now)
  }

  /** Ends all at once. */
  destroy(): void {
    this.#closed = true
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#failAll('closed', 'the transport was closed', null)
    for (const connection of [...this.#open, ...this.#draining]) connection.destroy()
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
    else this.#queue.unshift(call)
  }

  failed(call: Call, code: TransportErrorCode, what: string, taken: boolean, cause?: unknown): void {
    if (this.#peer.identity !== undefined && isCertificateAlert(cause)) this.#port.ledger.refuse(call, 'the peer refused the client certificate', cause)
    else this.#port.ledger.fail(call, code, what, taken, cause)
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
    // One that never answered is as good as none: without a pause a peer that always hangs up would be called without end.
    if (connection.answers === 0) this.#notConnected(cause, 'the connection ended before any answer')
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
    for (const connection of this.#open) {
      const room = connection.room(this.#throttle.limit)
      if (room > most && connection.fits(call)) {
        best = connection
        most = room
      }
    }
    return best
  }

  /** One connection at a time, and none while another has yet to show what the peer takes. */
  #grow(): void {
    if (this.#closed) return
    const now = this.#port.clock()
    const wait = Math.max(this.#throttle.heldUntil, this.#dialAt) - now
    if (wait > 0) {
      this.#wake(wait)
      return
    }
    if (this.#connecting) return
    let usable = 0
    for (const connection of this.#open) {
      if (!connection.usable) continue
      if (!connection.proven || connection.room(this.#throttle.limit) > 0) return
      usable++
    }
    if (usable >= (this.#port.options.maxConnections ?? 4)) return
    this.#connect()
  }

  async #connect(): Promise<void> {
    this.#connecting = true
    try {
      const socket = await dial(this.#peer, this.#port.options)
      this.#connecting = false
      if (this.#closed) socket.destroy()
      else this.#open.push(attach(socket, this.#peer.origin, this, this.#port.limits, this.#port.clock))
    } catch (error) {
      this.#connecting = false
      this.#notConnected(error, `no connection: ${reason(error)}`)
    }
    this.room()
  }

  /** What waits is told at once, when there is no other connection: to wait or to go elsewhere is the caller's choice. */
  #notConnected(cause: unknown, what: string): void {
    this.#dialAt = this.#port.clock() + Math.min(backOff.longestMs, backOff.firstMs * 2 ** this.#failures)
    this.#failures = Math.min(this.#failures + 1, 10)
    if (!this.#open.some(connection => connection.usable)) this.#failAll('network', what, cause)
  }

  #failAll(code: TransportErrorCode, what: string, cause: unknown): void {
    for (let call = this.#queue.first; call !== null; call = this.#queue.first) {
      this.#queue.remove(call)
      this.failed(call, code, what, false, cause)
    }
  }

  #wake(ms: number): void {
    if (this.#timer !== null || this.#closed) return
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.room()
    }, Math.ceil(ms))
  }
}

/** TLS alerts by which a peer refuses a client certificate. */
function isCertificateAlert(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /ALERT_.*(CERTIFICATE|UNKNOWN_CA)/.test(String(error.code))
}

/** A connection error's own word: its code where it has one. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}
