import type { Socket } from 'node:net'
import { Connection, type ConnectionOwner } from '../connection/connection.ts'
import type { ConnectionLimits } from '../connection/limits.ts'

/** Milliseconds in which the last bytes of a connection go out. */
const lastWordsMs = 1000

/** An HTTP/2 connection over an open socket. What comes in on it is for its `receive`. */
export function attach(socket: Socket, origin: string, owner: ConnectionOwner, limits: ConnectionLimits, clock: () => number): Connection {
  let cause: unknown = null
  const wire = {
    write(bytes: Uint8Array, done: () => void) {
      if (!socket.writable) return
      socket.write(bytes, error => {
        if (error === null || error === undefined) done()
      })
    },
    end() {
      socket.end()
      setTimeout(() => socket.destroy(), lastWordsMs).unref()
    },
    destroy() {
      socket.destroy()
    },
    hold(held: boolean) {
      if (held) socket.ref()
      else socket.unref()
    },
  }
  const connection = new Connection(origin, wire, owner, limits, clock)
  socket.on('error', error => {
    cause = error
  })
  // A peer that says no more will answer nothing more.
  socket.on('end', () => connection.lost(cause))
  socket.on('close', () => connection.lost(cause))
  return connection
}
