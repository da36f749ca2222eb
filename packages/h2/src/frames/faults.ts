import { ConnectError, http2ErrorName } from '@rouse/core/transport'

/** The peer broke the protocol: the connection ends with this error code. Never leaves this package. */
export class ConnectionFault extends ConnectError {
  override readonly name = 'ConnectionFault'
  readonly code: number

  constructor(code: number, message: string) {
    super(`${http2ErrorName(code)}: ${message}`, http2ErrorName(code))
    this.code = code
  }
}

/** One answer is malformed: its stream ends with this error code, the connection lives on. Never leaves this package. */
export class StreamFault extends Error {
  override readonly name = 'StreamFault'
  readonly code: number

  constructor(code: number, message: string) {
    super(`${http2ErrorName(code)}: ${message}`)
    this.code = code
  }
}
