import { http2ErrorName, type TransportErrorCode, type WireResponse } from '@rouse/core/transport'
import { FrameReader } from '../frames/frame-reader.ts'
import { frame, preface } from '../frames/protocol.ts'
import { Decoder } from '../hpack/decoder.ts'
import { FieldList } from '../hpack/field-list.ts'
import { Call } from './call.ts'
import { Connection } from './connection.ts'
import { type ConnectionLimits, defaultLimits } from './limits.ts'

/** A frame's bytes. `payload`: hex, or bytes. */
export function f(type: number, flags: number, streamId: number, payload: string | Uint8Array = ''): Buffer {
  const body = typeof payload === 'string' ? Buffer.from(payload.replaceAll(' ', ''), 'hex') : Buffer.from(payload)
  const head = Buffer.alloc(9)
  head.writeUIntBE(body.length, 0, 3)
  head[3] = type
  head[4] = flags
  head.writeUInt32BE(streamId, 5)
  return Buffer.concat([head, body])
}

export const u32 = (value: number): string => value.toString(16).padStart(8, '0')

export const settings = (...pairs: readonly (readonly [id: number, value: number])[]): Buffer =>
  f(frame.settings, 0, 0, pairs.map(([id, value]) => id.toString(16).padStart(4, '0') + u32(value)).join(''))
export const settingsAck = f(frame.settings, 1, 0)
/** HEADERS of a whole answer, `:status 200` and nothing else. */
export const ok = (streamId: number): Buffer => f(frame.headers, 5, streamId, '88')
export const goaway = (lastStreamId: number, code = 0, debug = ''): Buffer =>
  f(frame.goaway, 0, 0, u32(lastStreamId) + u32(code) + Buffer.from(debug).toString('hex'))
export const reset = (streamId: number, code: number): Buffer => f(frame.rstStream, 0, streamId, u32(code))
export const windowUpdate = (streamId: number, step: number): Buffer => f(frame.windowUpdate, 0, streamId, u32(step))

export interface SentFrame {
  readonly type: number
  readonly flags: number
  readonly streamId: number
  readonly payload: Buffer
}

/** How a call ended, or where it is. */
export type End =
  | { readonly answer: WireResponse }
  | { readonly untaken: 'refused' | 'unseen' }
  | { readonly failed: TransportErrorCode; readonly what: string; readonly taken: boolean }

/** A connection without socket and clock: the test is the peer. */
export class Harness {
  readonly connection: Connection
  readonly ends = new Map<string, End>()
  readonly events: string[] = []
  /** Whether it was to keep the process alive, at each change. */
  readonly holds: boolean[] = []
  /** Every write, in one piece each. */
  readonly writes: Buffer[] = []
  now = 0
  ended = false
  destroyed = false
  /** false: writes are never done. */
  reads = true
  readonly #names = new WeakMap<Call, string>()
  readonly #waiting: (() => void)[] = []

  constructor(limits: Partial<ConnectionLimits> = {}) {
    const wire = {
      write: (bytes: Uint8Array, done: () => void) => {
        this.writes.push(Buffer.from(bytes))
        if (this.reads) setImmediate(done)
        else this.#waiting.push(done)
      },
      end: () => {
        this.ended = true
      },
      destroy: () => {
        this.destroyed = true
      },
      hold: (held: boolean) => void this.holds.push(held),
    }
    const owner = {
      answered: (call: Call, answer: WireResponse) => this.#end(call, { answer }),
      untaken: (call: Call, refused: boolean) => this.#end(call, { untaken: refused ? 'refused' : 'unseen' }),
      failed: (call: Call, code: TransportErrorCode, what: string, taken: boolean) => this.#end(call, { failed: code, what, taken }),
      room: () => undefined,
      calm: () => this.events.push('calm'),
      retired: () => this.events.push('retired'),
      closed: () => this.events.push('closed'),
    }
    this.connection = new Connection('https://push.example', wire, owner, { ...defaultLimits, ...limits }, () => this.now)
  }

  #end(call: Call, end: End): void {
    const name = this.#names.get(call) ?? '?'
    if (this.ends.has(name)) throw new Error(`${name} ended twice`)
    this.ends.set(name, end)
  }

  /** A request that is not sent yet; it is known by its path. */
  call(path = '/a', more: Partial<Pick<Call, 'method' | 'headers' | 'body' | 'headerBytes'>> = {}): Call {
    const call = new Call()
    call.url = `https://push.example${path}`
    call.method = 'POST'
    call.headerBytes = 300
    call.body = Buffer.from('{}')
    Object.assign(call, more)
    this.#names.set(call, path)
    return call
  }

  /** Puts a request on a stream. */
  send(...request: Parameters<Harness['call']>): Call {
    const call = this.call(...request)
    this.connection.start(call)
    return call
  }

  /** Calls a request off, as its deadline or signal would. */
  cancel({ stream }: Call, doubt: boolean): void {
    if (stream !== null) this.connection.cancel(stream, doubt)
  }

  feed(...chunks: readonly Buffer[]): void {
    for (const chunk of chunks) this.connection.receive(chunk)
  }

  /** Lets writes go out. */
  async turn(): Promise<void> {
    for (let i = 0; i < 4; i++) await new Promise(resolve => setImmediate(resolve))
  }

  /** The peer reads on. */
  read(): void {
    for (const done of this.#waiting.splice(0)) done()
  }

  /** What the peer has got, but for the preface. */
  get sent(): SentFrame[] {
    const found: SentFrame[] = []
    const all = Buffer.concat(this.writes)
    const reader = new FrameReader((type, flags, streamId, bytes, start, end) => {
      found.push({ type, flags, streamId, payload: Buffer.from(bytes.subarray(start, end)) })
    })
    reader.push(all.subarray(preface.length), () => true)
    return found
  }

  frames(type: number, streamId?: number): SentFrame[] {
    return this.sent.filter(one => one.type === type && (streamId === undefined || one.streamId === streamId))
  }

  /** The GOAWAY that was sent, by its code's name; null: none. */
  get goodbye(): string | null {
    const [last] = this.frames(frame.goaway)
    return last === undefined ? null : http2ErrorName(last.payload.readUInt32BE(4))
  }

  /** The code's name by which a stream was reset; null: it was not. */
  resetOf(streamId: number): string | null {
    const [last] = this.frames(frame.rstStream, streamId)
    return last === undefined ? null : http2ErrorName(last.payload.readUInt32BE(0))
  }

  /** The requests that were sent, decoded. */
  requests(tableSize = 4096): Record<string, string>[] {
    const decoder = new Decoder(tableSize)
    let block = Buffer.alloc(0)
    const found: Record<string, string>[] = []
    for (const { type, flags, payload } of this.sent) {
      if (type !== frame.headers && type !== frame.continuation) continue
      block = Buffer.concat([block, payload])
      if ((flags & 4) === 0) continue
      const fields = new FieldList(1_000_000)
      decoder.decode(block, 0, block.length, fields)
      found.push(Object.fromEntries(fields.names.slice(0, fields.count).map((name, at) => [name, fields.values[at] as string])))
      block = Buffer.alloc(0)
    }
    return found
  }
}

/** The types of HEADERS and DATA. */
export const h = 0x1
export const d = 0x0
export const body = (length: number): Buffer => Buffer.alloc(length, 0x78)

/** A connection whose peer has greeted; its first answer's block starts with a size update. */
export function greeted(limits: Partial<ConnectionLimits> = {}, ...pairs: readonly (readonly [id: number, value: number])[]): Harness {
  const peer = new Harness(limits)
  peer.feed(settings(...pairs), settingsAck)
  return peer
}

export const bodyBytes = (peer: Harness, streamId: number): number => peer.frames(d, streamId).reduce((sum, { payload }) => sum + payload.length, 0)
export const hasEnd = (peer: Harness, streamId: number): boolean =>
  [...peer.frames(d, streamId), ...peer.frames(h, streamId)].some(({ flags }) => (flags & 1) === 1)
