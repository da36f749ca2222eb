import { uint31, uint32 } from '../frames/bytes.ts'
import { ConnectionFault, StreamFault } from '../frames/faults.ts'
import { FrameReader } from '../frames/frame-reader.ts'
import { errorCode, flag, frame, initial } from '../frames/protocol.ts'
import type { Stream } from './call.ts'
import type { FloodGuard } from './flood-guard.ts'
import { HeaderBlock } from './header-block.ts'
import { type ConnectionLimits, receiveWindow } from './limits.ts'
import type { ResponseHead } from './response-head.ts'
import { ResponseHeads } from './response-heads.ts'

/** What a connection does about what came in. */
export interface Session {
  /**
   * An open stream; null for one that was reset by us, where frames still come in. Throws ConnectionFault for a stream that
   * never was, and with `mayBeEnded` false for one whose answer has ended.
   */
  find(streamId: number, mayBeEnded: boolean): Stream | null
  head(stream: Stream, head: ResponseHead): void
  data(stream: Stream, bytes: Buffer, start: number, end: number): void
  end(stream: Stream): void
  /** Ends one stream by an error of the peer's. */
  malformed(stream: Stream, fault: StreamFault): void
  /** Lets the peer send more; stream 0 is the connection. */
  credit(streamId: number, step: number): void
  settings(bytes: Buffer, start: number, end: number): void
  settingsAcknowledged(): void
  ping(bytes: Buffer, at: number): void
  pong(bytes: Buffer, at: number): void
  goaway(lastStreamId: number, code: number, debug: string): void
  reset(stream: Stream, code: number): void
  window(stream: Stream | null, step: number): void
  readonly open: boolean
}

/** Reads frames, checks each against RFC 9113, and tells the session what they mean. Throws ConnectionFault. */
export class Inbound {
  readonly #session: Session
  readonly #guard: FloodGuard
  readonly #reader: FrameReader
  readonly #block: HeaderBlock
  readonly #heads: ResponseHeads
  readonly #isOpen: () => boolean
  #started = false
  #window: number = initial.windowSize
  #used = 0
  /** Window updates that were written and have not left yet; `stream` null: the connection's. */
  #granted: { readonly stream: Stream | null; readonly id: number; readonly step: number }[] = []

  constructor(session: Session, guard: FloodGuard, limits: ConnectionLimits) {
    this.#session = session
    this.#guard = guard
    this.#reader = new FrameReader((type, flags, id, bytes, start, end) => this.#frame(type, flags, id, bytes, start, end))
    this.#block = new HeaderBlock(limits.maxHeaderListBytes * 2)
    this.#heads = new ResponseHeads(initial.headerTableSize, limits.maxHeaderListBytes)
    this.#isOpen = () => session.open
  }

  receive(chunk: Buffer): void {
    this.#reader.push(chunk, this.#isOpen)
  }

  /** The connection's window was raised by so much beyond the protocol's start. */
  raised(step: number): void {
    this.#window += step
  }

  #frame(type: number, flags: number, id: number, bytes: Buffer, start: number, end: number): void {
    if (!this.#started) {
      if (type !== frame.settings || (flags & flag.ack) !== 0) throw new ConnectionFault(errorCode.protocolError, 'the first frame is not SETTINGS')
      this.#started = true
    }
    const inBlock = this.#block.streamId
    if (inBlock !== 0 && (type !== frame.continuation || id !== inBlock)) throw wrong('another frame within a header block')
    switch (type) {
      case frame.headers:
        this.#headers(flags, id, bytes, start, end)
        break
      case frame.data:
        this.#data(flags, id, bytes, start, end)
        break
      case frame.windowUpdate:
        this.#windowUpdate(id, bytes, start, end)
        break
      case frame.settings:
        this.#settings(flags, id, bytes, start, end)
        break
      case frame.ping:
        this.#ping(flags, id, bytes, start, end)
        break
      case frame.rstStream:
        this.#reset(id, bytes, start, end)
        break
      case frame.goaway:
        this.#goaway(id, bytes, start, end)
        break
      case frame.continuation:
        this.#continuation(flags, id, bytes, start, end)
        break
      case frame.priority:
        this.#priority(id, start, end)
        break
      case frame.pushPromise:
        throw wrong('a push, which was ruled out')
      default:
        this.#guard.spend(1)
    }
  }

  #headers(flags: number, id: number, bytes: Buffer, start: number, end: number): void {
    if (id === 0) throw wrong('HEADERS on stream 0')
    let from = start
    let to = end
    if ((flags & flag.padded) !== 0) {
      if (from >= to) throw sized('HEADERS')
      to -= bytes[from++] as number
    }
    if ((flags & flag.priority) !== 0) from += 5
    if (from > to) throw from > end ? sized('HEADERS') : wrong('padding longer than its frame')
    const endStream = (flags & flag.endStream) !== 0
    if ((flags & flag.endHeaders) !== 0) {
      this.#wholeBlock(id, endStream, bytes, from, to)
      return
    }
    this.#guard.spend(1)
    // The stream is looked up at the block's end; an idle one is told of now.
    this.#session.find(id, false)
    this.#block.open(id, endStream)
    this.#block.append(bytes, from, to)
  }

  #continuation(flags: number, id: number, bytes: Buffer, start: number, end: number): void {
    const block = this.#block
    if (block.streamId === 0) throw wrong('CONTINUATION without a header block')
    this.#guard.spend(1)
    block.append(bytes, start, end)
    if ((flags & flag.endHeaders) === 0) return
    const { bytes: whole, length, endStream } = block
    block.close()
    this.#wholeBlock(id, endStream, whole, 0, length)
  }

  #wholeBlock(id: number, endStream: boolean, bytes: Buffer, start: number, end: number): void {
    const stream = this.#session.find(id, false)
    if (stream === null) {
      this.#guard.spend(1)
      this.#heads.skip(bytes, start, end)
      return
    }
    try {
      if (stream.status !== 0) {
        this.#heads.readTrailers(bytes, start, end)
        if (!endStream) throw new StreamFault(errorCode.protocolError, 'a malformed answer: trailers that do not end it')
      } else {
        const head = this.#heads.read(bytes, start, end)
        if (head.status < 200) {
          this.#guard.spend(1)
          if (endStream || head.status === 101) throw new StreamFault(errorCode.protocolError, `a malformed answer: it ends with a ${head.status}`)
          return
        }
        this.#session.head(stream, head)
      }
      if (endStream) this.#session.end(stream)
    } catch (error) {
      this.#streamFault(stream, error)
    }
  }

  #data(flags: number, id: number, bytes: Buffer, start: number, end: number): void {
    if (id === 0) throw wrong('DATA on stream 0')
    const whole = end - start
    this.#window -= whole
    if (this.#window < 0) throw new ConnectionFault(errorCode.flowControlError, 'more DATA than the connection window allows')
    let from = start
    let to = end
    if ((flags & flag.padded) !== 0) {
      if (from >= to) throw sized('DATA')
      to -= bytes[from++] as number
      if (from > to) throw wrong('padding longer than its frame')
    }
    const endStream = (flags & flag.endStream) !== 0
    if (to === from && !endStream) this.#guard.spend(1)
    const stream = this.#session.find(id, false)
    this.#credit(whole)
    if (stream === null) {
      this.#guard.spend(1)
      return
    }
    try {
      if (stream.status === 0) throw new StreamFault(errorCode.protocolError, 'a malformed answer: a body before its head')
      stream.receiveWindow -= whole
      if (stream.receiveWindow < 0) throw new StreamFault(errorCode.flowControlError, 'more DATA than the stream window allows')
      if (to > from) this.#session.data(stream, bytes, from, to)
      // It may have ended by being too large.
      if (stream.id !== id) return
      if (endStream) this.#session.end(stream)
      else this.#creditStream(stream)
    } catch (error) {
      this.#streamFault(stream, error)
    }
  }

  /** What was received is used at once: windows open again by halves, for the peer as soon as it may have heard of it. */
  #credit(length: number): void {
    this.#used += length
    if (this.#used < receiveWindow / 2) return
    this.#session.credit(0, this.#used)
    this.#granted.push({ stream: null, id: 0, step: this.#used })
    this.#used = 0
  }

  #creditStream(stream: Stream): void {
    const step = initial.windowSize - stream.receiveWindow
    if (step < initial.windowSize / 2 || stream.granted) return
    this.#session.credit(stream.id, step)
    stream.granted = true
    this.#granted.push({ stream, id: stream.id, step })
  }

  /** All that was written so far is on its way: the windows that it grants are open. */
  handedOver(): void {
    if (this.#granted.length === 0) return
    for (const { stream, id, step } of this.#granted) {
      if (stream === null) this.#window += step
      else if (stream.id === id) {
        stream.receiveWindow += step
        stream.granted = false
      }
    }
    this.#granted = []
  }

  #streamFault(stream: Stream, error: unknown): void {
    if (!(error instanceof StreamFault)) throw error
    this.#guard.spend(1)
    this.#session.malformed(stream, error)
  }

  #windowUpdate(id: number, bytes: Buffer, start: number, end: number): void {
    if (end - start !== 4) throw sized('WINDOW_UPDATE')
    this.#guard.spend(1)
    const step = uint31(bytes, start)
    if (id === 0) {
      if (step === 0) throw wrong('a window step of 0')
      this.#session.window(null, step)
      return
    }
    const stream = this.#session.find(id, true)
    if (stream === null) return
    try {
      if (step === 0) throw new StreamFault(errorCode.protocolError, 'a window step of 0')
      this.#session.window(stream, step)
    } catch (error) {
      this.#streamFault(stream, error)
    }
  }

  #settings(flags: number, id: number, bytes: Buffer, start: number, end: number): void {
    if (id !== 0) throw wrong('SETTINGS on a stream')
    if ((flags & flag.ack) !== 0) {
      if (end !== start) throw sized('SETTINGS')
      this.#guard.spend(1)
      this.#session.settingsAcknowledged()
      return
    }
    if ((end - start) % 6 !== 0) throw sized('SETTINGS')
    this.#guard.spend(1 + ((end - start) >> 6))
    this.#session.settings(bytes, start, end)
  }

  /** Our table size is in force. */
  tableSizeAcknowledged(size: number): void {
    this.#heads.decoder.setLimit(size)
  }

  #ping(flags: number, id: number, bytes: Buffer, start: number, end: number): void {
    if (id !== 0) throw wrong('PING on a stream')
    if (end - start !== 8) throw sized('PING')
    this.#guard.spend(1)
    if ((flags & flag.ack) !== 0) this.#session.pong(bytes, start)
    else this.#session.ping(bytes, start)
  }

  #reset(id: number, bytes: Buffer, start: number, end: number): void {
    if (end - start !== 4) throw sized('RST_STREAM')
    if (id === 0) throw wrong('RST_STREAM on stream 0')
    this.#guard.spend(1)
    const stream = this.#session.find(id, true)
    if (stream !== null) this.#session.reset(stream, uint32(bytes, start))
  }

  #goaway(id: number, bytes: Buffer, start: number, end: number): void {
    if (id !== 0) throw wrong('GOAWAY on a stream')
    if (end - start < 8) throw sized('GOAWAY')
    this.#guard.spend(1)
    this.#session.goaway(uint31(bytes, start), uint32(bytes, start + 4), bytes.toString('latin1', start + 8, Math.min(end, start + 8 + 200)))
  }

  #priority(id: number, start: number, end: number): void {
    if (id === 0) throw wrong('PRIORITY on stream 0')
    this.#guard.spend(1)
    // A stream error by the RFC; with nothing to lose but a malformed peer's stream, the connection is the simpler one to end.
    if (end - start !== 5) throw sized('PRIORITY')
  }
}

const wrong = (what: string) => new ConnectionFault(errorCode.protocolError, what)
const sized = (what: string) => new ConnectionFault(errorCode.frameSizeError, `${what} of a length that it cannot have`)
