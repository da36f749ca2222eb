import { longestControlFrame, writeGoaway } from '../frames/control-frames.ts'
import { ConnectionFault, StreamFault } from '../frames/faults.ts'
import { finishHeaders, OutBuffer } from '../frames/out-buffer.ts'
import { errorCode, flag, frame, frameHeaderBytes, initial, most31 } from '../frames/protocol.ts'
import { Encoder, InvalidField } from '../hpack/encoder.ts'
import type { Call, Stream } from './call.ts'

/** What is written waits in a buffer of this size: what does not fit stays in the queue. */
const capacity = 262_144
/** Kept free for control frames. */
const reserve = 16_384
/** The largest header list of a request, all in all. */
export const mostRequestHeaderBytes = 65_536
/** A body that is larger begins before there is room for all of it. */
const wholeBody = 16_384
const method = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

const staticIndex = { get: 2, post: 3, root: 4, http: 6, https: 7 } as const

/** Takes bytes; calls `done` once it needs them no more. */
export type Write = (bytes: Uint8Array, done: () => void) => void

/**
 * All that goes to the peer: frames of one turn of the event loop leave in one write, and one write is under way at a time. Keeps to the
 * peer's windows and frame size.
 */
export class Outbound {
  /** The peer's settings. */
  maxFrameSize: number = initial.maxFrameSize
  initialWindow: number = initial.windowSize
  readonly encoder = new Encoder()
  readonly #write: Write
  readonly #scheme: number
  readonly #authority: string
  /** Where the path begins in a request's URL. */
  readonly #pathStart: number
  readonly #leaving: () => void
  readonly #drained: () => void
  #window: number = initial.windowSize
  #buffer = new OutBuffer(capacity)
  /** The one that is being written, while one is. */
  #leavingBuffer = this.#buffer
  #spare: OutBuffer | null = null
  #writing = false
  #scheduled = false
  #finished = false
  #lastId = 0
  /** Streams up to this one may have reached the peer. */
  handedOver = 0
  /** Where in the buffer the first request begins that has not left; -1: there is none. */
  #unsentFrom = -1
  /** Streams whose bodies wait for a window, or for room, in their order. */
  readonly #blocked = new Set<Stream>()

  // One for all: a function that is made where it is passed costs at every call, also where it is not passed.
  readonly #flush = () => this.flush()
  readonly #written = () => this.#wrote()
  /** The content-length that was stated last, as text. */
  #length = 0
  #lengthText = '0'

  /** `leaving`: all that was written is on its way. `drained`: it is out, there may be room again. */
  constructor(origin: string, write: Write, leaving: () => void, drained: () => void) {
    this.#scheme = origin.startsWith('http:') ? staticIndex.http : staticIndex.https
    this.#authority = origin.slice(origin.indexOf('//') + 2)
    this.#pathStart = origin.length
    this.#write = write
    this.#leaving = leaving
    this.#drained = drained
  }

  /** Room for one control frame; a peer that asks for more of them than it reads is cut off. */
  get control(): OutBuffer {
    this.#schedule()
    if (this.#buffer.free < longestControlFrame * 4) throw new ConnectionFault(errorCode.enhanceYourCalm, 'the peer asks for answers and does not read them')
    return this.#buffer
  }

  /** Whether a request may begin: there is room for its headers, and window for its body or a good start of it. */
  fits(call: Call): boolean {
    const body = Math.min(call.body.length, wholeBody)
    // One body may begin without: a peer that opens its window only when all of it is used would wait for it without end.
    if (body > this.#window && (this.#window <= 0 || this.#blocked.size > 0)) return false
    return call.headerBytes + body + 4 * frameHeaderBytes + reserve <= this.#buffer.free
  }

  /** Writes a request's HEADERS and as much of its body as may go. Throws InvalidField, and then nothing was written. */
  open(stream: Stream, call: Call): void {
    const out = this.#buffer
    const start = out.length
    try {
      this.#headers(call, out)
    } catch (error) {
      out.length = start
      this.encoder.reset()
      throw error
    }
    finishHeaders(out, start, stream.id, call.body.length === 0, this.maxFrameSize)
    this.#lastId = stream.id
    if (this.#unsentFrom < 0) this.#unsentFrom = start
    stream.sendWindow = this.initialWindow
    if (call.body.length > 0 && !this.#pour(stream)) this.#blocked.add(stream)
    this.#schedule()
  }

  #headers(call: Call, out: OutBuffer): void {
    const { encoder } = this
    out.length += frameHeaderBytes
    encoder.begin(out)
    if (call.method === 'POST') encoder.fixed(out, staticIndex.post)
    else if (call.method === 'GET') encoder.fixed(out, staticIndex.get)
    else if (method.test(call.method)) encoder.own(out, ':method', call.method)
    else throw new InvalidField('a method that is none')
    encoder.fixed(out, this.#scheme)
    if (call.url.length - this.#pathStart === 1) encoder.fixed(out, staticIndex.root)
    else encoder.own(out, ':path', call.url, this.#pathStart)
    encoder.own(out, ':authority', this.#authority)
    const { headers } = call
    for (const name in headers) encoder.field(out, name, headers[name] as string)
    if (call.body.length > 0) encoder.own(out, 'content-length', this.#textOf(call.body.length))
  }

  #textOf(length: number): string {
    if (length !== this.#length) {
      this.#length = length
      this.#lengthText = String(length)
    }
    return this.#lengthText
  }

  /** The connection's window grew. */
  grant(step: number): void {
    if (this.#window + step > most31) throw new ConnectionFault(errorCode.flowControlError, 'the connection window is over 2^31-1')
    this.#window += step
    this.#resume()
  }

  /** A stream's window grew. */
  grantStream(stream: Stream, step: number): void {
    if (stream.sendWindow + step > most31) throw new StreamFault(errorCode.flowControlError, 'the stream window is over 2^31-1')
    stream.sendWindow += step
    if (!this.#blocked.has(stream)) return
    if (this.#pour(stream)) this.#blocked.delete(stream)
    this.#schedule()
  }

  /** The peer's initial window changed: with it, the windows of open streams, below zero too. */
  shiftWindows(streams: Iterable<Stream>, step: number): void {
    for (const stream of streams) {
      if (stream.sendWindow + step > most31) throw new ConnectionFault(errorCode.flowControlError, 'a stream window over 2^31-1 by SETTINGS')
      stream.sendWindow += step
    }
    this.#resume()
  }

  /** A stream has ended: nothing more of its body goes out. */
  forget(stream: Stream): void {
    this.#blocked.delete(stream)
  }

  /** Sends what is there, unless a write is under way. */
  flush(): void {
    this.#scheduled = false
    const full = this.#buffer
    if (this.#writing || this.#finished || full.length === 0) return
    this.#writing = true
    this.#buffer = this.#spare ?? new OutBuffer(capacity)
    this.#spare = null
    this.handedOver = this.#lastId
    this.#unsentFrom = -1
    this.#leaving()
    this.#leavingBuffer = full
    this.#write(full.bytes.subarray(0, full.length), this.#written)
  }

  #wrote(): void {
    this.#writing = false
    if (this.#finished) return
    this.#spare = this.#leavingBuffer
    this.#spare.length = 0
    this.#resume()
    this.flush()
    this.#drained()
  }

  /** The last frame, whatever is under way. A request that has not left stays here: it is to be sent elsewhere, and once. */
  finish(code: number): void {
    this.#finished = true
    if (this.#unsentFrom >= 0) this.#buffer.length = this.#unsentFrom
    writeGoaway(this.#buffer, code)
    this.#write(this.#buffer.bytes.subarray(0, this.#buffer.length), () => {})
  }

  #schedule(): void {
    if (this.#scheduled || this.#writing || this.#finished) return
    this.#scheduled = true
    setImmediate(this.#flush)
  }

  #resume(): void {
    if (this.#blocked.size === 0) return
    for (const stream of this.#blocked) if (this.#pour(stream)) this.#blocked.delete(stream)
    this.#schedule()
  }

  /** Writes of the body what may go; true: all of it went. */
  #pour(stream: Stream): boolean {
    const { body, id } = stream
    const out = this.#buffer
    for (;;) {
      const left = body.length - stream.sent
      const length = Math.min(left, this.#window, stream.sendWindow, this.maxFrameSize, out.free - reserve - frameHeaderBytes)
      if (length <= 0) return false
      out.frameHeader(length, frame.data, length === left ? flag.endStream : 0, id)
      out.copy(length === body.length ? body : body.subarray(stream.sent, stream.sent + length))
      this.#window -= length
      stream.sendWindow -= length
      stream.sent += length
      if (length === left) return true
    }
  }
}
