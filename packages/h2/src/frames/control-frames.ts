import type { OutBuffer } from './out-buffer.ts'
import { flag, frame } from './protocol.ts'

/** Bytes of the longest frame that these functions write, but for settings and GOAWAY. */
export const longestControlFrame = 17

/** A SETTINGS frame of id and value pairs. */
export function writeSettings(out: OutBuffer, pairs: readonly (readonly [id: number, value: number])[]): void {
  out.frameHeader(6 * pairs.length, frame.settings, 0, 0)
  for (const [id, value] of pairs) {
    out.byte(id >>> 8)
    out.byte(id & 0xff)
    out.uint32(value)
  }
}

/** Tells the peer that its SETTINGS are in force. */
export function writeSettingsAck(out: OutBuffer): void {
  out.frameHeader(0, frame.settings, flag.ack, 0)
}

/** A PING, or its answer; eight bytes of `from` at `at`. */
export function writePing(out: OutBuffer, ack: boolean, from: Uint8Array, at: number): void {
  out.frameHeader(8, frame.ping, ack ? flag.ack : 0, 0)
  for (let i = 0; i < 8; i++) out.byte(from[at + i] as number)
}

/** Ends a stream. */
export function writeReset(out: OutBuffer, streamId: number, code: number): void {
  out.frameHeader(4, frame.rstStream, 0, streamId)
  out.uint32(code)
}

/** Lets the peer send so many bytes more; stream 0 is the connection. */
export function writeWindowUpdate(out: OutBuffer, streamId: number, step: number): void {
  out.frameHeader(4, frame.windowUpdate, 0, streamId)
  out.uint32(step)
}

/** Ends the connection. We take no streams of the peer's, so the last stream id is 0. */
export function writeGoaway(out: OutBuffer, code: number): void {
  out.frameHeader(8, frame.goaway, 0, 0)
  out.uint32(0)
  out.uint32(code)
}
