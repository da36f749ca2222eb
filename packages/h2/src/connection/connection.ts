import { ConnectError, ConnectionHealth, deadReason, goawayError, http2ErrorName, type TransportErrorCode, type WireResponse } from '@rouse/core/transport'
import { writePing, writeReset, writeSettings, writeSettingsAck, writeWindowUpdate } from '../frames/control-frames.ts'
import { ConnectionFault, type StreamFault } from '../frames/faults.ts'
import { errorCode, initial, preface } from '../frames/protocol.ts'
import { InvalidField } from '../hpack/encoder.ts'
import { finishAnswer, keepData } from './answer-body.ts'
import type { Call } from './call.ts'
import { Stream } from './call.ts'
import { FloodGuard } from './flood-guard.ts'
import { Inbound, type Session } from './inbound.ts'
import { type ConnectionLimits, ourSettings, receiveWindow } from './limits.ts'
import { OpenStreams } from './open-streams.ts'
import { Outbound, type Write } from './outbound.ts'
import { PeerSettings } from './peer-settings.ts'
import { PingPayload } from './ping-payload.ts'
import type { ResponseHead } from './response-head.ts'

/** The socket as a connection needs it. */
export interface Wire {
  readonly write: Write
  /** Closes once what was written is out. */
  end(): void
  destroy(): void
  /** Whether it keeps the process alive. */
  hold(held: boolean): void
}

/** What a connection tells its pool. A call that is told of is no longer the connection's. */
export interface ConnectionOwner {
  answered(call: Call, response: WireResponse): void
  /** The peer certainly never acted on it. `refused`: it said so of this very stream. */
  untaken(call: Call, refused: boolean): void
  failed(call: Call, code: TransportErrorCode, what: string, taken: boolean, cause?: unknown): void
  /** There may be room for more. */
  room(): void
  /** The peer asked for less. */
  calm(): void
  /** No new requests: it drains. */
  retired(connection: Connection): void
  closed(connection: Connection, cause: unknown): void
}

/** One HTTP/2 connection: its streams, and what becomes of each. Knows no socket and no timer: bytes come in by `receive`, time by `tick`. */
export class Connection implements Session {
  readonly #owner: ConnectionOwner
  readonly #wire: Wire
  readonly #limits: ConnectionLimits
  readonly #clock: () => number
  readonly #streams: OpenStreams
  /** Records for the next streams: as many as were ever open at once. */
  readonly #stock: Stream[] = []
  readonly #peer = new PeerSettings()
  readonly #guard: FloodGuard
  readonly #inbound: Inbound
  readonly #outbound: Outbound
  readonly #health: ConnectionHealth
  readonly #pingPayload = new PingPayload()
  readonly #openedAt: number
  #goawayId = Number.POSITIVE_INFINITY
  #cause: unknown = null
  #receiving = false
  #held = false
  #buffered = 0
  #proven = false
  #retired = false
  #settled = false
  answers = 0
  open = true
  /** Its peer left a PING unanswered: other connections to it may be as dead. */
  dead = false

  constructor(origin: string, wire: Wire, owner: ConnectionOwner, limits: ConnectionLimits, clock: () => number) {
    this.#wire = wire
    this.#owner = owner
    this.#limits = limits
    this.#clock = clock
    this.#streams = new OpenStreams(limits.firstStreamId)
    this.#guard = new FloodGuard(clock)
    this.#inbound = new Inbound(this, this.#guard, limits)
    this.#outbound = new Outbound(
      origin,
      (bytes, done) => wire.write(bytes, done),
      () => this.#inbound.handedOver(),
      () => this.#drained(),
    )
    this.#openedAt = clock()
    this.#health = new ConnectionHealth(limits, this.#openedAt)
    this.#outbound.control.copy(preface)
    writeSettings(this.#outbound.control, ourSettings(limits))
    writeWindowUpdate(this.#outbound.control, 0, receiveWindow - initial.windowSize)
    this.#inbound.raised(receiveWindow - initial.windowSize)
    wire.hold(false)
  }

  #hold(held: boolean): void {
    if (held === this.#held) return
    this.#held = held
    this.#wire.hold(held)
  }

  get active(): number {
    return this.#streams.size
  }

  /** A 2xx was seen: the peer takes more than one stream now. */
  get proven(): boolean {
    return this.#proven
  }

  /** The peer said by GOAWAY that it ends. */
  get turnedAway(): boolean {
    return this.#goawayId !== Number.POSITIVE_INFINITY
  }

  /** Takes requests still. */
  get usable(): boolean {
    return this.open && !this.#retired && !this.#health.suspect
  }

  /** Streams it may have more of, given what the pool allows itself. */
  room(poolLimit: number): number {
    if (!this.usable) return 0
    // Until the first 2xx one stream (Source: docs/vendors/apns.md, "Endpoint"); when a peer answers with nothing but refusals of tokens, carefully more.
    const start = this.#proven ? Number.POSITIVE_INFINITY : 1 + (this.answers >> 4)
    return Math.min(this.#limits.maxStreams, this.#peer.maxConcurrentStreams, start, poolLimit) - this.#streams.size
  }

  /** Whether it can be written now, as far as windows and buffers go. */
  fits(call: Call): boolean {
    return this.#outbound.fits(call)
  }

  /** Sends a call for which there is room and which fits. */
  start(call: Call): void {
    if (call.headerBytes > this.#peer.maxHeaderListSize) {
      this.#owner.failed(call, 'protocol', 'the request has more header fields than the peer takes', false)
      return
    }
    const stream = this.#stock.pop() ?? new Stream(this)
    stream.begin(call, this.#streams.nextId, initial.windowSize)
    try {
      this.#outbound.open(stream, call)
    } catch (error) {
      this.#putBack(stream)
      if (!(error instanceof InvalidField)) throw error
      this.#owner.failed(call, 'protocol', 'the request has a header that HTTP/2 cannot carry', false, error)
      return
    }
    this.#streams.add(stream)
    this.#guard.requested()
    if (this.#streams.size === 1) this.#firstOfMany()
    if (this.#streams.exhausted) this.retire()
  }

  #putBack(stream: Stream): Call {
    this.#stock.push(stream)
    return stream.end()
  }

  /** A pause ends: a peer that has gone meanwhile is found out by a PING beside the request. */
  #firstOfMany(): void {
    this.#hold(true)
    if (this.#health.start(this.#clock())) this.#guarded(() => this.#sendPing())
  }

  /** Ends a stream from our side; `doubt`: the peer may be dead. Its call is the caller's to settle. */
  cancel(stream: Stream, doubt: boolean): void {
    if (!this.open || !this.#streams.has(stream)) return
    this.#guarded(() => {
      this.#reset(stream, errorCode.cancel)
      if (!doubt || this.#health.suspect) return
      this.#health.suspect = true
      this.#sendPing()
    })
    this.#idle()
  }

  /** Another connection to the same host is dead: this one ends if it is idle, and else takes no requests until it answers a PING. */
  distrust(): void {
    if (!this.usable || this.#health.isFresh(this.#clock())) return
    if (this.#streams.size === 0) {
      this.retire()
      return
    }
    this.#health.suspect = true
    this.#guarded(() => this.#sendPing())
  }

  receive(chunk: Buffer): void {
    if (!this.open) return
    this.#receiving = true
    this.#health.hear()
    try {
      this.#inbound.receive(chunk)
    } catch (error) {
      if (!(error instanceof ConnectionFault)) throw error
      this.#fault(error)
    } finally {
      this.#receiving = false
    }
    this.#idle()
    if (this.open) this.#owner.room()
  }

  /** Takes no new requests; closes when the last one has ended. */
  retire(): void {
    if (this.#retired) return
    this.#retired = true
    this.#owner.retired(this)
    this.#idle()
  }

  /** Called about as often as the shortest of its limits needs, behind the sockets, with the time from before they were read. */
  tick(now: number): void {
    if (!this.open) return
    if (now - this.#openedAt > this.#limits.maxAgeMs) this.retire()
    if (!this.open) return
    if (!this.#settled && now - this.#openedAt > this.#limits.settingsTimeoutMs) {
      this.#fault(new ConnectionFault(errorCode.settingsTimeout, `SETTINGS not acknowledged in ${this.#limits.settingsTimeoutMs} ms`))
      return
    }
    // A peer that has said nothing yet ends by that limit.
    if (!this.#settled && this.answers === 0) return
    const due = this.#health.check(now, this.#streams.size > 0)
    if (due === 'dead') this.#die()
    else if (due === 'ping') this.#guarded(() => this.#sendPing())
  }

  /** The socket is gone, or is to go: whatever is on the way has no answer. */
  lost(cause: unknown): void {
    if (!this.open) return
    this.open = false
    this.#cause ??= cause
    this.#wire.destroy()
    this.#abandon('network', this.dead ? 'the connection is dead: its peer does not answer a PING' : 'the connection ended before the answer')
    this.#owner.closed(this, this.#cause)
  }

  #die(): void {
    this.dead = true
    this.lost(new ConnectError('a PING had no answer', deadReason(this.answers > 0)))
  }

  /** Ends everything at once. */
  destroy(): void {
    if (!this.open) return
    this.#goodbye(errorCode.noError)
    this.#abandon('closed', 'the transport was closed before the answer')
    this.#owner.closed(this, null)
  }

  /** The peer broke the protocol. */
  #fault(fault: ConnectionFault): void {
    if (!this.open) return
    this.#cause = fault
    if (fault.code === errorCode.enhanceYourCalm) this.#owner.calm()
    this.#goodbye(fault.code)
    this.#abandon('protocol', `the connection was ended: ${fault.message}`)
    this.#owner.closed(this, fault)
  }

  #goodbye(code: number): void {
    this.open = false
    this.#outbound.finish(code)
    this.#wire.end()
  }

  #abandon(code: TransportErrorCode, what: string): void {
    for (const stream of this.#streams.above(0)) {
      const taken = stream.id <= Math.min(this.#outbound.handedOver, this.#goawayId)
      const call = this.#leave(stream, false)
      if (taken || code === 'closed') this.#owner.failed(call, code, what, taken, this.#cause)
      else this.#owner.untaken(call, false)
    }
  }

  #leave(stream: Stream, reset: boolean): Call {
    this.#streams.remove(stream, reset)
    this.#buffered -= stream.received
    this.#outbound.forget(stream)
    return this.#putBack(stream)
  }

  /** Ends a stream from our side. The call is settled first: writing may find that the peer does not read. */
  #reset(stream: Stream, code: number, settle?: (call: Call) => void): void {
    const { id } = stream
    const call = this.#leave(stream, true)
    settle?.(call)
    writeReset(this.#outbound.control, id, code)
  }

  /** What is not called by `receive` may find that the peer does not read, too. */
  #guarded(write: () => void): void {
    try {
      write()
    } catch (error) {
      if (!(error instanceof ConnectionFault)) throw error
      this.#fault(error)
    }
  }

  /** Nothing under way: the process need not wait, and a retired one may close. */
  #idle(): void {
    if (!this.open || this.#receiving || this.#streams.size > 0) return
    this.#hold(false)
    if (!this.#retired) return
    this.#goodbye(errorCode.noError)
    this.#owner.closed(this, this.#cause)
  }

  #drained(): void {
    if (this.open) this.#owner.room()
  }

  #sendPing(): void {
    this.#health.pinged()
    writePing(this.#outbound.control, false, this.#pingPayload.next(), 0)
  }

  // ---- Session: what came in

  find(streamId: number, mayBeEnded: boolean): Stream | null {
    return this.#streams.find(streamId, mayBeEnded)
  }

  head(stream: Stream, head: ResponseHead): void {
    stream.status = head.status
    stream.headers = head.headers
    stream.stated = stream.call?.method === 'HEAD' || head.status === 204 || head.status === 304 ? -1 : head.contentLength
  }

  data(stream: Stream, bytes: Buffer, start: number, end: number): void {
    if (stream.received + end - start > this.#limits.maxResponseBytes) {
      const what = `the answer is larger than ${this.#limits.maxResponseBytes} bytes`
      this.#reset(stream, errorCode.cancel, call => this.#owner.failed(call, 'protocol', what, true))
      return
    }
    keepData(stream, bytes, start, end)
    this.#buffered += end - start
    if (this.#buffered > this.#limits.maxBufferedBytes) throw new ConnectionFault(errorCode.enhanceYourCalm, 'too many answers that do not end')
  }

  end(stream: Stream): void {
    const response = finishAnswer(stream)
    this.answers++
    if (response.status >= 200 && response.status < 300) this.#proven = true
    // Unavailable here may be well elsewhere. Source: docs/vendors/apns.md, "Response", 503.
    else if (response.status === 503 && this.#clock() - this.#openedAt >= this.#limits.unavailableAgeMs) this.retire()
    // Where the peer wants no more of the body, it is told that no more comes.
    if (stream.sent < stream.body.length) this.#reset(stream, errorCode.noError, call => this.#owner.answered(call, response))
    else this.#owner.answered(this.#leave(stream, false), response)
  }

  malformed(stream: Stream, fault: StreamFault): void {
    this.#reset(stream, fault.code, call => this.#owner.failed(call, 'protocol', fault.message, true))
  }

  credit(streamId: number, step: number): void {
    writeWindowUpdate(this.#outbound.control, streamId, step)
  }

  settings(bytes: Buffer, start: number, end: number): void {
    const peer = this.#peer
    const streamsBefore = peer.maxConcurrentStreams
    const windowBefore = peer.initialWindowSize
    peer.apply(bytes, start, end, size => this.#outbound.encoder.setPeerLimit(size))
    // A peer that raises its own limit after it has answered says that it takes more.
    if (this.answers > 0 && peer.maxConcurrentStreams > streamsBefore) this.#proven = true
    this.#outbound.maxFrameSize = Math.min(peer.maxFrameSize, initial.maxFrameSize)
    this.#outbound.initialWindow = peer.initialWindowSize
    const step = peer.initialWindowSize - windowBefore
    if (step !== 0) this.#outbound.shiftWindows(this.#streams.values(), step)
    writeSettingsAck(this.#outbound.control)
  }

  settingsAcknowledged(): void {
    if (this.#settled) return
    this.#settled = true
    this.#inbound.tableSizeAcknowledged(0)
  }

  ping(bytes: Buffer, at: number): void {
    writePing(this.#outbound.control, true, bytes, at)
  }

  pong(bytes: Buffer, at: number): void {
    if (this.#pingPayload.matches(bytes, at)) this.#health.answered()
  }

  goaway(lastStreamId: number, code: number, debug: string): void {
    if (lastStreamId > this.#goawayId) throw new ConnectionFault(errorCode.protocolError, 'a GOAWAY that takes back an earlier one')
    this.#goawayId = lastStreamId
    this.#cause = goawayError(code, debug) ?? this.#cause
    if (code === errorCode.enhanceYourCalm) this.#owner.calm()
    this.retire()
    for (const stream of this.#streams.above(lastStreamId)) this.#giveBack(stream, false)
  }

  /** Not taken, as the peer says; but where an answer has begun, that is not to be believed. */
  #giveBack(stream: Stream, refused: boolean): void {
    const begun = stream.status !== 0
    const call = this.#leave(stream, false)
    if (begun) this.#owner.failed(call, 'protocol', 'the peer refused a request that it had begun to answer', true, this.#cause)
    else this.#owner.untaken(call, refused)
  }

  reset(stream: Stream, code: number): void {
    if (code === errorCode.refusedStream) {
      this.#giveBack(stream, true)
      return
    }
    const call = this.#leave(stream, false)
    if (code === errorCode.enhanceYourCalm) this.#owner.calm()
    this.#owner.failed(call, 'protocol', `the peer reset the stream: ${http2ErrorName(code)}`, true)
  }

  window(stream: Stream | null, step: number): void {
    if (stream === null) this.#outbound.grant(step)
    else this.#outbound.grantStream(stream, step)
  }
}
