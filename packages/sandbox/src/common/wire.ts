import type { TLSSocket } from 'node:tls'
import type { Noted } from './request-log.ts'

/** The socket under a connection, as far as faults need it. */
export interface Wire {
  /** true: cut, broken or half open: nothing is taken or answered any more. */
  readonly over: boolean
  /** Neither reads nor writes any more, and does not tell the client. */
  freeze(): void
  /** Ends the connection at once, without a word. */
  cut(): void
  /** The connection broke: answers written shortly before may be lost. */
  broke(): void
  /** An answer was handed to the socket; whether the client gets it is known only later. */
  wrote(noted: Noted, now: number): void
}

/** Ms: what was written that long before a cut is taken for read. */
const doubtful = 5000

/**
 * An HTTP/2 session takes the socket's handle for itself, so that `pause` does nothing: the handle must be told, and
 * not within a read, after which reading would go on.
 */
function stopReading(socket: TLSSocket): void {
  const { _handle: handle } = socket as unknown as { readonly _handle?: { readStop?(): void } | null }
  setImmediate(() => handle?.readStop?.())
}

/** The wire of a socket. Answers that were written shortly before it is cut, frozen or broken count as lost, since nobody can tell. */
export function createWire(socket: TLSSocket): Wire {
  let over = false
  let recent: Noted[] = []
  let older: Noted[] = []
  let turned = 0
  const lose = (): void => {
    over = true
    for (const noted of [...older, ...recent]) noted.settle('lost')
    recent = []
    older = []
  }
  return {
    get over() {
      return over
    },
    freeze() {
      lose()
      stopReading(socket)
    },
    cut() {
      lose()
      socket.destroy()
    },
    broke: lose,
    wrote(noted, now) {
      if (now - turned > doubtful) {
        older = recent
        recent = []
        turned = now
      }
      recent.push(noted)
    },
  }
}
