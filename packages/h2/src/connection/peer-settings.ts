import { uint32 } from '../frames/bytes.ts'
import { ConnectionFault } from '../frames/faults.ts'
import { errorCode, initial, most31, setting } from '../frames/protocol.ts'

/** The peer's SETTINGS in force; absent ones have the protocol's start value. */
export class PeerSettings {
  headerTableSize: number = initial.headerTableSize
  maxConcurrentStreams = Number.POSITIVE_INFINITY
  initialWindowSize: number = initial.windowSize
  maxFrameSize: number = initial.maxFrameSize
  maxHeaderListSize = Number.POSITIVE_INFINITY

  /** Takes one SETTINGS payload, in order; `onTableSize` hears of each table size on the way. Throws ConnectionFault for values that must not be. */
  apply(bytes: Uint8Array, start: number, end: number, onTableSize: (size: number) => void): void {
    for (let at = start; at < end; at += 6) {
      const value = uint32(bytes, at + 2)
      switch (((bytes[at] as number) << 8) | (bytes[at + 1] as number)) {
        case setting.headerTableSize:
          this.headerTableSize = value
          onTableSize(value)
          break
        case setting.enablePush:
          if (value !== 0) throw new ConnectionFault(errorCode.protocolError, 'a server that sets ENABLE_PUSH')
          break
        case setting.maxConcurrentStreams:
          this.maxConcurrentStreams = value
          break
        case setting.initialWindowSize:
          if (value > most31) throw new ConnectionFault(errorCode.flowControlError, 'an initial window over 2^31-1')
          this.initialWindowSize = value
          break
        case setting.maxFrameSize:
          if (value < initial.maxFrameSize || value > 0xff_ffff) throw new ConnectionFault(errorCode.protocolError, 'a frame size out of bounds')
          this.maxFrameSize = value
          break
        case setting.maxHeaderListSize:
          this.maxHeaderListSize = value
          break
      }
    }
  }
}
