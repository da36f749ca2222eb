import type { Wire } from './wire.ts'

/** Where one answer goes: how it is written is the protocol's affair. */
export interface ResponseWriter {
  /** Writes the whole answer. */
  write(status: number, headers: Readonly<Record<string, string>>, body: string): void
  /** Writes the head and part of the body, then breaks off. */
  breakOff(status: number, headers: Readonly<Record<string, string>>, body: string): void
  /** Writes the body in `pieces`, one every `everyMs`. */
  drip(status: number, headers: Readonly<Record<string, string>>, body: string, pieces: number, everyMs: number): void
  /** HTTP/2: REFUSED_STREAM, the request was never taken. HTTP/1.1: the connection is cut. */
  refuse(): void
  /** Sends GOAWAY on this connection; what was taken is answered. HTTP/1.1: this answer is its last. */
  goaway(): void
  /** The socket under it. */
  readonly wire: Wire
  /** Tells once how it ended: `lost` when the client cannot have read the whole answer. */
  onEnd(done: (delivery: 'sent' | 'lost') => void): void
}
