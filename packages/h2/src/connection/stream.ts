import type { Call } from './call.ts'
import type { Connection } from './connection.ts'

const nothing = new Uint8Array(0)
const none: Readonly<Record<string, string>> = {}

/**
 * A call on its way: the only record of its stream. Records come from their connection's own stock and go back to it, so nothing may hold
 * on to one that has ended but by its id.
 */
export class Stream {
  readonly connection: Connection
  /** null: in stock. */
  call: Call | null = null
  id = 0
  /** The request's. */
  body: Uint8Array = nothing
  sendWindow = 0
  /** Bytes of the body that were written. */
  sent = 0
  receiveWindow = 0
  /** More of it was granted, and the peer has not heard of it yet. */
  granted = false
  /** Of the final answer; 0: not yet. */
  status = 0
  headers: Readonly<Record<string, string>> = none
  /** The content-length that the answer states, or -1. */
  stated = -1
  /** Bytes of the answer's body so far, in the first ones of `kept`. */
  received = 0
  kept: Uint8Array = nothing

  constructor(connection: Connection) {
    this.connection = connection
  }

  begin(call: Call, id: number, receiveWindow: number): void {
    call.stream = this
    this.call = call
    this.id = id
    this.body = call.body
    this.receiveWindow = receiveWindow
  }

  /** Back to stock; answers whose it was. */
  end(): Call {
    const call = this.call as Call
    call.stream = null
    this.call = null
    this.id = 0
    this.body = nothing
    this.sent = 0
    this.granted = false
    this.status = 0
    this.headers = none
    this.stated = -1
    this.received = 0
    this.kept = nothing
    return call
  }
}
