import http2 from 'node:http2'
import type { TLSSocket } from 'node:tls'
import { isCertificateAlert } from '../../delivery/certificate-alert.ts'
import { connectionProblem, deadReason, errorDetails } from '../../transport/connection-error.ts'
import { ConnectionHealth, healthDefaults } from '../../transport/connection-health.ts'
import { goawayError, http2ErrorName } from '../../transport/http2-errors.ts'
import type { Http2Options } from '../node-transport-options.ts'
import { http2Headers } from './headers.ts'
import { readStream, type StreamOwner } from './http2-stream.ts'
import type { Job } from './job.ts'
import { keepAnswers } from './keep-answers.ts'

/** The defaults of Http2Options. */
export const http2Defaults: Required<Http2Options> = {
  maxConnections: 4,
  maxStreams: 500,
  ...healthDefaults,
  maxAgeMs: 86_400_000,
  unavailableAgeMs: 10_000,
}

const { NGHTTP2_ENHANCE_YOUR_CALM, NGHTTP2_REFUSED_STREAM } = http2.constants

/** Stream ids end at 2^31; a session is retired long before. */
const mostStreams = 2 ** 29
/** Milliseconds a retired session may drain. */
const drainMs = 60_000

const deadMessage = 'the connection is dead: its peer does not answer a PING'

/** What a session tells its pool. */
export interface SessionOwner {
  /** Everything is being closed. */
  readonly closed: boolean
  /** There may be room for more. */
  room(): void
  /** The peer never took it: it may be sent again. `refused`: it said so of this very stream. */
  untaken(job: Job, refused: boolean): void
  /** The peer asked for less: on one stream, or (`all`) as it ended the session. */
  calm(all: boolean): void
  answered(): void
  /** The peer answers no PING: other sessions may be as dead. */
  died(session: Http2Session): void
  gone(session: Http2Session, cause: unknown): void
}

/** One session: how many streams it may have now, and what became of each. */
export class Http2Session implements StreamOwner {
  readonly maxResponseBytes: number
  readonly #session: http2.ClientHttp2Session
  readonly #owner: SessionOwner
  readonly #options: Required<Http2Options>
  readonly #authority: string
  readonly #openedAt = performance.now()
  readonly #socket: TLSSocket
  readonly #health: ConnectionHealth
  #bytesRead = 0
  #drain: NodeJS.Timeout | null = null
  /** What the peer's SETTINGS allow. */
  #peerLimit = Number.POSITIVE_INFINITY
  /** A 2xx was seen: the peer takes more than one stream now. */
  #proven = false
  #answers = 0
  #streams = 0
  #lastStreamId = Number.POSITIVE_INFINITY
  #calmedAt = Number.NEGATIVE_INFINITY
  #retired = false
  #cause: unknown = null
  /** What the peer said as it ended the session: worth more than that it was ended. */
  #goaway: Error | null = null
  /** The peer left a PING unanswered. */
  #dead = false
  active = 0

  constructor(socket: TLSSocket, origin: string, options: Required<Http2Options>, maxResponseBytes: number, owner: SessionOwner) {
    this.#owner = owner
    this.#options = options
    this.maxResponseBytes = maxResponseBytes
    this.#authority = origin.slice('https://'.length)
    this.#socket = socket
    this.#health = new ConnectionHealth(options, performance.now())
    this.#session = http2.connect(origin, { createConnection: () => socket, settings: { enablePush: false } })
    keepAnswers(this.#session)
    this.#session.on('remoteSettings', settings => {
      const limit = settings.maxConcurrentStreams ?? Number.POSITIVE_INFINITY
      // A peer that raises its own limit after it has answered says that it takes more.
      if (this.#answers > 0 && limit > this.#peerLimit) this.#proven = true
      this.#peerLimit = limit
      this.#owner.room()
    })
    this.#session.on('goaway', (code, lastStreamId, debug?: Buffer) => {
      this.#lastStreamId = lastStreamId
      this.#goaway = goawayError(code, debug?.toString('latin1', 0, 200) ?? '') ?? this.#goaway
      if (code === NGHTTP2_ENHANCE_YOUR_CALM) this.#owner.calm(true)
      this.retire()
      this.#owner.room()
    })
    this.#session.on('error', error => {
      this.#cause = error
    })
    this.#session.on('close', () => this.#gone())
    this.#session.unref()
  }

  /** Takes requests still. */
  get usable(): boolean {
    if (!this.#retired && performance.now() - this.#openedAt > this.#options.maxAgeMs) this.retire()
    return !this.#retired && !this.#health.suspect && !this.#session.closed && !this.#session.destroyed
  }

  get proven(): boolean {
    return this.#proven
  }

  get answeredOnce(): boolean {
    return this.#answers > 0
  }

  /** Streams it may have more of, given what the pool allows itself. */
  room(poolLimit: number): number {
    if (!this.usable) return 0
    // Until the first 200 one stream (Apple); when a peer answers only with refusals of tokens, carefully more.
    const start = this.#proven ? Number.POSITIVE_INFINITY : 1 + (this.#answers >> 4)
    return Math.min(this.#options.maxStreams, this.#peerLimit, start, poolLimit) - this.active
  }

  send(job: Job): void {
    let stream: http2.ClientHttp2Stream
    try {
      stream = this.#session.request(http2Headers(job, this.#authority), { endStream: job.request.body.length === 0 })
    } catch (error) {
      if (this.usable) job.fail('protocol', 'the request has a header that HTTP/2 cannot carry', false, error)
      else this.#owner.untaken(job, false)
      return
    }
    job.sent = true
    if (this.active++ === 0) this.#resume()
    if (++this.#streams >= mostStreams) this.retire()
    readStream(stream, job, this)
    if (job.request.body.length > 0) stream.end(job.request.body)
  }

  answered(status: number): void {
    this.#answers++
    if (status >= 200 && status < 300) this.#proven = true
    // Unavailable here may be well elsewhere. Source: docs/vendors/apns.md, "Response", 503.
    if (status === 503 && performance.now() - this.#openedAt >= this.#options.unavailableAgeMs) this.retire()
    this.#owner.answered()
  }

  closed(job: Job, stream: http2.ClientHttp2Stream, failure: unknown): void {
    if (--this.active === 0) {
      this.#session.unref()
      if (this.#retired) this.#session.close()
    }
    // Node tells of a GOAWAY after it has closed the streams.
    if (!job.ended) setImmediate(() => this.#lost(job, stream, failure))
    this.#owner.room()
  }

  /** A request ran out of time: is the session alive? Until it says so it gets no more. */
  late(): void {
    if (this.#health.suspect || this.#session.destroyed) return
    this.#health.suspect = true
    this.#ping()
  }

  /** Another session to the same host is dead: this one ends if it is idle, and else takes no requests until it answers a PING. */
  distrust(now: number): void {
    this.#hear()
    if (this.#retired || this.#health.isFresh(now)) return
    if (this.active === 0) this.retire()
    else this.late()
  }

  /** Called every `checkIntervalMs`, behind the sockets, with the time from before they were read. */
  check(now: number): void {
    if (this.#session.destroyed) return
    this.#hear()
    const due = this.#health.check(now, this.active > 0)
    if (due === 'ping') this.#ping()
    else if (due === 'dead') this.#die()
  }

  /** Takes no new requests; closes when the last one has ended. */
  retire(): void {
    if (this.#retired) return
    this.#retired = true
    this.#session.close()
    this.#drain = setTimeout(() => this.destroy(), drainMs)
    this.#drain.unref()
  }

  destroy(): void {
    this.#session.destroy()
  }

  /** Many streams that are reset in one moment are one request for calm. */
  #calmDown(): void {
    const now = performance.now()
    if (now - this.#calmedAt < 50) return
    this.#calmedAt = now
    this.#owner.calm(false)
  }

  /** A stream that closed without its answer. */
  #lost(job: Job, stream: http2.ClientHttp2Stream, failure: unknown): void {
    if (job.ended) return
    job.carrier = null
    const refused = stream.rstCode === NGHTTP2_REFUSED_STREAM
    if (refused || stream.id === undefined || stream.id > this.#lastStreamId) {
      job.sent = false
      this.#owner.untaken(job, refused && stream.id !== undefined && stream.id <= this.#lastStreamId)
      return
    }
    if (stream.rstCode === NGHTTP2_ENHANCE_YOUR_CALM) this.#calmDown()
    // It may come as the streams' error alone.
    if (isCertificateAlert(failure)) this.#cause = failure
    const refusal = failure ?? this.#cause
    const cause = this.#goaway ?? refusal
    if (this.#owner.closed) job.fail('closed', 'the transport was closed before the answer', true)
    else if (job.request.identity !== undefined && isCertificateAlert(refusal)) job.refuse('the peer refused the client certificate', refusal)
    else if (this.#dead) job.fail('network', deadMessage, true, cause, { reason: deadReason(this.answeredOnce) })
    else if (this.#session.destroyed || this.#session.closed) {
      job.fail('network', 'the connection ended before the answer', true, cause, cause === null ? undefined : errorDetails(connectionProblem(cause)))
    } else job.fail('protocol', `the peer reset the stream: ${http2ErrorName(stream.rstCode)}`, true, cause)
  }

  /** A pause ends: a peer that is gone meanwhile is found out by a PING beside the request. */
  #resume(): void {
    this.#session.ref()
    this.#hear()
    if (this.#health.start(performance.now())) this.#ping()
  }

  /** Node hands what comes in to nghttp2 unseen: the socket's count shows it. */
  #hear(): void {
    const { bytesRead } = this.#socket
    if (bytesRead === this.#bytesRead) return
    this.#bytesRead = bytesRead
    this.#health.hear()
  }

  #die(): void {
    this.#dead = true
    this.#cause ??= new Error('a PING had no answer')
    this.destroy()
    this.#owner.died(this)
  }

  #ping(): void {
    this.#health.pinged()
    const sent = this.#session.ping(error => {
      if (error !== null) return
      this.#health.answered()
      this.#owner.room()
    })
    if (!sent) this.#die()
  }

  #gone(): void {
    this.#retired = true
    if (this.#drain !== null) clearTimeout(this.#drain)
    // Behind what its streams do with setImmediate.
    setImmediate(() => this.#owner.gone(this, this.#cause))
  }
}
