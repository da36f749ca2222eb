import { type HealthLimits, healthDefaults } from '@rouse/core/transport'
import { setting } from '../frames/protocol.ts'

/** What a connection keeps to, and holds its peer to. */
export interface ConnectionLimits extends HealthLimits {
  /** Streams at once at most, whatever the peer allows. */
  readonly maxStreams: number
  readonly maxResponseBytes: number
  /** Bytes of answers that are not whole yet, all streams together. */
  readonly maxBufferedBytes: number
  /** The size of an answer's header list. */
  readonly maxHeaderListBytes: number
  /** Milliseconds in which our SETTINGS are acknowledged. */
  readonly settingsTimeoutMs: number
  readonly maxAgeMs: number
  /** Milliseconds it must have lived for an answer 503 to retire it. */
  readonly unavailableAgeMs: number
  /** The first stream's id: 1, but in tests of what happens at the end of the ids. */
  readonly firstStreamId: number
}

export const defaultLimits: ConnectionLimits = {
  maxStreams: 500,
  maxResponseBytes: 1_048_576,
  maxBufferedBytes: 16_777_216,
  maxHeaderListBytes: 65_536,
  settingsTimeoutMs: 10_000,
  ...healthDefaults,
  maxAgeMs: 86_400_000,
  unavailableAgeMs: 10_000,
  firstStreamId: 1,
}

/** What we announce: no table in the peer's encoder (its header blocks then need no memory of ours), no pushes, and the size of header lists. */
export const ourSettings = (limits: ConnectionLimits): readonly (readonly [id: number, value: number])[] => [
  [setting.headerTableSize, 0],
  [setting.enablePush, 0],
  [setting.maxHeaderListSize, limits.maxHeaderListBytes],
]

/** The connection's receive window; a stream's stays the protocol's 65,535. */
export const receiveWindow = 1_048_576
